// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

/// Arithmetic that many numbering schemes share. Numbers come without separators.
final class Digits {
    private static final int[] LONGEST_MONTHS = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    /// Multiplication in the dihedral group of the pentagon.
    private static final int[][] DIHEDRAL = {
        {0, 1, 2, 3, 4, 5, 6, 7, 8, 9},
        {1, 2, 3, 4, 0, 6, 7, 8, 9, 5},
        {2, 3, 4, 0, 1, 7, 8, 9, 5, 6},
        {3, 4, 0, 1, 2, 8, 9, 5, 6, 7},
        {4, 0, 1, 2, 3, 9, 5, 6, 7, 8},
        {5, 9, 8, 7, 6, 0, 4, 3, 2, 1},
        {6, 5, 9, 8, 7, 1, 0, 4, 3, 2},
        {7, 6, 5, 9, 8, 2, 1, 0, 4, 3},
        {8, 7, 6, 5, 9, 3, 2, 1, 0, 4},
        {9, 8, 7, 6, 5, 4, 3, 2, 1, 0}
    };

    private static final int[] PERMUTATION = {1, 5, 7, 6, 2, 8, 3, 0, 9, 4};

    private Digits() {}

    static int at(String number, int i) {
        return number.charAt(i) - '0';
    }

    /// The value of some of its digits.
    static int value(String number, int from, int to) {
        return Integer.parseInt(number, from, to, 10);
    }

    /// The sum of the first digits, each times its weight.
    static int weighted(String number, int... weights) {
        int sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += at(number, i) * weights[i];
        }
        return sum;
    }

    /// The formula of H. P. Luhn (ISO/IEC 7812-1, annex B).
    static boolean luhn(String number) {
        int sum = 0;
        for (int i = 0; i < number.length(); i++) {
            int digit = at(number, number.length() - 1 - i);
            int twice = 2 * digit;
            sum += i % 2 == 0 ? digit : twice > 9 ? twice - 9 : twice;
        }
        return sum % 10 == 0;
    }

    /// ISO/IEC 7064, MOD 11,10: the last digit is the check digit.
    static boolean mod11And10(String number) {
        int product = 10;
        for (int i = 0; i < number.length() - 1; i++) {
            int sum = (at(number, i) + product) % 10;
            product = 2 * (sum == 0 ? 10 : sum) % 11;
        }
        return (11 - product) % 10 == at(number, number.length() - 1);
    }

    /// The remainder by 97 of a number of any length in which letters stand for 10 to 35, as ISO
    /// 13616 has it.
    static int mod97(String number) {
        int rest = 0;
        for (int i = 0; i < number.length(); i++) {
            int digit = Character.digit(number.charAt(i), 36);
            rest = (rest * (digit > 9 ? 100 : 10) + digit) % 97;
        }
        return rest;
    }

    /// J. Verhoeff, Error Detecting Decimal Codes, 1969: the last digit is the check digit.
    static boolean verhoeff(String number) {
        int sum = 0;
        for (int i = 0; i < number.length(); i++) {
            int digit = at(number, number.length() - 1 - i);
            for (int times = 0; times < i % 8; times++) {
                digit = PERMUTATION[digit];
            }
            sum = DIHEDRAL[sum][digit];
        }
        return sum == 0;
    }

    /// Whether some year has that day.
    static boolean isDay(int month, int day) {
        return month >= 1 && month <= 12 && day >= 1 && day <= LONGEST_MONTHS[month - 1];
    }

    /// Whether the four digits from there on may be hour and minute.
    static boolean isTime(String number, int from) {
        return value(number, from, from + 2) < 24 && value(number, from + 2, from + 4) < 60;
    }
}
