// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.verifier;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.List;

/// A log that may end before the newer of two checkpoints that are compared with it. Then it is an
/// older copy and tells nothing, unless its own signature shows another history.
///
/// @param name as it was given
/// @param keys of the log
/// @param origin null when it must be the name of the keys
record OlderLog(Source source, String name, List<VerifierKey> keys, @Nullable String origin) {
    private static final String CHECK = "consistency";

    /// What there is to say when the log ends too early; null when it does not, or does not tell.
    @Nullable Check check(SignedCheckpoint before, SignedCheckpoint after)
            throws UsageException, IOException {
        SignedCheckpoint newest = newest();
        if (newest == null || !endsBefore(newest, after)) {
            return null;
        }
        long signed = timeOf(newest);
        if (signed >= 0 && isFork(newest.checkpoint(), before.checkpoint())) {
            return Check.wrong(
                    CHECK,
                    "FORK: %s has %s, signed, but does not start with those of the old checkpoint."
                                    .formatted(name, entries(newest))
                            + " Keep its checkpoint and tiles and the old checkpoint: if both"
                            + " signatures are right, they are the proof");
        }
        for (SignedCheckpoint larger : List.of(before, after)) {
            long then = timeOf(larger);
            if (endsBefore(newest, larger) && then > 0 && signed > then) {
                return Check.wrong(
                        CHECK,
                        "the log was rolled back: after it had signed %s it signed the %s of %s."
                                        .formatted(
                                                entries(larger),
                                                Decimal.grouped(newest.checkpoint().size()),
                                                name)
                                + " Keep both checkpoints: they are the proof");
            }
        }
        return Check.unknown(
                CHECK,
                "NOT CHECKED: %s has only %s and does not reach the new checkpoint of %s. Give a copy that was made after it, or the running server, with --log"
                        .formatted(
                                name, entries(newest), Decimal.grouped(after.checkpoint().size())));
    }

    private @Nullable SignedCheckpoint newest() throws IOException {
        Bytes content = new Bytes();
        try {
            boolean there = source.read("checkpoint", Note.MAX_BYTES, content);
            return there ? SignedCheckpoint.parse(content.copy()) : null;
        } catch (MalformedException e) {
            return null;
        }
    }

    private static boolean endsBefore(SignedCheckpoint one, SignedCheckpoint other) {
        return Long.compareUnsigned(one.checkpoint().size(), other.checkpoint().size()) < 0;
    }

    private static String entries(SignedCheckpoint signed) {
        return Decimal.count(signed.checkpoint().size(), "entry", "entries");
    }

    /// The newest time that a key of the log signed with, 0 when none states one, -1 when the
    /// signatures are not all right.
    private long timeOf(SignedCheckpoint signed) throws UsageException {
        try {
            return signed.signedBy(keys, origin).stream()
                    .mapToLong(KeyRing.Signer::time)
                    .max()
                    .orElse(-1);
        } catch (NotProvenException e) {
            return -1;
        }
    }

    /// Whether tiles that lead to the log's own root do not lead to an older one.
    private boolean isFork(Checkpoint newest, Checkpoint older) throws IOException {
        if (Long.compareUnsigned(newest.size(), older.size()) < 0) {
            return false;
        }
        TreeHashes tree = new TreeHashes(new Tiles(source), new Shape(newest.size()));
        try {
            return newest.size() == older.size()
                    ? !newest.root().equals(older.root())
                    : tree.root(newest.size()).equals(newest.root())
                            && !tree.root(older.size()).equals(older.root());
        } catch (NotProvenException e) {
            return false;
        }
    }
}
