// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.verifier;

import java.util.List;

/// Follows proofs (RFC 9162, sections 2.1.3 and 2.1.4) to the root they lead to. Sizes and indices
/// are unsigned.
final class Proofs {
    private Proofs() {}

    /// Checks that the leaf at `index` is in the tree of `size` leaves that has the root.
    static void inclusion(long index, long size, Hash leaf, List<Hash> path, Hash root)
            throws NotProvenException {
        if (Long.compareUnsigned(index, size) >= 0) {
            throw new NotProvenException(
                    "entry %s can not be in a tree of %s"
                            .formatted(
                                    Decimal.format(index),
                                    Decimal.count(size, "entry", "entries")));
        }
        Sha256 sha = new Sha256();
        long node = index;
        long last = size - 1;
        Hash reached = leaf;
        for (Hash sibling : path) {
            if (last == 0) {
                throw new NotProvenException("the proof has more hashes than the tree has levels");
            }
            if ((node & 1) == 1 || node == last) {
                reached = sha.node(sibling, reached);
                while ((node & 1) == 0 && node != 0) {
                    node >>>= 1;
                    last >>>= 1;
                }
            } else {
                reached = sha.node(reached, sibling);
            }
            node >>>= 1;
            last >>>= 1;
        }
        if (last != 0) {
            throw new NotProvenException("the proof has fewer hashes than the tree has levels");
        }
        if (!reached.equals(root)) {
            throw new NotProvenException("the proof does not lead from this entry to the root");
        }
    }

    /// As [#inclusion], for the part `[start, end)` of a tree and its root.
    static void inclusionInPart(
            long index, long start, long end, Hash leaf, List<Hash> path, Hash root)
            throws NotProvenException {
        requirePart(start, end);
        if (Long.compareUnsigned(index, start) < 0) {
            throw new NotProvenException("the entry lies before the part");
        }
        inclusion(index - start, end - start, leaf, path, root);
    }

    /// Checks that the tree of `to` leaves continues the tree of `from` leaves.
    static void consistency(long from, long to, List<Hash> path, Hash fromRoot, Hash toRoot)
            throws NotProvenException {
        if (from == 0) {
            throw new NotProvenException("an empty tree needs no proof and has none");
        }
        consistencyOfPart(0, from, to, path, fromRoot, toRoot);
    }

    /// Checks that the leaves `[start, end)` have the root `part` in the tree of `size` leaves.
    static void consistencyOfPart(
            long start, long end, long size, List<Hash> path, Hash part, Hash root)
            throws NotProvenException {
        if (start == end && path.isEmpty() && Long.compareUnsigned(end, size) <= 0) {
            if (!part.equals(Sha256.EMPTY_TREE)) {
                throw new NotProvenException("no entries, but the root of some");
            }
            return;
        }
        requirePart(start, end);
        if (Long.compareUnsigned(end, size) > 0) {
            throw new NotProvenException("the first tree is larger than the second");
        }
        long first = start;
        long node = end - 1;
        long last = size - 1;
        boolean ends = node == last;
        while (first != node && (ends || (node & 1) == 1)) {
            first >>>= 1;
            node >>>= 1;
            last >>>= 1;
        }
        int used = 0;
        Hash inside = part;
        if (first != node) {
            if (path.isEmpty()) {
                throw new NotProvenException("the proof has too few hashes");
            }
            inside = path.getFirst();
            used = 1;
        }
        Sha256 sha = new Sha256();
        Hash whole = inside;
        for (Hash hash : path.subList(used, path.size())) {
            if (last == 0) {
                throw new NotProvenException("the proof has too many hashes");
            }
            if ((node & 1) == 1 || node == last) {
                if (Long.compareUnsigned(first, node) < 0) {
                    inside = sha.node(hash, inside);
                }
                whole = sha.node(hash, whole);
                while ((node & 1) == 0 && node != 0) {
                    first >>>= 1;
                    node >>>= 1;
                    last >>>= 1;
                }
            } else {
                whole = sha.node(whole, hash);
            }
            first >>>= 1;
            node >>>= 1;
            last >>>= 1;
        }
        if (last != 0) {
            throw new NotProvenException("the proof has too few hashes");
        }
        if (!inside.equals(part)) {
            throw new NotProvenException("the proof does not lead to the first root");
        }
        if (!whole.equals(root)) {
            throw new NotProvenException("the proof does not lead to the second root");
        }
    }

    /// A part has a root of its own when it starts at a multiple of the power of two that holds it.
    private static void requirePart(long start, long end) throws NotProvenException {
        if (Long.compareUnsigned(start, end) >= 0) {
            throw new NotProvenException("a part without entries has no proof");
        }
        long length = end - start;
        long block = length == 1 ? 1 : Long.highestOneBit(length - 1) << 1;
        boolean aligned = block == 0 ? start == 0 : (start & (block - 1)) == 0;
        if (!aligned) {
            throw new NotProvenException("no such part of a tree has a root");
        }
    }
}
