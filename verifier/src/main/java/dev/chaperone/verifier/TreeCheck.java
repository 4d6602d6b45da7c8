// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.verifier;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/// Checks all hash tiles of a tree from its root down: the partial tiles of the right edge lead to
/// the root, each hash in them is the root of a full tile one level below, and so on down to the
/// leaves, whose entries [EntriesCheck] looks at. So whatever does not fit is known to be the
/// damaged part, because what lies above it is proved. Full tiles of leaves have their turn last,
/// as [#leaves()].
final class TreeCheck {
    static final String HINT_COPY =
            "The checkpoint is newer than the tiles or the journal. If this is a copy that was made while the log"
                    + " was running, copy again in this order: checkpoint first, then vkey and"
                    + " witnessed, then tile/, then journal/. Tiles that are newer than the checkpoint"
                    + " do no harm.";

    private static final String PROVES =
            "the hashes of all entries lead to the root, so no entry was added, removed, changed"
                    + " or moved since it was signed";
    private static final String NO_FIT = "does not fit to the tile above it";

    private final Tiles tiles;
    private final Shape shape;
    private final EntriesCheck entries;
    private final Settled settled;
    private final Progress progress;
    private final Leaves leaves = new Leaves(this::check);
    private final Problems problems = new Problems();
    private final AtomicLong read = new AtomicLong();
    private volatile boolean missesGrowth;
    private boolean leadsToRoot;

    TreeCheck(Tiles tiles, Shape shape, EntriesCheck entries, Settled settled, Progress progress) {
        this.tiles = tiles;
        this.shape = shape;
        this.entries = entries;
        this.settled = settled;
        this.progress = progress;
    }

    /// A tile's content as it lies there.
    ///
    /// @param defect what can be seen to be wrong without knowing the right hashes
    private record Stored(HashList hashes, @Nullable Problem defect) {}

    /// Checks the tiles down to those of the leaves.
    void run(Hash root, Hand hand) throws IOException {
        List<TileName> edge = shape.edge();
        HashList stored = new HashList(shape.edgeHashes());
        HashList derived = new HashList(shape.edgeHashes());
        Stored[] found = new Stored[edge.size()];
        int at = 0;
        for (int i = 0; i < found.length; i++) {
            found[i] = stored(edge.get(i), hand, new HashList(edge.get(i).width()));
            stored.putAll(at, found[i].hashes());
            at += edge.get(i).width();
        }
        Predicate<HashList> proof =
                list -> list.isComplete() && shape.root(list.bytes(), hand.sha).equals(root);
        HashList right = stored;
        if (!proof.test(stored)) {
            derive(edge, derived, hand);
            right = HashList.settle(stored, derived, proof);
        }
        leadsToRoot = right != null;
        if (right == null) {
            problems.add(
                    Problem.of(
                            "checkpoint", "the tiles at the right edge do not lead to its root"));
        }
        at = 0;
        for (int i = 0; i < found.length; i++) {
            TileName tile = edge.get(i);
            HashList part = right == null ? null : right.part(at, tile.width());
            judge(tile, found[i], part);
            HashList guess = guess(tile, found[i].hashes(), derived.part(at, tile.width()));
            below(hand, tile, part == null ? guess : part, part != null);
            at += tile.width();
        }
    }

    private void derive(List<TileName> edge, HashList derived, Hand hand) throws IOException {
        int at = 0;
        for (TileName tile : edge) {
            derived.putAll(at, derived(tile, hand));
            at += tile.width();
        }
    }

    /// The full tiles of leaves, which wait to be checked.
    Leaves leaves() {
        return leaves;
    }

    /// Checks a full tile against the hash of it that the tile above has.
    ///
    /// @return whether it is one of leaves and the hand's bundle holds the right entries
    private boolean check(Hand hand, TileName tile, Hash expected, boolean proven)
            throws IOException {
        boolean lowest = tile.level() == 0;
        Stored stored = stored(tile, hand, lowest ? hand.stored(tile) : new HashList(tile.width()));
        Predicate<HashList> proof =
                list ->
                        list.isComplete()
                                && hand.sha.fold(list.bytes(), 0, TileName.WIDTH).equals(expected);
        if (proof.test(stored.hashes())) {
            judge(tile, stored, stored.hashes());
            return below(hand, tile, stored.hashes(), proven);
        }
        HashList derived = derived(tile, hand);
        HashList right = HashList.settle(stored.hashes(), derived, proof);
        judge(tile, stored, right);
        return below(
                hand,
                tile,
                right == null ? guess(tile, stored.hashes(), derived) : right,
                right != null && proven);
    }

