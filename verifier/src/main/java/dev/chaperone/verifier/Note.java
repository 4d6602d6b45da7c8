// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.verifier;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A signed note (C2SP signed-note): a text and signatures of it by named keys.
///
/// @param text with its final line end; its UTF-8 is what is signed
record Note(String text, List<Signature> signatures) {
    /// More than a checkpoint with a hundred large signatures.
    static final int MAX_BYTES = 1024 * 1024;

    private static final int MAX_SIGNATURES = 100;
    private static final String DASH = "\u2014 ";
    private static final int ID_BYTES = 4;

    Note {
        signatures = List.copyOf(signatures);
    }

    /// A line behind the text.
    ///
    /// @param id of the key, the first four bytes of a hash
    /// @param value what follows the id
    // The array is never handed out or changed: keys only read it.
    @SuppressWarnings("ArrayRecordComponent")
    record Signature(String name, int id, byte[] value) {}

    static Note parse(byte[] bytes) throws MalformedException {
        if (bytes.length > MAX_BYTES) {
            throw new MalformedException("a signed note has 1 MiB at most");
        }
        String whole = text(bytes);
        int split = whole.lastIndexOf("\n\n");
        if (split < 0) {
            throw new MalformedException("not a signed note: no empty line before signatures");
        }
        String lines = whole.substring(split + 2);
        if (!lines.endsWith("\n")) {
            throw new MalformedException("not a signed note: it does not end with a signature");
        }
        List<Signature> signatures = new ArrayList<>();
        for (String line : lines.substring(0, lines.length() - 1).split("\n", -1)) {
            if (signatures.size() == MAX_SIGNATURES) {
                throw new MalformedException("a signed note has 100 signatures at most");
            }
            signatures.add(signature(line));
        }
        return new Note(whole.substring(0, split + 1), signatures);
    }

    private static String text(byte[] bytes) throws MalformedException {
        String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new MalformedException("not UTF-8 text");
        }
        if (text.chars().anyMatch(c -> c < ' ' && c != '\n')) {
            throw new MalformedException("control characters in a signed note");
        }
        return text;
    }

    private static Signature signature(String line) throws MalformedException {
        int space = line.lastIndexOf(' ');
        if (!line.startsWith(DASH) || space < DASH.length()) {
            throw new MalformedException("a signature line starts with a dash, a name and a space");
        }
        String name = line.substring(DASH.length(), space);
        requireName(name);
        byte[] value = Base64Text.decode(line.substring(space + 1));
        if (value.length <= ID_BYTES) {
            throw new MalformedException("a signature without bytes");
        }
        int id = ByteBuffer.wrap(value).getInt();
        return new Signature(name, id, Arrays.copyOfRange(value, ID_BYTES, value.length));
    }

    static void requireName(String name) throws MalformedException {
        boolean spaced =
                name.codePoints()
                        .anyMatch(c -> Character.isWhitespace(c) || Character.isSpaceChar(c));
        if (name.isEmpty() || spaced || name.contains("+")) {
            throw new MalformedException("not the name of a key");
        }
    }

    byte[] signedBytes() {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
