// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.tlog;

import java.util.List;

/// Proof that a leaf is in a tree (RFC 9162, section 2.1.3). Take the size from a signed
/// checkpoint, never from whoever brings the proof.
///
/// @param index where the leaf is; unsigned
/// @param size how many leaves the tree has; unsigned
/// @param path hashes from the leaf's sibling up to a child of the root
public record InclusionProof(long index, long size, List<Hash> path) {
    public InclusionProof {
        path = List.copyOf(path);
    }

    public void verify(Hash leaf, Hash root) throws InvalidProofException {
        Hash computed = rootFrom(leaf);
        if (!computed.equals(root)) {
            throw new InvalidProofException(
                    "The path leads to the root %s, not to %s".formatted(computed, root));
        }
    }

    /// The root to which the path leads.
    Hash rootFrom(Hash leaf) throws InvalidProofException {
        if (Long.compareUnsigned(index, size) >= 0) {
            throw new InvalidProofException(
                    "A tree of %s leaves has none at index %s"
                            .formatted(Long.toUnsignedString(size), Long.toUnsignedString(index)));
        }
        long node = index;
        long last = size - 1;
        Hash hash = leaf;
        for (Hash sibling : path) {
            if (last == 0) {
                throw new InvalidProofException("The path is too long for the size of the tree");
            }
            if ((node & 1) == 1 || node == last) {
                hash = Merkle.node(sibling, hash);
                // At the right edge levels without a sibling are skipped.
                int skipped = Long.numberOfTrailingZeros(node);
                node >>>= skipped;
                last >>>= skipped;
            } else {
                hash = Merkle.node(hash, sibling);
            }
            node >>>= 1;
            last >>>= 1;
        }
        if (last != 0) {
            throw new InvalidProofException("The path is too short for the size of the tree");
        }
        return hash;
    }
}
