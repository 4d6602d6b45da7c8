// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.protocols;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Short texts that strangers wrote, such as names of models and repositories, made fit for
/// records, pages and logs.
public final class WireText {
    /// Stands in records for a name that was told but is not in the form of one.
    public static final String UNREADABLE = "unreadable";

    private static final int MAX_LENGTH = 200;
    private static final char REPLACEMENT = '\uFFFD';

    private WireText() {}

    /// The text with control characters, invisible formatting characters and lone surrogates
    /// replaced, cut after 200 characters.
    public static String clean(String text) {
        int end = Math.min(text.length(), MAX_LENGTH);
        if (end < text.length()
                && Character.isHighSurrogate(text.charAt(end - 1))
                && Character.isLowSurrogate(text.charAt(end))) {
            end--;
        }
        StringBuilder cleaned = new StringBuilder(end);
        for (int i = 0; i < end; ) {
            int character = text.codePointAt(i);
            i += Character.charCount(character);
            cleaned.appendCodePoint(isFit(character) ? character : REPLACEMENT);
        }
        return cleaned.toString();
    }

    /// As [#clean], but not cut: a piece of a secret would not be recognised any more.
    static String cleanOrUnreadable(String text) {
        return text.length() > MAX_LENGTH ? UNREADABLE : clean(text);
    }

    /// The text with lone surrogates replaced, so that it can be written as UTF-8.
    static String wellFormed(String text) {
        StringBuilder result = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> isLoneSurrogate(c) ? REPLACEMENT : c)
                .forEach(result::appendCodePoint);
        return result.toString();
    }

    /// Whether the bytes are UTF-8, to the letter.
    public static boolean isUtf8(byte[] bytes, int from, int to) {
        try {
            var _ =
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(bytes, from, to - from));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /// The text, unless there is nothing in it.
    static @Nullable String told(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }

    private static boolean isFit(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE ->
                    false;
            default -> true;
        };
    }

    private static boolean isLoneSurrogate(int character) {
        return character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
    }
}
