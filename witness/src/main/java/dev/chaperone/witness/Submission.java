// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.witness;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.chaperone.tlog.Checkpoint;
import dev.chaperone.tlog.Hash;
import dev.chaperone.tlog.MalformedException;
import dev.chaperone.tlog.Note;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;

/// What a log sends to a witness: a checkpoint, and the proof that it grew out of the one that the
/// witness holds.
///
/// @param old size of the tree that the witness holds; unsigned
/// @param path of the consistency proof
record Submission(long old, List<Hash> path, Note note) {
    /// More than a proof with the most hashes and a checkpoint with dozens of long signatures have.
    static final int MOST_BYTES = 128 * 1024;

    private static final String OLD = "old ";
    private static final int LONGEST_PATH = 63;

    Submission {
        path = List.copyOf(path);
    }

    static Submission parse(byte[] body) throws MalformedException {
        String text = utf8(body);
        int end = text.indexOf("\n\n");
        if (end < 0 || !text.startsWith(OLD)) {
            throw new MalformedException(
                    "A submission is 'old <size>', a proof, an empty line and a checkpoint");
        }
        List<String> lines = List.of(text.substring(0, end).split("\n", -1));
        if (lines.size() > LONGEST_PATH + 1) {
            throw new MalformedException("A proof of more than 63 hashes");
        }
        List<Hash> path = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            path.add(Hash.parseBase64(line));
        }
        long old = Checkpoint.parseSize(lines.getFirst().substring(OLD.length()));
        return new Submission(old, path, Note.parse(text.substring(end + 2)));
    }

    private static String utf8(byte[] body) throws MalformedException {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
        } catch (CharacterCodingException e) {
            throw new MalformedException("Not UTF-8");
        }
    }

    String format() {
        StringBuilder body = new StringBuilder(OLD).append(Long.toUnsignedString(old)).append('\n');
        path.forEach(hash -> body.append(hash.base64()).append('\n'));
        return body.append('\n').append(note.format()).toString();
    }
}
