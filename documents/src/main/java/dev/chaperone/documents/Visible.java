// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.documents;

/// Text of which people see every character, in the order in which it is stored: what somebody
/// signs must be what they read. Everything else becomes the replacement character.
final class Visible {
    private static final int REPLACEMENT = 0xFFFD;

    private Visible() {}

    /// One line, in which each run of blanks is one space.
    static String line(String text) {
        StringBuilder line = new StringBuilder(text.length());
        boolean afterSpace = false;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            boolean space = isBlank(c);
            if (!space) {
                line.appendCodePoint(shown(c));
            } else if (!afterSpace) {
                line.append(' ');
            }
            afterSpace = space;
        }
        return line.toString();
    }

    /// Lines with a line feed between them, their spaces kept.
    static String lines(String text) {
        StringBuilder lines = new StringBuilder(text.length());
        text.lines()
                .forEach(line -> {
                    line.codePoints()
                            .forEach(c -> lines.appendCodePoint(isBlank(c) ? ' ' : shown(c)));
                    lines.append('\n');
                });
        return lines.toString().stripTrailing();
    }

    private static boolean isBlank(int c) {
        return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0x2028 || c == 0x2029;
    }

    private static int shown(int c) {
        return isHidden(c) ? REPLACEMENT : c;
    }

    private static boolean isHidden(int c) {
        return Character.getType(c) == Character.CONTROL
                || Character.getType(c) == Character.SURROGATE
                || isNoncharacter(c)
                || changesOrder(c)
                || c == 0xFEFF
                // Letters that nobody sees and machines read.
                || (c >= 0xE0000 && c <= 0xE0FFF);
    }

    private static boolean isNoncharacter(int c) {
        return (c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF);
    }

    private static boolean changesOrder(int c) {
        return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    }
}
