// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.verifier;

import java.util.ArrayList;
import java.util.List;

/// Which tiles a tree of a given size has.
///
/// @param size unsigned
record Shape(long size) {
    /// Sizes have 64 bits, a level of tiles 8 of them.
    static final int LEVELS = 8;

    private static final int BITS = 8;

    /// The width of the partial tile at the right edge of a level, 0 when there is none.
    int edgeWidth(int level) {
        return (int) (size >>> (BITS * level)) & (TileName.WIDTH - 1);
    }

    /// How many full tiles a level has: the place of its partial tile.
    long fullTiles(int level) {
        return level + 1 >= LEVELS ? 0 : size >>> (BITS * (level + 1));
    }

    /// The partial tiles, which lead to the root: highest level first, so left to right.
    List<TileName> edge() {
        List<TileName> edge = new ArrayList<>();
        for (int level = LEVELS - 1; level >= 0; level--) {
            if (edgeWidth(level) > 0) {
                edge.add(new TileName(level, fullTiles(level), edgeWidth(level)));
            }
        }
        return edge;
    }

    /// Hashes in the partial tiles.
    int edgeHashes() {
        return edge().stream().mapToInt(TileName::width).sum();
    }

    /// The root over the hashes of the partial tiles, laid one behind the other.
    Hash root(byte[] hashes, Sha256 sha) {
        List<Hash> peaks = new ArrayList<>();
        int at = 0;
        for (TileName tile : edge()) {
            for (int count = TileName.WIDTH / 2; count > 0; count /= 2) {
                if ((tile.width() & count) != 0) {
                    peaks.add(sha.fold(hashes, at * Hash.BYTES, count));
                    at += count;
                }
            }
        }
        if (peaks.isEmpty()) {
            return Sha256.EMPTY_TREE;
        }
        Hash root = peaks.getLast();
        for (int i = peaks.size() - 2; i >= 0; i--) {
            root = sha.node(peaks.get(i), root);
        }
        return root;
    }

    /// How many of a level's tile at this place belong to the tree.
    int width(int level, long index) {
        int place = Long.compareUnsigned(index, fullTiles(level));
        return place < 0 ? TileName.WIDTH : place == 0 ? edgeWidth(level) : 0;
    }
}
