// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.tlog;

import java.util.ArrayList;
import java.util.List;

/// Proof that a tree only grew: its older state is the beginning of the newer one (RFC 9162,
/// section 2.1.4).
///
/// @param from size of the older tree; unsigned
/// @param to size of the newer tree; unsigned
public record ConsistencyProof(long from, long to, List<Hash> path) {
    public ConsistencyProof {
        path = List.copyOf(path);
    }

    public void verify(Hash fromRoot, Hash toRoot) throws InvalidProofException {
        if (from == 0 || Long.compareUnsigned(from, to) > 0) {
            throw new InvalidProofException(
                    "There is no proof from size %s to size %s"
                            .formatted(Long.toUnsignedString(from), Long.toUnsignedString(to)));
        }
        if (from == to) {
            verifySame(fromRoot, toRoot);
        } else {
            verifyGrown(fromRoot, toRoot);
        }
    }

    private void verifySame(Hash fromRoot, Hash toRoot) throws InvalidProofException {
        if (!path.isEmpty()) {
            throw new InvalidProofException("Trees of the same size need no path");
        }
        if (!fromRoot.equals(toRoot)) {
            throw new InvalidProofException(
                    "Two roots of the same size: " + fromRoot + ", " + toRoot);
        }
    }

    private void verifyGrown(Hash fromRoot, Hash toRoot) throws InvalidProofException {
        if (path.isEmpty()) {
            throw new InvalidProofException("The path is empty");
        }
        List<Hash> hashes = new ArrayList<>(path);
        if (Long.bitCount(from) == 1) {
            // The older tree is a whole subtree of the newer one, so the path leaves its root out.
            hashes.addFirst(fromRoot);
        }
        // Up to here the edge of the older tree is a whole subtree.
        int whole = Long.numberOfTrailingZeros(from);
        long node = (from - 1) >>> whole;
        long last = (to - 1) >>> whole;
        Hash older = hashes.getFirst();
        Hash newer = older;
        for (Hash hash : hashes.subList(1, hashes.size())) {
            if (last == 0) {
                throw new InvalidProofException("The path is too long for the sizes");
            }
            if ((node & 1) == 1 || node == last) {
                older = Merkle.node(hash, older);
                newer = Merkle.node(hash, newer);
                int skipped = Long.numberOfTrailingZeros(node);
                node >>>= skipped;
                last >>>= skipped;
            } else {
                newer = Merkle.node(newer, hash);
            }
            node >>>= 1;
            last >>>= 1;
        }
        if (last != 0) {
            throw new InvalidProofException("The path is too short for the sizes");
        }
        requireRoot("older", older, fromRoot);
        requireRoot("newer", newer, toRoot);
    }

    private static void requireRoot(String which, Hash computed, Hash root)
            throws InvalidProofException {
        if (!computed.equals(root)) {
            throw new InvalidProofException(
                    "The path leads to the %s root %s, not to %s".formatted(which, computed, root));
        }
    }
}
