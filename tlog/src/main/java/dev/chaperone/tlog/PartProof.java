// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.tlog;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// Proof that a part of a tree, which has a root of its own, lies in it (a subtree consistency
/// proof of draft-ietf-plants-merkle-tree-certs). It is followed as the draft defines it, from the
/// root down; a part at the beginning is an older tree, for which [ConsistencyProof] is there.
///
/// @param start its first leaf; unsigned
/// @param end the leaf behind its last one; unsigned
/// @param size of the tree; unsigned
public record PartProof(long start, long end, long size, List<Hash> path) {
    public PartProof {
        path = List.copyOf(path);
    }

    /// The roots to which a proof leads.
    private record Roots(Hash part, Hash whole) {}

    public void verify(Hash part, Hash whole) throws InvalidProofException {
        if (start == end && path.isEmpty() && Long.compareUnsigned(end, size) <= 0) {
            require("part", Merkle.EMPTY, part);
            return;
        }
        if (!hasRoot(start, end) || Long.compareUnsigned(end, size) > 0) {
            throw new InvalidProofException("There is no such part of the tree");
        }
        Deque<Hash> hashes = new ArrayDeque<>(path);
        Roots reached = follow(start, end, size, true, part, hashes);
        if (!hashes.isEmpty()) {
            throw new InvalidProofException("The path is too long for the sizes");
        }
        require("part", reached.part(), part);
        require("whole", reached.whole(), whole);
    }

    /// Whether the leaves are those of a node, or of the edge of one that is not full.
    static boolean hasRoot(long start, long end) {
        if (Long.compareUnsigned(start, end) >= 0) {
            return false;
        }
        long length = end - start;
        long block = length == 1 ? 1 : Long.highestOneBit(length - 1) << 1;
        return block == 0 ? start == 0 : Long.remainderUnsigned(start, block) == 0;
    }

    /// @param known whether the part is the one that was asked for, whose root needs no hash
    /// @param hashes the path; taken from its end, as the outermost is written last
    private static Roots follow(
            long start, long end, long size, boolean known, Hash part, Deque<Hash> hashes)
            throws InvalidProofException {
        if (start == 0 && end == size) {
            Hash here = known ? part : next(hashes);
            return new Roots(here, here);
        }
        long left = Long.highestOneBit(size - 1);
        Hash beside = next(hashes);
        if (Long.compareUnsigned(end, left) <= 0) {
            Roots below = follow(start, end, left, known, part, hashes);
            return new Roots(below.part(), Merkle.node(below.whole(), beside));
        }
        if (Long.compareUnsigned(left, start) <= 0) {
            Roots below = follow(start - left, end - left, size - left, known, part, hashes);
            return new Roots(below.part(), Merkle.node(beside, below.whole()));
        }
        Roots below = follow(0, end - left, size - left, false, part, hashes);
        return new Roots(Merkle.node(beside, below.part()), Merkle.node(beside, below.whole()));
    }

    private static Hash next(Deque<Hash> hashes) throws InvalidProofException {
        if (hashes.isEmpty()) {
            throw new InvalidProofException("The path is too short for the sizes");
        }
        return hashes.removeLast();
    }

    private static void require(String which, Hash computed, Hash root)
            throws InvalidProofException {
        if (!computed.equals(root)) {
            throw new InvalidProofException(
                    "The path leads to the root %s of the %s, not to %s"
                            .formatted(computed, which, root));
        }
    }
}
