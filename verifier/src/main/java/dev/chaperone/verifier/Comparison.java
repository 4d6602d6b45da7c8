// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.verifier;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.Arrays;

/// Compares entries of the journal with the tree. For one thread.
///
/// Where a bundle was proved, an entry that equals the bundle's needs no hash of its own, and the
/// tile of hashes is not read.
final class Comparison {
    private static final int LOW_BITS = TileName.WIDTH - 1;

    private final Tiles tiles;
    private final Leaves leaves;
    private final Shape shape;
    private final Settled settled;
    private final Hand hand;
    private final byte[] leaf = new byte[Hash.BYTES];
    private long tile = -1;
    private int width;
    private @Nullable HashList hashes;
    private boolean bundled;
    private long inBundle;

    /// @param leaves of which those that come along here are checked
    Comparison(Tiles tiles, Leaves leaves, Shape shape, Settled settled, Hand hand) {
        this.tiles = tiles;
        this.leaves = leaves;
        this.shape = shape;
        this.settled = settled;
        this.hand = hand;
    }

    /// What the tree says of an entry.
    enum Verdict {
        SAME,
        OTHER,
        UNKNOWN
    }

    /// @param from at least 1
    Verdict of(long index, byte[] bytes, int from, int length) throws IOException {
        if (index >>> Byte.SIZE != tile) {
            turnTo(index >>> Byte.SIZE);
        }
        if (isInBundle(index, bytes, from, length)) {
            return Verdict.SAME;
        }
        if (hashes == null) {
            hashes = read(new TileName(0, tile, width));
        }
        int at = (int) index & LOW_BITS;
        if (!hashes.isKnown(at)) {
            return Verdict.UNKNOWN;
        }
        hand.sha.leaf(bytes, from, length, leaf, 0);
        return hashes.get(at).isAt(leaf, 0) ? Verdict.SAME : Verdict.OTHER;
    }

    private boolean isInBundle(long index, byte[] bytes, int from, int length) {
        while (bundled && inBundle < index) {
            bundled = hand.entries.next();
            inBundle++;
        }
        int start = hand.entries.start();
        return bundled
                && inBundle == index
                && hand.entries.size() == length
                && Arrays.equals(
                        bytes, from, from + length, hand.bundle.array(), start, start + length);
    }

    private void turnTo(long index) throws IOException {
        tile = index;
        width = shape.width(0, index);
        boolean read = leaves.check(hand, index);
        hashes = settled.of(index);
        bundled = hashes == null && (read || settled.trustsBundle(index) && read(index));
        hand.entries.open(hand.bundle);
        inBundle = (index << Byte.SIZE) - 1;
    }

    private HashList read(TileName name) throws IOException {
        try {
            boolean there = tiles.read(name, hand.tile) != null;
            return there ? HashList.of(hand.tile, name.width()) : new HashList(name.width());
        } catch (UnreadableException e) {
            // The check of the tiles has named it.
            return new HashList(name.width());
        }
    }

    private boolean read(long index) throws IOException {
        try {
            return tiles.read(new TileName(TileName.ENTRIES, index, width), hand.bundle) != null;
        } catch (UnreadableException e) {
            // The check of the entries has named it.
            return false;
        }
    }
}
