// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

/// Text from elsewhere, made safe for a terminal.
final class Printable {
    private Printable() {}

    /// The text without characters that steer a terminal; line ends stay.
    static String text(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> c == '\n' || !isSteering(c) ? c : '\uFFFD')
                .forEach(safe::appendCodePoint);
        return safe.toString();
    }

    private static boolean isSteering(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.CONTROL || type == Character.FORMAT || type == Character.SURROGATE;
    }
}
