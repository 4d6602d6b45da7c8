// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.witness;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.chaperone.tlog.Checkpoint;
import dev.chaperone.tlog.ConsistencyProof;
import dev.chaperone.tlog.Frontier;
import dev.chaperone.tlog.Hash;
import dev.chaperone.tlog.KeyType;
import dev.chaperone.tlog.Merkle;
import dev.chaperone.tlog.Note;
import dev.chaperone.tlog.Proofs;
import dev.chaperone.tlog.SigningKey;
import dev.chaperone.tlog.VerifierKey;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// A log in memory that can also lie: another history signed with the same key.
final class TestLog implements ConsistencySource {
    static final String ORIGIN = "example.com/log";
    private static final int MOST = 255;

    private final SigningKey key;
    private final List<Hash> roots = new ArrayList<>(List.of(Merkle.EMPTY));
    private final byte[] leaves = new byte[MOST * Hash.BYTES];

    private TestLog(SigningKey key, String history) {
        this.key = key;
        Frontier frontier = new Frontier();
        for (int i = 0; i < MOST; i++) {
            Hash leaf = Merkle.leaf((history + i).getBytes(UTF_8));
            leaf.copyTo(leaves, i * Hash.BYTES);
            frontier.append(leaf);
            roots.add(frontier.root());
        }
    }

    static TestLog create() {
        return named(ORIGIN);
    }

    static TestLog named(String origin) {
        return new TestLog(
                SigningKey.generate(KeyType.ED25519, origin, new SecureRandom()), "entry ");
    }

    /// The same log with another history from the first entry on.
    TestLog forked() {
        return new TestLog(key, "forged ");
    }

    VerifierKey vkey() {
        return key.verifier();
    }

    Note checkpoint(int size) {
        return signed(new Checkpoint(key.verifier().name(), size, roots.get(size)));
    }

    Note signed(Checkpoint checkpoint) {
        return new Note(checkpoint.body(), List.of(key.sign(checkpoint.body(), Instant.EPOCH)));
    }

    /// The body of a submission.
    String submission(int from, int to) throws IOException {
        List<Hash> path = from == 0 || from == to ? List.of() : between(from, to).path();
        return new Submission(from, path, checkpoint(to)).format();
    }

    @Override
    public ConsistencyProof between(long from, long to) throws IOException {
        return new Proofs(_ -> leaves).consistency(from, to);
    }
}
