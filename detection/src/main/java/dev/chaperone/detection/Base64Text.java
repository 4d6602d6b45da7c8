// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

/// Base64 or base64url characters read as the bytes they stand for, without copying them.
///
/// @param text where they stand
/// @param start offset of the first character
/// @param end offset behind the last one, padding excluded
record Base64Text(Text text, int start, int end) {
    private static final String ALPHABET =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// What each byte and the end of the text stand for, -1 for nothing.
    private static final byte[] SEXTETS = new byte[257];

    static {
        for (int b = -1; b < 256; b++) {
            SEXTETS[b + 1] =
                    switch (b) {
                        case '+', '-' -> 62;
                        case '/', '_' -> 63;
                        default -> (byte) ALPHABET.indexOf(b);
                    };
        }
    }

    int length() {
        return (end - start) * 3 / 4;
    }

    /// The decoded byte at an index; -1 behind the end or where the characters are of another kind.
    int at(int index) {
        if (index < 0 || index >= length()) {
            return -1;
        }
        int quad = start + index / 3 * 4;
        int phase = index % 3;
        int first = sextet(text.at(quad + phase));
        int second = sextet(text.at(quad + phase + 1));
        if (first < 0 || second < 0) {
            return -1;
        }
        return (first << 2 + 2 * phase | second >> 4 - 2 * phase) & 0xff;
    }

    boolean contains(String literal, int within) {
        int last = Math.min(within, length()) - literal.length();
        for (int i = 0; i <= last; i++) {
            int matched = 0;
            while (matched < literal.length() && at(i + matched) == literal.charAt(matched)) {
                matched++;
            }
            if (matched == literal.length()) {
                return true;
            }
        }
        return false;
    }

    /// Whether the bytes look like one JSON object: braces and quotes are balanced, and nothing
    /// stands behind the last brace.
    boolean isJsonObject() {
        int depth = 0;
        boolean inString = false;
        int length = length();
        for (int i = 0; i < length; i++) {
            int b = at(i);
            if (b < 0 || i == 0 && b != '{') {
                return false;
            }
            if (inString) {
                i += b == '\\' ? 1 : 0;
                inString = b != '"';
            } else if (b == '"') {
                inString = true;
            } else if (b == '{') {
                depth++;
            } else if (b == '}' && --depth == 0) {
                return isBlankFrom(i + 1);
            }
        }
        return false;
    }

    private boolean isBlankFrom(int index) {
        for (int i = index; i < length(); i++) {
            int b = at(i);
            if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
                return false;
            }
        }
        return true;
    }

    /// What a character stands for, -1 for nothing.
    static int sextet(int b) {
        return SEXTETS[b + 1];
    }
}
