// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

/// A text that betrays a secret, in letters of either case.
///
/// @param text in small letters
/// @param rarest where the three of its characters begin by which it is noticed: those that other
///   text has least often
record Literal(String text, int rarest) {
    /// How many characters notice it.
    static final int NOTICED = 3;

    Literal {
        if (rarest < 0 || rarest + NOTICED > text.length()) {
            throw new IllegalArgumentException("'" + text + "' has no three characters there");
        }
    }

    String noticed() {
        return text.substring(rarest, rarest + NOTICED);
    }
}
