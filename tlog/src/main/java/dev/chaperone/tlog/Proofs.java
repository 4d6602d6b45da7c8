// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.tlog;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Proofs about a tree, computed from its tiles. A tree of a size can be asked about as long as its
/// tiles can be read, no matter how far the log has grown since.
public final class Proofs {
    private final Tiles tiles;

    public Proofs(Tiles tiles) {
        this.tiles = tiles;
    }

    public InclusionProof inclusion(long index, long size) throws IOException {
        Objects.checkIndex(index, size);
        Tree tree = new Tree(size);
        List<Hash> path = new ArrayList<>();
        long from = 0;
        long to = size;
        while (to - from > 1) {
            long middle = from + split(to - from);
            if (index < middle) {
                path.addFirst(tree.hash(middle, to));
                to = middle;
            } else {
                path.addFirst(tree.hash(from, middle));
                from = middle;
            }
        }
        return new InclusionProof(index, size, path);
    }

    public ConsistencyProof consistency(long from, long to) throws IOException {
        if (from <= 0 || from > to) {
            throw new IndexOutOfBoundsException(
                    "There is no proof from size %d to size %d".formatted(from, to));
        }
        Tree tree = new Tree(to);
        List<Hash> path = new ArrayList<>();
        long start = 0;
        long end = to;
        while (from < end) {
            long middle = start + split(end - start);
            if (from <= middle) {
                path.addFirst(tree.hash(middle, end));
                end = middle;
            } else {
                path.addFirst(tree.hash(start, middle));
                start = middle;
            }
        }
        // A subtree that starts at 0 is the older tree itself, whose root the verifier has.
        if (start > 0) {
            path.addFirst(tree.hash(start, end));
        }
        return new ConsistencyProof(from, to, path);
    }

    public Hash root(long size) throws IOException {
        return size == 0 ? Merkle.EMPTY : new Tree(size).hash(0, size);
    }

    public Hash leaf(long index, long size) throws IOException {
        Objects.checkIndex(index, size);
        return new Tree(size).hash(index, index + 1);
    }

    /// The right edge of the tree, from which it can go on growing.
    public Frontier frontier(long size) throws IOException {
        Tree tree = new Tree(size);
        List<Hash> subtrees = new ArrayList<>();
        for (long from = 0; from < size; ) {
            long next = from + Long.highestOneBit(size - from);
            subtrees.add(tree.hash(from, next));
            from = next;
        }
        return Frontier.of(size, subtrees);
    }

    /// The largest power of two that is smaller than the count.
    private static long split(long count) {
        return Long.highestOneBit(count - 1);
    }

    /// A tree of one size, which reads each tile once.
    private final class Tree {
        private final long size;
        private final Map<Tile, byte[]> read = new HashMap<>();

        Tree(long size) {
            this.size = size;
        }

        /// The hash over a range that the tree has as a node.
        Hash hash(long from, long to) throws IOException {
            if (Long.bitCount(to - from) == 1) {
                return whole(from, Long.numberOfTrailingZeros(to - from));
            }
            long middle = from + split(to - from);
            return Merkle.node(hash(from, middle), hash(middle, to));
        }

        /// The root of the 2^height leaves from a leaf on, taken from the highest tile that has it.
        private Hash whole(long from, int height) throws IOException {
            int level = height / Tile.HEIGHT;
            long first = from >>> (level * Tile.HEIGHT);
            Tile tile = Tile.at(level, first / Tile.FULL, size);
            int offset = (int) (first % Tile.FULL) * Hash.BYTES;
            return Merkle.root(content(tile), offset, 1 << (height % Tile.HEIGHT));
        }

        private byte[] content(Tile tile) throws IOException {
            byte[] content = read.get(tile);
            if (content == null) {
                content = tiles.read(tile);
                if (content.length < tile.bytes()) {
                    throw new IOException(
                            "%s has %d bytes instead of %d"
                                    .formatted(tile.path(), content.length, tile.bytes()));
                }
                read.put(tile, content);
            }
            return content;
        }
    }
}
