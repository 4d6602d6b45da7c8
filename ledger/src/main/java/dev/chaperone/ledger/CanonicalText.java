// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.ledger;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;

import org.jspecify.annotations.Nullable;

import java.util.HexFormat;

/// Strings as RFC 8785 writes them: control characters without a short form as escapes with
/// lower-case digits, everything else that JSON allows as it is.
final class CanonicalText extends CharacterEscapes {
    private static final long serialVersionUID = 1L;
    private static final char REPLACEMENT = 0xFFFD;

    private final int[] escapes = standardAsciiEscapesForJSON();

    CanonicalText() {
        for (int c = 0; c < escapes.length; c++) {
            if (escapes[c] == ESCAPE_STANDARD) {
                escapes[c] = ESCAPE_CUSTOM;
            }
        }
    }

    @Override
    public int[] getEscapeCodesForAscii() {
        return escapes.clone();
    }

    @Override
    public @Nullable SerializableString getEscapeSequence(int character) {
        return character < ' '
                ? new SerializedString("\\u" + HexFormat.of().toHexDigits((char) character))
                : null;
    }

    /// The text with halves of surrogate pairs replaced: they have no UTF-8, and what a client
    /// sends must not keep it from being recorded.
    static String wellFormed(String text) {
        int half = loneSurrogate(text, 0);
        if (half < 0) {
            return text;
        }
        StringBuilder mended = new StringBuilder(text);
        for (; half >= 0; half = loneSurrogate(text, half + 1)) {
            mended.setCharAt(half, REPLACEMENT);
        }
        return mended.toString();
    }

    private static int loneSurrogate(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return i;
            }
        }
        return -1;
    }
}
