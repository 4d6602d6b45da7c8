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
        return value.chars().allMatch(c -> isLetter(c) || (c >= '0' && c <= '9') || c == '-');
    }

    private static boolean isLetter(int c) {
        return c >= 'a' && c <= 'z';
    }
}
