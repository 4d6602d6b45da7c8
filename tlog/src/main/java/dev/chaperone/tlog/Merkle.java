// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.tlog;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// The hashing of a Merkle tree (RFC 6962, section 2.1).
public final class Merkle {
    /// The root of the tree without entries.
    public static final Hash EMPTY = Hash.owning(sha256().digest());

    private static final byte LEAF = 0;
    private static final byte NODE = 1;

    // A digest is reused, because making one costs as much as hashing a node.
    private static final ThreadLocal<MessageDigest> DIGEST =
            ThreadLocal.withInitial(Merkle::sha256);

    private static final ThreadLocal<byte[]> NODE_INPUT =
            ThreadLocal.withInitial(() -> new byte[1 + 2 * Hash.BYTES]);

    private Merkle() {}

    public static Hash leaf(byte[] entry) {
        return leaf(entry, 0, entry.length);
    }

    /// The hash of the entry that stands in a part of an array.
    public static Hash leaf(byte[] array, int from, int to) {
        MessageDigest digest = DIGEST.get();
        digest.update(LEAF);
        digest.update(array, from, to - from);
        return Hash.owning(digest.digest());
    }

    public static Hash node(Hash left, Hash right) {
        // One update with all bytes takes less time than three.
        byte[] input = NODE_INPUT.get();
        input[0] = NODE;
        left.copyTo(input, 1);
        right.copyTo(input, 1 + Hash.BYTES);
        return Hash.owning(DIGEST.get().digest(input));
    }

    /// The root over hashes that stand one behind the other, such as a tile or an aligned part of
    /// it.
    ///
    /// @param count how many hashes; a power of two
    public static Hash root(byte[] hashes, int offset, int count) {
        if (Integer.bitCount(count) != 1) {
            throw new IllegalArgumentException("Not a power of two: " + count);
        }
        if (count == 1) {
            return Hash.at(hashes, offset);
        }
        byte[] level = halve(hashes, offset, count);
        for (int left = count / 2; left > 1; left /= 2) {
            level = halve(level, 0, left);
        }
        return Hash.owning(level);
    }

    private static byte[] halve(byte[] hashes, int offset, int count) {
        MessageDigest digest = DIGEST.get();
        byte[] halved = new byte[count / 2 * Hash.BYTES];
        int pair = 2 * Hash.BYTES;
        try {
            for (int i = 0; i < count / 2; i++) {
                digest.update(NODE);
                digest.update(hashes, offset + i * pair, pair);
                digest.digest(halved, i * Hash.BYTES, Hash.BYTES);
            }
        } catch (DigestException e) {
            throw new IllegalStateException("SHA-256 has no room for its 32 bytes", e);
        }
        return halved;
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no SHA-256", e);
        }
    }
}
