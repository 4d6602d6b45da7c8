// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.verifier;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/// The tiles of leaves that wait to be checked with their entries, each once: by whoever comes to
/// the same entries in the journal, so that a bundle is read only once, or else at the end. Safe
/// for use by many threads when all are added.
final class Leaves {
    private final Work work;
    private final Map<Long, Parent> parents = new TreeMap<>();

    /// How a tile of leaves is checked.
    interface Work {
        /// Checks a tile and its bundle.
        ///
        /// @param expected the hash of it that the tile above has
        /// @return whether the hand's bundle holds the right entries now
        boolean check(Hand hand, TileName leaves, Hash expected, boolean proven) throws IOException;
    }

    Leaves(Work work) {
        this.work = work;
    }

    /// A tile of level 1, whose children are tiles of leaves.
    private static final class Parent {
        private final TileName tile;
        private final HashList hashes;
        private final boolean proven;
        private final boolean[] taken;

        Parent(TileName tile, HashList hashes, boolean proven) {
            this.tile = tile;
            this.hashes = hashes;
            this.proven = proven;
            this.taken = new boolean[tile.width()];
        }

        /// Whether it is for the caller to check a child.
        synchronized boolean take(int child) {
            boolean free = child < taken.length && hashes.isKnown(child) && !taken[child];
            if (free) {
                taken[child] = true;
            }
            return free;
        }
    }

    /// @param proven whether the hashes were proved
    void add(TileName parent, HashList hashes, boolean proven) {
        parents.put(parent.index(), new Parent(parent, hashes, proven));
    }

    /// Checks a tile of leaves, unless that was done or can not be.
    ///
    /// @return whether it was done now and the hand's bundle holds the right entries
    boolean check(Hand hand, long index) throws IOException {
        Parent parent = parents.get(index >>> Byte.SIZE);
        int child = (int) index & TileName.WIDTH - 1;
        return parent != null
                && parent.take(child)
                && work.check(
                        hand, parent.tile.child(child), parent.hashes.get(child), parent.proven);
    }

    /// Checks all that still wait.
    void checkRest(Workers workers) throws IOException {
        for (Parent parent : parents.values()) {
            long first = parent.tile.index() * TileName.WIDTH;
            workers.each(parent.tile.width(), (hand, i) -> check(hand, first + i));
        }
    }
}
