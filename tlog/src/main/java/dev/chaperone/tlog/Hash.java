// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.tlog;

import java.util.Arrays;
import java.util.HexFormat;

/// A SHA-256 of a Merkle tree.
public final class Hash {
    /// How many bytes a hash has.
    public static final int BYTES = 32;

    private final byte[] bytes;

    private Hash(byte[] bytes) {
        this.bytes = bytes;
    }

    /// Copies the bytes.
    ///
    /// @throws IllegalArgumentException unless there are 32 bytes
    public static Hash of(byte[] bytes) {
        return at(bytes, 0, bytes.length);
    }

    /// The hash that starts at an offset of something longer, such as a tile.
    public static Hash at(byte[] bytes, int offset) {
        return at(bytes, offset, offset + BYTES);
    }

    private static Hash at(byte[] bytes, int from, int to) {
        if (to - from != BYTES || to > bytes.length) {
            throw new IllegalArgumentException(
                    "A hash has 32 bytes, not " + (Math.min(to, bytes.length) - from));
        }
        return new Hash(Arrays.copyOfRange(bytes, from, to));
    }

    public static Hash parseBase64(String text) throws MalformedException {
        byte[] bytes = Fields.base64(text);
        if (bytes.length != BYTES) {
            throw new MalformedException("A hash has 32 bytes, not " + bytes.length);
        }
        return new Hash(bytes);
    }

    /// Takes the array over.
    static Hash owning(byte[] bytes) {
        return new Hash(bytes);
    }

    /// The array itself, for those who only read it.
    byte[] raw() {
        return bytes;
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    /// Writes the 32 bytes into an array.
    public void copyTo(byte[] target, int offset) {
        System.arraycopy(bytes, 0, target, offset, BYTES);
    }

    public String base64() {
        return Fields.base64(bytes);
    }

    public String hex() {
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Hash hash && Arrays.equals(bytes, hash.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return base64();
    }
}
