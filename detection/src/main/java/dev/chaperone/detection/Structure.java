// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// Looks into tokens that are base64 of something readable.
final class Structure {
    private static final int SHORTEST = 12;

    private Structure() {}

    /// Whether some part of the token decodes to a JSON object, to a number with a colon behind it,
    /// to a number alone, or to a user with a password.
    static boolean isIn(String token) {
        int start = 0;
        while (start < token.length()) {
            int end = start;
            while (end < token.length() && isBase64(token.charAt(end))) {
                end++;
            }
            if (isInPart(token.substring(start, end))) {
                return true;
            }
            start = end + 1;
        }
        return false;
    }

    private static boolean isInPart(String part) {
        for (int skip = 0; skip <= Math.min(8, part.length() - SHORTEST); skip++) {
            if (isReadable(decoded(part.substring(skip)))) {
                return true;
            }
        }
        return false;
    }

    /// An underscore separates the parts of a token more often than it stands for bits.
    private static boolean isBase64(char c) {
        return c != '_' && CharClass.B64P.has(c);
    }

    private static boolean isReadable(String text) {
        int digits = 0;
        while (digits < text.length() && Character.isDigit(text.charAt(digits))) {
            digits++;
        }
        boolean number = digits >= 4 && (digits == text.length() || text.charAt(digits) == ':');
        return text.startsWith("{\"") || number || isCredentials(text);
    }

    private static boolean isCredentials(String text) {
        return text.length() >= 6
                && text.indexOf(':') > 0
                && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    /// The first 48 characters' worth, or nothing where it is no base64.
    private static String decoded(String part) {
        String bare = part.replace('-', '+').replace("=", "");
        String head = bare.substring(0, Math.min(64, bare.length() / 4 * 4));
        try {
            return new String(Base64.getDecoder().decode(head), StandardCharsets.ISO_8859_1);
        } catch (IllegalArgumentException e) {
            return ""; // not base64: no structure to see
        }
    }
}
