// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.captures.Side;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.openings.Content;
import dev.chaperone.workspace.openings.ShownBody;

import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Captured bytes on their way to a reader, who must see what is there and not what it does.
final class ShownText {
    /// What a page shows of a body; the file holds all of it.
    static final int MOST_CHARACTERS = 200_000;

    private ShownText() {}

    /// The spelling of a side in addresses and in the API.
    static String word(Side side) {
        return side.name().toLowerCase(Locale.ROOT);
    }

    static Side side(String written) {
        for (Side side : Side.values()) {
            if (word(side).equals(written)) {
                return side;
            }
        }
        throw RejectedException.unknown("part of an interaction: prompt or answer");
    }

    /// The text of bytes that are UTF-8; null for others.
    static @Nullable String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /// A text for a page: the beginning of a long one, and every character that is not seen but
    /// changes how others are seen replaced by a sign for it.
    static String forPage(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.length() > MOST_CHARACTERS) {
            text = text.substring(0, MOST_CHARACTERS);
        }
        StringBuilder shown = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            shown.append(isHidden(c) ? '\uFFFD' : c);
        }
        return shown.toString();
    }

    /// Control characters, and those that turn the direction of writing.
    private static boolean isHidden(char c) {
        boolean space = c == '\n' || c == '\t' || c == '\r';
        boolean turns = c >= '\u202A' && c <= '\u202E' || c >= '\u2066' && c <= '\u2069';
        return turns || (Character.isISOControl(c) && !space);
    }

    /// The bytes of the only body of a content, as a file that no cache keeps.
    static ResponseEntity<byte[]> file(Content content) {
        return switch (content.bodies().getFirst()) {
            case ShownBody.Nothing(_, var why) -> throw RejectedException.conflict(why);
            case ShownBody.Text text ->
                    ResponseEntity.ok()
                            .cacheControl(CacheControl.noStore())
                            .header(
                                    HttpHeaders.CONTENT_DISPOSITION,
                                    ContentDisposition.attachment()
                                            .filename(
                                                    content.opening().interaction()
                                                            + "-"
                                                            + word(text.side())
                                                            + ".bin")
                                            .build()
                                            .toString())
                            .contentType(MediaType.APPLICATION_OCTET_STREAM)
                            .body(text.bytes());
        };
    }
}