    /// Goes on with what lies below a tile.
    ///
    /// @return whether these are leaves and the hand's bundle holds the right entries
    private boolean below(Hand hand, TileName tile, HashList hashes, boolean proven)
            throws IOException {
        if (tile.level() == 0) {
            progress.add(tile.width());
            return entries.check(hand, tile, hashes, proven);
        }
        if (!hashes.isComplete()) {
            int i = hashes.firstUnknown();
            problems.add(
                    Problem.at(
                            tile.path(),
                            first(tile, i),
                            "nothing can be told of %s, as %s is missing or damaged too"
                                    .formatted(
                                            EntriesCheck.range(first(tile, i), span(tile.level())),
                                            tile.child(i).path())));
        }
        if (tile.level() == 1) {
            leaves.add(tile, hashes, proven);
            return false;
        }
        for (int i = 0; i < tile.width(); i++) {
            if (hashes.isKnown(i)) {
                check(hand, tile.child(i), hashes.get(i), proven);
            }
        }
        return false;
    }

    /// @param hashes room for what is found
    private Stored stored(TileName tile, Hand hand, HashList hashes) throws IOException {
        hashes.knownUpTo(0);
        try {
            TileName found = tiles.read(tile, hand.tile);
            if (found == null) {
                missesGrowth = missesGrowth || isGrowing(tile);
                return new Stored(hashes, Problem.at(tile.path(), first(tile, 0), "is missing"));
            }
            read.incrementAndGet();
            hashes.take(hand.tile);
            int needed = Tiles.limit(found);
            int there = hand.tile.length();
            return new Stored(
                    hashes,
                    there == needed
                            ? null
                            : Problem.at(
                                    found.path(),
                                    first(tile, Math.min(there / Hash.BYTES, tile.width() - 1)),
                                    "has %s bytes instead of %d"
                                            .formatted(there > needed ? "more" : there, needed)));
        } catch (UnreadableException e) {
            return new Stored(
                    hashes, Problem.unreadable(tile.path(), String.valueOf(e.getMessage())));
        }
    }

    private boolean isGrowing(TileName tile) {
        return !tile.isFull() || tiles.hasNarrower(tile);
    }

    /// What lies one level below says of a tile's hashes.
    private HashList derived(TileName tile, Hand hand) throws IOException {
        if (tile.level() == 0) {
            return entries.derived(tile, hand);
        }
        HashList derived = new HashList(tile.width());
        for (int i = 0; i < tile.width(); i++) {
            HashList child = content(tile.child(i), hand);
            if (child.isComplete()) {
                derived.set(i, hand.sha.fold(child.bytes(), 0, TileName.WIDTH));
            }
        }
        return derived;
    }

    private HashList content(TileName tile, Hand hand) throws IOException {
        try {
            boolean there = tiles.read(tile, hand.tile) != null;
            return there ? HashList.of(hand.tile, tile.width()) : new HashList(tile.width());
        } catch (UnreadableException e) {
            // It is named when its own turn comes.
            return new HashList(tile.width());
        }
    }

    /// What to go on with where nothing is proved. Of the leaves only what is stored: what the
    /// entries say of them would prove the entries by themselves.
    private static HashList guess(TileName tile, HashList stored, HashList derived) {
        if (tile.level() == 0) {
            return stored;
        }
        HashList guess = new HashList(stored.width());
        for (int i = 0; i < stored.width(); i++) {
            HashList from = stored.isKnown(i) ? stored : derived;
            if (from.isKnown(i)) {
                guess.set(i, from.get(i));
            }
        }
        return guess;
    }

    /// Names what is wrong with a tile.
    ///
    /// @param right the true hashes, null when they are not known
    private void judge(TileName tile, Stored stored, @Nullable HashList right) {
        boolean asStored = right == stored.hashes();
        if (tile.level() == 0 && !asStored && (right == null || !right.agrees(stored.hashes()))) {
            settled.put(tile.index(), right == null ? new HashList(tile.width()) : right);
        }
        if (stored.defect() != null) {
            problems.add(stored.defect());
        } else if (right == null && tile.isFull()) {
            problems.add(Problem.at(tile.path(), first(tile, 0), NO_FIT));
        }
        if (right != null && !asStored) {
            compare(tile, stored.hashes(), right);
        }
    }

    private void compare(TileName tile, HashList stored, HashList right) {
        int first = -1;
        int more = -1;
        for (int i = 0; i < tile.width(); i++) {
            if (stored.isKnown(i) && !right.agreesAt(i, stored)) {
                first = first < 0 ? i : first;
                more++;
            }
        }
        if (first >= 0) {
            String which = EntriesCheck.range(first(tile, first), span(tile.level()));
            String rest = more == 0 ? "" : ", and %d more in this file".formatted(more);
            problems.add(
                    Problem.at(
                            tile.path(),
                            first(tile, first),
                            "the hash of %s is not the one in the tree%s".formatted(which, rest)));
        }
    }

    private static long first(TileName tile, int i) {
        return (tile.index() * TileName.WIDTH + i) * span(tile.level());
    }

    /// How many entries a hash of a level stands for.
    private static long span(int level) {
        return 1L << (Byte.SIZE * level);
    }

    boolean missesGrowth() {
        return missesGrowth || entries.missesGrowth();
    }

    /// Whether the tiles lead to the root at all.
    boolean isProven() {
        return leadsToRoot;
    }

    Check result() {
        return Check.of(
                "tiles",
                Decimal.count(read.get(), "hash tile", "hash tiles")
                        + " were followed from the root",
                PROVES,
                problems);
    }
}
