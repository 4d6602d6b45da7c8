// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.verifier;

import java.util.List;

/// What a log signs: its name, how many entries it has, and the root of their tree (C2SP
/// tlog-checkpoint).
///
/// @param size unsigned
record Checkpoint(String origin, long size, Hash root, List<String> extensions) {
    private static final int LINES = 3;

    Checkpoint {
        extensions = List.copyOf(extensions);
    }

    /// Reads the text of a note.
    static Checkpoint parse(String body) throws MalformedException {
        if (!body.endsWith("\n")) {
            throw new MalformedException("a checkpoint ends with a line end");
        }
        List<String> lines = List.of(body.substring(0, body.length() - 1).split("\n", -1));
        if (lines.size() < LINES) {
            throw new MalformedException("a checkpoint has three lines at least");
        }
        if (lines.stream().anyMatch(String::isEmpty)) {
            throw new MalformedException("an empty line in a checkpoint");
        }
        if (body.chars().anyMatch(c -> c < ' ' && c != '\n')) {
            throw new MalformedException("control characters in a checkpoint");
        }
        long size = Decimal.parse(lines.get(1));
        Hash root = Hash.parse(lines.get(2));
        if (size == 0 && !root.equals(Sha256.EMPTY_TREE)) {
            throw new MalformedException("a checkpoint of no entries with the root of some");
        }
        return new Checkpoint(lines.getFirst(), size, root, lines.subList(LINES, lines.size()));
    }
}
