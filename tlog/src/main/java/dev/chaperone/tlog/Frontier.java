// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.tlog;

import java.util.ArrayList;
import java.util.List;

/// The right edge of a growing tree: the roots of the whole subtrees that it consists of, at most
/// one of each size. All that is needed to append and to know the root. Not for several threads.
public final class Frontier {
    // The largest subtree first, so the youngest is at the end.
    private final List<Hash> subtrees;
    private long size;

    public Frontier() {
        this(0, new ArrayList<>());
    }

    private Frontier(long size, List<Hash> subtrees) {
        this.size = size;
        this.subtrees = subtrees;
    }

    /// The edge of a tree that is there already.
    ///
    /// @throws IllegalArgumentException unless a tree of the size has that many subtrees
    public static Frontier of(long size, List<Hash> subtreesLargestFirst) {
        if (Long.bitCount(size) != subtreesLargestFirst.size()) {
            throw new IllegalArgumentException(
                    "A tree of %s leaves has %d whole subtrees, not %d"
                            .formatted(
                                    Long.toUnsignedString(size),
                                    Long.bitCount(size),
                                    subtreesLargestFirst.size()));
        }
        return new Frontier(size, new ArrayList<>(subtreesLargestFirst));
    }

    public void append(Hash leaf) {
        Hash subtree = leaf;
        for (long merged = size; (merged & 1) == 1; merged >>>= 1) {
            subtree = Merkle.node(subtrees.removeLast(), subtree);
        }
        subtrees.add(subtree);
        size++;
    }

    public long size() {
        return size;
    }

    public Hash root() {
        if (subtrees.isEmpty()) {
            return Merkle.EMPTY;
        }
        Hash root = subtrees.getLast();
        for (int i = subtrees.size() - 2; i >= 0; i--) {
            root = Merkle.node(subtrees.get(i), root);
        }
        return root;
    }

    /// The roots of the whole subtrees, the largest first.
    public List<Hash> subtrees() {
        return List.copyOf(subtrees);
    }

    public Frontier copy() {
        return new Frontier(size, new ArrayList<>(subtrees));
    }
}
