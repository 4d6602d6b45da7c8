// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.protocols;

import java.nio.charset.StandardCharsets;

/// The words by which attachments are told, names of members and values of `type`.
enum Member {
    TYPE("type"),
    MEDIA_TYPE("media_type"),
    DATA("data"),
    SOURCE("source"),
    BASE64("base64"),
    IMAGE("image"),
    DOCUMENT("document"),
    URL("url"),
    IMAGE_URL("image_url"),
    INPUT_AUDIO("input_audio"),
    FILE("file"),
    FILE_DATA("file_data"),
    INPUT_FILE("input_file"),
    MIME_TYPE("mimeType"),
    INLINE_DATA("inlineData"),
    OTHER_MIME_TYPE("mime_type"),
    OTHER_INLINE_DATA("inline_data"),
    OTHER("");

    // An array for comparing with bodies; nothing writes to it.
    @SuppressWarnings("ImmutableEnumChecker")
    private final byte[] word;

    Member(String word) {
        this.word = word.getBytes(StandardCharsets.US_ASCII);
    }

    static Member of(byte[] body, int from, int to) {
        return switch (to - from) {
            case 3 -> URL.or(OTHER, body, from, to);
            case 4 ->
                    switch (body[from]) {
                        case 't' -> TYPE.or(OTHER, body, from, to);
                        case 'd' -> DATA.or(OTHER, body, from, to);
                        default -> FILE.or(OTHER, body, from, to);
                    };
            case 5 -> IMAGE.or(OTHER, body, from, to);
            case 6 -> SOURCE.or(BASE64.or(OTHER, body, from, to), body, from, to);
            case 8 -> DOCUMENT.or(MIME_TYPE.or(OTHER, body, from, to), body, from, to);
            case 9 ->
                    switch (body[from]) {
                        case 'i' -> IMAGE_URL.or(OTHER, body, from, to);
                        case 'f' -> FILE_DATA.or(OTHER, body, from, to);
                        default -> OTHER_MIME_TYPE.or(OTHER, body, from, to);
                    };
            case 10 ->
                    switch (body[from + 2]) {
                        case 'd' -> MEDIA_TYPE.or(OTHER, body, from, to);
                        case 'p' -> INPUT_FILE.or(OTHER, body, from, to);
                        default -> INLINE_DATA.or(OTHER, body, from, to);
                    };
            case 11 -> INPUT_AUDIO.or(OTHER_INLINE_DATA.or(OTHER, body, from, to), body, from, to);
            default -> OTHER;
        };
    }

    private Member or(Member other, byte[] body, int from, int to) {
        return Bytes.startsWith(body, from, to, word) ? this : other;
    }
}
