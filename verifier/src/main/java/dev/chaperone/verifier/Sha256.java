// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.verifier;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// Computes the hashes of a Merkle tree (RFC 6962, section 2.1) in place, without garbage. For one
/// thread at a time.
final class Sha256 {
    static final Hash EMPTY_TREE = Hash.at(newDigest().digest(), 0);

    private static final int NODE = 1 + 2 * Hash.BYTES;

    private final MessageDigest digest = newDigest();
    private final byte[] node = new byte[NODE];
    private final byte[] folding = new byte[TileName.WIDTH * Hash.BYTES];

    Sha256() {
        node[0] = 1;
    }

    static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no SHA-256", e);
        }
    }

    Hash leaf(byte[] entry) {
        digest.update((byte) 0);
        return Hash.at(digest.digest(entry), 0);
    }

    /// The hash of an entry that lies behind at least one other byte. That byte serves as the
    /// prefix for a moment, so that the digest gets all in one piece.
    void leaf(byte[] bytes, int from, int length, byte[] into, int at) {
        byte before = bytes[from - 1];
        bytes[from - 1] = 0;
        digest.update(bytes, from - 1, length + 1);
        bytes[from - 1] = before;
        finish(into, at);
    }

    Hash node(Hash left, Hash right) {
        left.copyTo(node, 1);
        right.copyTo(node, 1 + Hash.BYTES);
        return Hash.at(digest.digest(node), 0);
    }

    /// The root over `count` hashes, a power of two up to 256.
    Hash fold(byte[] hashes, int from, int count) {
        System.arraycopy(hashes, from, folding, 0, count * Hash.BYTES);
        for (int left = count; left > 1; left /= 2) {
            for (int i = 0; i < left / 2; i++) {
                System.arraycopy(folding, 2 * i * Hash.BYTES, node, 1, 2 * Hash.BYTES);
                digest.update(node, 0, NODE);
                finish(folding, i * Hash.BYTES);
            }
        }
        return Hash.at(folding, 0);
    }

    private void finish(byte[] into, int at) {
        try {
            digest.digest(into, at, Hash.BYTES);
        } catch (DigestException e) {
            throw new IllegalStateException("No room for a hash", e);
        }
    }
}
