// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.tlog;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// Proof for one entry that can be verified offline (C2SP tlog-proof, version 1).
///
/// @param extra what the application adds; nobody signed it
/// @param index where the entry is; unsigned
/// @param path hashes from the entry's sibling up to a child of the root
/// @param checkpoint the signed note, with the cosignatures there are
@SuppressWarnings("ArrayRecordComponent") // extra is opaque; receipts are compared by their text
public record Receipt(byte @Nullable [] extra, long index, List<Hash> path, String checkpoint) {
    private static final String FIRST = "c2sp.org/tlog-proof@v1";
    private static final String EXTRA = "extra ";
    private static final String INDEX = "index ";
    private static final int LONGEST_PATH = 64;

    // Constructor and accessor are written out, because the compiler leaves the annotation of an
    // array
    // out of those that it makes.
    public Receipt(byte @Nullable [] extra, long index, List<Hash> path, String checkpoint) {
        this.extra = extra;
        this.index = index;
        this.path = List.copyOf(path);
        this.checkpoint = checkpoint;
    }

    @Override
    public byte @Nullable [] extra() {
        return extra;
    }

    /// A receipt with nothing added to it.
    public static Receipt of(long index, List<Hash> path, String checkpoint) {
        return new Receipt(null, index, path, checkpoint);
    }

    public static Receipt parse(String text) throws MalformedException {
        int end = text.indexOf("\n\n");
        if (end < 0 || end + 2 == text.length()) {
            throw new MalformedException("A receipt needs an empty line and a checkpoint");
        }
        List<String> lines = new ArrayList<>(List.of(text.substring(0, end).split("\n", -1)));
        if (!lines.removeFirst().equals(FIRST)) {
            throw new MalformedException("A receipt starts with " + FIRST);
        }
        byte[] extra = null;
        if (!lines.isEmpty() && lines.getFirst().startsWith(EXTRA)) {
            extra = Fields.base64(lines.removeFirst().substring(EXTRA.length()));
        }
        if (lines.isEmpty() || !lines.getFirst().startsWith(INDEX)) {
            throw new MalformedException("A receipt names the index of its entry");
        }
        long index = Fields.number(lines.removeFirst().substring(INDEX.length()));
        return new Receipt(extra, index, path(lines), text.substring(end + 2));
    }

    private static List<Hash> path(List<String> lines) throws MalformedException {
        if (lines.size() > LONGEST_PATH) {
            throw new MalformedException("A path of " + lines.size() + " hashes");
        }
        List<Hash> path = new ArrayList<>();
        for (String line : lines) {
            path.add(Hash.parseBase64(line));
        }
        return path;
    }

    public String format() {
        StringBuilder text = new StringBuilder(FIRST).append('\n');
        if (extra != null) {
            text.append(EXTRA).append(Fields.base64(extra)).append('\n');
        }
        text.append(INDEX).append(Long.toUnsignedString(index)).append('\n');
        path.forEach(hash -> text.append(hash.base64()).append('\n'));
        return text.append('\n').append(checkpoint).toString();
    }

    /// Verifies that the policy trusts the checkpoint and that the leaf is in its tree.
    ///
    /// @return the checkpoint
    public Checkpoint verify(Hash leaf, WitnessPolicy policy)
            throws MalformedException, UntrustedNoteException, InvalidProofException {
        Checkpoint trusted = policy.open(Note.parse(checkpoint)).checkpoint();
        new InclusionProof(index, trusted.size(), path).verify(leaf, trusted.root());
        return trusted;
    }
}
