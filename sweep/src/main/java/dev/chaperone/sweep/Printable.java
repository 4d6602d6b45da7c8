// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.sweep;

/// Text from elsewhere, made safe for a terminal and for a file of lines.
final class Printable {
    private Printable() {}

    /// The text in one line, without characters that steer a terminal.
    static String line(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().map(c -> isSteering(c) ? '\uFFFD' : c).forEach(safe::appendCodePoint);
        return safe.toString();
    }

    private static boolean isSteering(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    true;
            default -> false;
        };
    }
}
