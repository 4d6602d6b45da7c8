// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.verifier;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Checks what others say of the log: the newest checkpoint that witnesses cosigned is of the same
/// log, not newer than the log's own, and of the same tree.
final class WitnessCheck {
    private static final String NAME = "witnesses";
    private static final String PROVES =
            "someone else saw this very tree at that time and saw it only grow, so what is older can"
                    + " not be rewritten without them";

    private final Tiles tiles;
    private final SignedCheckpoint newest;
    private final List<VerifierKey> keys;
    private final @Nullable String origin;
    private final List<VerifierKey> witnesses;

    /// @param keys of the log
    /// @param witnesses each of which must have cosigned
    WitnessCheck(
            Tiles tiles,
            SignedCheckpoint newest,
            List<VerifierKey> keys,
            @Nullable String origin,
            List<VerifierKey> witnesses) {
        this.tiles = tiles;
        this.newest = newest;
        this.keys = keys;
        this.origin = origin;
        this.witnesses = witnesses;
    }

    /// @param witnessed the file of that name, null when there is none
    void run(byte @Nullable [] witnessed, Report report) throws UsageException, IOException {
        List<SignedCheckpoint> seen = new ArrayList<>(List.of(newest));
        if (witnessed != null) {
            try {
                SignedCheckpoint older = SignedCheckpoint.parse(witnessed);
                report.add(sameTree(older));
                seen.add(older);
            } catch (MalformedException e) {
                report.add(Check.wrong("witnessed", "is damaged: " + e.fact()));
            }
        }
        if (witnesses.isEmpty()) {
            report.add(
                    Check.notMade(
                            NAME, "not checked: give the keys of witnesses with --witness-vkey"));
        }
        for (VerifierKey witness : witnesses) {
            report.add(cosigned(witness, seen));
        }
    }

    private Check sameTree(SignedCheckpoint older) throws UsageException, IOException {
        Checkpoint then = older.checkpoint();
        Checkpoint now = newest.checkpoint();
        try {
            if (!keys.isEmpty()) {
                older.signedBy(keys, origin);
            }
            if (Long.compareUnsigned(then.size(), now.size()) > 0) {
                throw new NotProvenException(
                        "witnesses saw %s, but the log has only %s now: it was rolled back"
                                .formatted(
                                        Decimal.count(then.size(), "entry", "entries"),
                                        Decimal.grouped(now.size())));
            }
            Hash root =
                    then.size() == now.size()
                            ? now.root()
                            : new TreeHashes(tiles, new Shape(now.size())).root(then.size());
            if (!root.equals(then.root())) {
                throw new NotProvenException(
                        "the first %s of the log are not those that witnesses saw: it was forked"
                                .formatted(Decimal.count(then.size(), "entry", "entries")));
            }
            return Check.fine(
                    "witnessed",
                    "the checkpoint of %s is of the same tree"
                            .formatted(Decimal.count(then.size(), "entry", "entries")),
                    "the log continues what was shown to witnesses");
        } catch (NotProvenException e) {
            return Check.wrong("witnessed", e.fact());
        } catch (UnreadableException e) {
            return Check.unknown("witnessed", String.valueOf(e.getMessage()));
        }
    }

    static Check cosigned(VerifierKey witness, List<SignedCheckpoint> seen) throws UsageException {
        KeyRing ring = new KeyRing(List.of(witness));
        for (SignedCheckpoint each : seen) {
            try {
                List<KeyRing.Signer> signers = ring.signersOf(each.note());
                if (!signers.isEmpty()) {
                    return Check.fine(
                            NAME,
                            "%s cosigned %s".formatted(signers.getFirst(), each.title()),
                            PROVES);
                }
            } catch (NotProvenException e) {
                return Check.wrong(NAME, e.fact());
            }
        }
        return Check.wrong(NAME, "there is no cosignature by " + witness.title());
    }
}
