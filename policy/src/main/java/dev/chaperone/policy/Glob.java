// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

/// A pattern for names, for example `github.com/acme/*`: `*` stands for any run of characters, `?`
/// for any one; capitals do not matter.
///
/// @param pattern at most 200 characters
public record Glob(String pattern) {
    static final int MAX_LENGTH = 200;

    public Glob {
        if (pattern.isBlank() || pattern.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "A pattern has 1 to " + MAX_LENGTH + " characters, not " + pattern.length());
        }
    }

    /// Whether the whole name fits.
    public boolean matches(String name) {
        return takesIn(name, Glob::fits);
    }

    /// Whether every name that fits the other fits this one too, as far as the letters tell: of
    /// what the other leaves open, a star takes in everything and a question mark what is one
    /// character.
    boolean covers(Glob other) {
        return takesIn(other.pattern, Glob::includes);
    }

    private interface Fit {
        boolean of(char wanted, char found);
    }

    private boolean takesIn(String name, Fit fit) {
        int p = 0;
        int n = 0;
        int star = -1;
        int resume = 0;
        while (n < name.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                resume = n;
            } else if (p < pattern.length() && fit.of(pattern.charAt(p), name.charAt(n))) {
                p++;
                n++;
            } else if (star >= 0) {
                // The last star takes in one character more.
                p = star + 1;
                n = ++resume;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    private static boolean fits(char wanted, char found) {
        return wanted == '?'
                || wanted == found
                || Character.toLowerCase(wanted) == Character.toLowerCase(found);
    }

    private static boolean includes(char wanted, char found) {
        return found == '?' ? wanted == '?' : found != '*' && fits(wanted, found);
    }

    @Override
    public String toString() {
        return pattern;
    }
}
