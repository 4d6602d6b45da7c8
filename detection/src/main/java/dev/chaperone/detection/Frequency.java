// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

/// How often a byte occurs in source text, roughly: enough to choose the rarest of several signs.
final class Frequency {
    /// From the most to the least frequent one, in English.
    private static final String LETTERS = "etaoinsrlhdcumpfgybwvkxjqz";

    private static final double FIRST_LETTER = 0.07;
    private static final double NEXT_LETTER = 0.87;
    private static final double CAPITAL = 0.1;
    private static final double BLANK = 0.2;
    private static final double DIGIT = 0.003;
    private static final double OTHER = 0.002;
    private static final double[] OF = new double[256];

    static {
        for (int b = 0; b < OF.length; b++) {
            OF[b] = b == ' ' ? BLANK : Text.isDigit(b) ? DIGIT : OTHER;
        }
        double letter = FIRST_LETTER;
        for (int i = 0; i < LETTERS.length(); i++) {
            OF[LETTERS.charAt(i)] = letter;
            OF[LETTERS.charAt(i) - 'a' + 'A'] = letter * CAPITAL;
            letter *= NEXT_LETTER;
        }
    }

    private Frequency() {}

    /// The share of a byte, between 0 and 1.
    static double of(int b) {
        return OF[b];
    }
}
