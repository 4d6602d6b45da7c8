// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.verifier;

import java.util.ArrayList;
import java.util.List;

/// A proof that an entry is in a log (C2SP tlog-proof): the way to the root, and the checkpoint
/// with it.
///
/// @param index unsigned
/// @param checkpoint a signed note
record Receipt(long index, List<Hash> path, String checkpoint) {
    private static final String HEADER = "c2sp.org/tlog-proof@v1";
    private static final int LONGEST_PATH = 64;

    Receipt {
        path = List.copyOf(path);
    }

    static Receipt parse(String text) throws MalformedException {
        int end = text.indexOf("\n\n");
        if (end < 0) {
            throw new MalformedException("not a tlog-proof: no empty line before a checkpoint");
        }
        List<String> lines = new ArrayList<>(List.of(text.substring(0, end).split("\n", -1)));
        if (!HEADER.equals(lines.removeFirst())) {
            throw new MalformedException("not a tlog-proof: it does not start with " + HEADER);
        }
        if (!lines.isEmpty() && lines.getFirst().startsWith("extra ")) {
            // Nothing proves it, so nothing is made of it here.
            Base64Text.decode(lines.removeFirst().substring("extra ".length()));
        }
        if (lines.isEmpty() || !lines.getFirst().startsWith("index ")) {
            throw new MalformedException("not a tlog-proof: no index");
        }
        long index = Decimal.parse(lines.removeFirst().substring("index ".length()));
        return new Receipt(index, hashes(lines), text.substring(end + 2));
    }

    /// Reads one base64 hash a line.
    static List<Hash> hashes(List<String> lines) throws MalformedException {
        if (lines.size() > LONGEST_PATH) {
            throw new MalformedException("a proof has 64 hashes at most");
        }
        List<Hash> hashes = new ArrayList<>();
        for (String line : lines) {
            hashes.add(Hash.parse(line));
        }
        return hashes;
    }
}
