// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.tlog;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.util.Base64;

/// The strict readers of what stands in lines: there is exactly one way to write each value.
final class Fields {
    private static final int MOST_DIGITS = 20;

    private Fields() {}

    /// An unsigned number of 64 bits, without sign and leading zeros.
    static long number(String text) throws MalformedException {
        if (text.isEmpty() || text.length() > MOST_DIGITS || !digits(text)) {
            throw new MalformedException("Not a decimal number: " + shown(text));
        }
        if (text.charAt(0) == '0' && text.length() > 1) {
            throw new MalformedException("A number with a leading zero: " + shown(text));
        }
        try {
            return Long.parseUnsignedLong(text);
        } catch (NumberFormatException e) {
            throw new MalformedException("A number of more than 64 bits: " + shown(text));
        }
    }

    /// Standard base64 with padding.
    static byte[] base64(String text) throws MalformedException {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new MalformedException("Not base64: " + shown(text));
        }
        // The decoder also takes text without padding and with dirt in the last bits.
        if (!Base64.getEncoder().encodeToString(bytes).equals(text)) {
            throw new MalformedException("Not the one base64 of its bytes: " + shown(text));
        }
        return bytes;
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    static String utf8(byte[] bytes) throws MalformedException {
        try {
            return UTF_8.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedException("Not UTF-8");
        }
    }

    /// Refuses control characters other than the end of a line, and halves of surrogate pairs.
    static void printable(String text) throws MalformedException {
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c < ' ' && c != '\n') {
                throw new MalformedException("A control character at offset " + at);
            }
            if (Character.isSurrogate(c)) {
                if (Character.charCount(text.codePointAt(at)) == 1) {
                    throw new MalformedException("Half a character at offset " + at);
                }
                at++;
            }
        }
    }

    static boolean digits(String text) {
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c < '0' || c > '9') {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /// What may stand in a message: not everything that a stranger sent.
    static String shown(String text) {
        int most = 80;
        String start = text.length() > most ? text.substring(0, most) + "…" : text;
        StringBuilder shown = new StringBuilder("'");
        start.chars().forEach(c -> shown.append(Character.isISOControl(c) ? '?' : (char) c));
        return shown.append('\'').toString();
    }
}
