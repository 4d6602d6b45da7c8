// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.tlog;

import java.util.List;

/// The state of a log: how many entries it has and the root of the tree over them (C2SP
/// tlog-checkpoint).
///
/// @param origin which log
/// @param size how many entries; unsigned
/// @param extensions further lines, which not every signature covers
public record Checkpoint(String origin, long size, Hash root, List<String> extensions) {
    private static final int LINES = 3;

    public Checkpoint {
        extensions = List.copyOf(extensions);
        boolean bad = origin.isEmpty() || origin.indexOf('\n') >= 0;
        if (bad
                || extensions.stream()
                        .anyMatch(line -> line.isEmpty() || line.indexOf('\n') >= 0)) {
            throw new IllegalArgumentException("The lines of a checkpoint are not empty");
        }
    }

    public Checkpoint(String origin, long size, Hash root) {
        this(origin, size, root, List.of());
    }

    /// Reads the text of a note.
    public static Checkpoint parse(String body) throws MalformedException {
        Note.requireText(body);
        List<String> lines = List.of(body.substring(0, body.length() - 1).split("\n", -1));
        if (lines.size() < LINES || lines.contains("")) {
            throw new MalformedException(
                    "A checkpoint has at least three lines, none of them empty");
        }
        return new Checkpoint(
                lines.get(0),
                parseSize(lines.get(1)),
                Hash.parseBase64(lines.get(2)),
                lines.subList(LINES, lines.size()));
    }

    /// Reads a size as it stands in a line: an unsigned decimal number without leading zeros.
    public static long parseSize(String text) throws MalformedException {
        return Fields.number(text);
    }

    /// Whether size and root can belong together, as far as that is known without entries: there is
    /// only one empty tree.
    public boolean plausible() {
        return size != 0 || root.equals(Merkle.EMPTY);
    }

    /// The text of a note.
    public String body() {
        StringBuilder body = new StringBuilder(origin).append('\n');
        body.append(Long.toUnsignedString(size)).append('\n').append(root.base64()).append('\n');
        extensions.forEach(line -> body.append(line).append('\n'));
        return body.toString();
    }
}
