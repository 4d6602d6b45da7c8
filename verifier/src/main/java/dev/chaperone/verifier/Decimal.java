// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.verifier;

/// Numbers as the formats write them: unsigned 64-bit, decimal, without signs or leading zeros.
final class Decimal {
    private static final int LONGEST = 20;

    private Decimal() {}

    static long parse(String text) throws MalformedException {
        boolean plain = !text.isEmpty() && text.length() <= LONGEST;
        for (int i = 0; i < text.length() && plain; i++) {
            plain = text.charAt(i) >= '0' && text.charAt(i) <= '9';
        }
        if (!plain || (text.length() > 1 && text.charAt(0) == '0')) {
            throw new MalformedException("not a number");
        }
        try {
            return Long.parseUnsignedLong(text);
        } catch (NumberFormatException e) {
            throw new MalformedException("a number above 64 bits");
        }
    }

    static String format(long unsigned) {
        return Long.toUnsignedString(unsigned);
    }

    /// For people: 70,000.
    static String grouped(long unsigned) {
        String digits = format(unsigned);
        StringBuilder text = new StringBuilder(digits);
        for (int at = digits.length() - 3; at > 0; at -= 3) {
            text.insert(at, ',');
        }
        return text.toString();
    }

    /// For people: 1 entry, 2 entries.
    static String count(long number, String one, String many) {
        return grouped(number) + " " + (number == 1 ? one : many);
    }
}
