// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.verifier;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

/// Checks the bundles of entries against the leaf hashes, which must have been proved before. Safe
/// for use by many threads, each with its own [Hand].
final class EntriesCheck {
    private static final String PROVES =
            "each entry is, byte for byte, the one that was hashed into the tree";

    private final Tiles tiles;
    private final long minimum;
    private final long written;
    private final Settled settled;
    private final Problems problems = new Problems();
    private final AtomicLong checked = new AtomicLong();
    private final AtomicLong unproven = new AtomicLong();
    private final AtomicLong pruned = new AtomicLong();
    private final AtomicLong later = new AtomicLong();
    private volatile @Nullable String notShown;
    private volatile boolean missesGrowth;

    /// @param minimum the first entry that must be there
    /// @param written the first entry that may be in the journal only
    EntriesCheck(Tiles tiles, long minimum, long written, Settled settled) {
        this.tiles = tiles;
        this.minimum = minimum;
        this.written = written;
        this.settled = settled;
    }

    /// Checks a bundle.
    ///
    /// @param leaves a tile of level 0
    /// @param right its hashes
    /// @param proven whether the hashes were proved; else the entries are only compared with them
    /// @return whether the hand's bundle holds the entries that were hashed
    boolean check(Hand hand, TileName leaves, HashList right, boolean proven) throws IOException {
        if (notShown != null) {
            return false;
        }
        TileName bundle = bundleOf(leaves);
        TileName found = read(bundle, hand);
        if (found == null) {
            settled.doubtBundle(leaves.index());
            return false;
        }
        HashList derived = hand.derived(leaves);
        hand.entries.open(hand.bundle);
        int there = hand.entries.hash(hand.sha, leaves.width(), derived.bytes());
        derived.knownUpTo(there);
        boolean agrees = right.agrees(derived);
        if (agrees) {
            (proven ? checked : unproven).addAndGet(leaves.width());
        } else {
            settled.doubtBundle(leaves.index());
            name(found.path(), leaves, right, derived, proven);
        }
        boolean tooLong = found.width() == leaves.width() && hand.entries.left() > 0;
        if (there == leaves.width() && tooLong) {
            problems.add(
                    Problem.of(
                            found.path(),
                            "%d bytes lie behind its last entry".formatted(hand.entries.left())));
        }
        return agrees;
    }

    private static TileName bundleOf(TileName leaves) {
        return new TileName(TileName.ENTRIES, leaves.index(), leaves.width());
    }

    private @Nullable TileName read(TileName bundle, Hand hand) throws IOException {
        long first = bundle.index() * TileName.WIDTH;
        try {
            TileName found = tiles.read(bundle, hand.bundle);
            if (found == null) {
                missing(bundle, first);
            }
            return found;
        } catch (UnreadableException e) {
            problems.add(Problem.unreadable(bundle.path(), String.valueOf(e.getMessage())));
        } catch (NotAllowedException e) {
            notShown = String.valueOf(e.getMessage());
        }
        return null;
    }

    private void missing(TileName bundle, long first) {
        if (Long.compareUnsigned(first + TileName.WIDTH, minimum) <= 0) {
            pruned.addAndGet(bundle.width());
            return;
        }
        if (Long.compareUnsigned(first, written) >= 0) {
            later.addAndGet(bundle.width());
            return;
        }
        missesGrowth = missesGrowth || !bundle.isFull() || tiles.hasNarrower(bundle);
        problems.add(
                Problem.at(bundle.path(), first, "is missing: " + range(first, bundle.width())));
    }

    private void name(
            String path, TileName leaves, HashList right, HashList derived, boolean proven) {
        if (!right.isComplete()) {
            long from = leaves.index() * TileName.WIDTH;
            problems.add(
                    Problem.at(
                            path,
                            from,
                            "%s can not be proved, as they do not fit to the tree and %s is missing or damaged too"
                                    .formatted(range(from, leaves.width()), leaves.path())));
            return;
        }
        int first = -1;
        int more = 0;
        for (int i = 0; i < leaves.width(); i++) {
            if (!right.agreesAt(i, derived)) {
                first = first < 0 ? i : first;
                more++;
            }
        }
        if (first >= 0) {
            long entry = leaves.index() * TileName.WIDTH + first;
            String fact =
                    !derived.isKnown(first)
                            ? " is not there: the file breaks off, or a length in it is wrong"
                            : proven
                                    ? " is not the one in the tree"
                                    : " does not fit to " + leaves.path();
            String rest = more == 1 ? "" : ", and %d more in this file".formatted(more - 1);
            problems.add(Problem.at(path, entry, "entry " + Decimal.format(entry) + fact + rest));
        }
    }

    /// What the entries say of the leaf hashes; none where the entries are not shown or not whole.
    HashList derived(TileName leaves, Hand hand) throws IOException {
        HashList derived = new HashList(leaves.width());
        try {
            if (notShown == null && tiles.read(bundleOf(leaves), hand.bundle) != null) {
                hand.entries.open(hand.bundle);
                derived.knownUpTo(hand.entries.hash(hand.sha, leaves.width(), derived.bytes()));
            }
        } catch (UnreadableException | NotAllowedException e) {
            return new HashList(leaves.width());
        }
        return derived;
    }

    static String range(long first, long count) {
        return count == 1
                ? "entry " + Decimal.format(first)
                : "entries %s to %s"
                        .formatted(Decimal.format(first), Decimal.format(first + count - 1));
    }

    /// Whether a bundle is missing that a growing log writes last.
    boolean missesGrowth() {
        return missesGrowth;
    }

    Check result() {
        String why = notShown;
        if (why != null && problems.isEmpty()) {
            return Check.unknown(
                    "entries",
                    "the entries were NOT CHECKED, only their hashes: "
                            + why
                            + ". Give a token of the auditor role with CHAPERONE_TOKEN or --token");
        }
        if (unproven.get() > 0 && problems.isEmpty()) {
            return Check.notMade(
                    "entries",
                    Decimal.count(unproven.get(), "entry agrees", "entries agree")
                            + " with the tiles, which are not proved themselves");
        }
        String gone =
                pruned.get() == 0
                        ? ""
                        : ", and %s before minimum-index %s are gone, which the tree still counts"
                                .formatted(Decimal.grouped(pruned.get()), Decimal.grouped(minimum));
        String inJournal =
                later.get() == 0
                        ? ""
                        : ", and %s in the journal only, which writes bundles when it has the time"
                                .formatted(Decimal.count(later.get(), "entry is", "entries are"));
        return Check.of(
                "entries",
                Decimal.count(checked.get(), "entry was", "entries were")
                        + " hashed and compared"
                        + gone
                        + inJournal,
                PROVES,
                problems);
    }
}
