// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.vocabulary;

/// The one spelling rule for ids that people type and read.
final class Slug {
    private static final int MAX_LENGTH = 63;

    private Slug() {}

    static void check(String what, String value) {
        if (!isSlug(value)) {
            throw new IllegalArgumentException("Not " + what + ": '" + value + "'");
        }
    }

    private static boolean isSlug(String value) {
        if (value.isEmpty() || value.length() > MAX_LENGTH || !isLetter(value.charAt(0))) {
            return false;
        }
        // A loop, not a stream: reading an entry makes several ids.
        for (int i = 1; i < value.length(); i++) {
            char c = value.charAt(i);
            if (!isLetter(c) && (c < '0' || c > '9') && c != '-') {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z';
    }
}
