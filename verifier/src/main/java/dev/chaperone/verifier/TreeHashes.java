// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.verifier;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Computes roots and consistency proofs from a ledger's tiles.
///
/// @param size of the tree that the tiles hold, unsigned
record TreeHashes(Tiles tiles, Shape size) {
    private static final int LEVEL_BITS = 8;

    /// The root that the tree had with its first entries.
    Hash root(long entries) throws IOException, NotProvenException {
        return entries == 0 ? Sha256.EMPTY_TREE : range(0, entries, new Sha256());
    }

    /// The proof that the tree of `to` entries continues the one of `from` (RFC 9162, section
    /// 2.1.4.1).
    List<Hash> consistency(long from, long to) throws IOException, NotProvenException {
        List<Hash> path = new ArrayList<>();
        prove(from, 0, to, true, path, new Sha256());
        return path;
    }

    private void prove(long from, long low, long high, boolean whole, List<Hash> path, Sha256 sha)
            throws IOException, NotProvenException {
        if (from == high) {
            if (!whole) {
                path.add(range(low, high, sha));
            }
            return;
        }
        long split = low + split(high - low);
        if (Long.compareUnsigned(from, split) <= 0) {
            prove(from, low, split, whole, path, sha);
            path.add(range(split, high, sha));
        } else {
            prove(from, split, high, false, path, sha);
            path.add(range(low, split, sha));
        }
    }

    /// The largest power of two below.
    private static long split(long count) {
        return Long.highestOneBit(count - 1);
    }

    private Hash range(long low, long high, Sha256 sha) throws IOException, NotProvenException {
        long count = high - low;
        if (Long.bitCount(count) == 1) {
            return stored(low, Long.numberOfTrailingZeros(count), sha);
        }
        long split = low + split(count);
        return sha.node(range(low, split, sha), range(split, high, sha));
    }

    private Hash stored(long low, int height, Sha256 sha) throws IOException, NotProvenException {
        int level = height / LEVEL_BITS;
        int count = 1 << height % LEVEL_BITS;
        long place = low >>> (LEVEL_BITS * level);
        long index = place >>> LEVEL_BITS;
        int from = (int) place & (TileName.WIDTH - 1);
        int width = size.width(level, index);
        if (width < from + count) {
            throw new NotProvenException("the log does not have so many entries");
        }
        TileName tile = new TileName(level, index, width);
        Bytes content = new Bytes();
        if (tiles.read(tile, content) == null || content.length() < (from + count) * Hash.BYTES) {
            throw new NotProvenException(tile.path() + " is missing or too short");
        }
        return sha.fold(content.array(), from * Hash.BYTES, count);
    }
}
