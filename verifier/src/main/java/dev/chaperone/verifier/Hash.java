// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.verifier;

import java.util.Arrays;
import java.util.HexFormat;

/// A SHA-256 of a Merkle tree.
final class Hash {
    static final int BYTES = 32;

    private final byte[] bytes;

    private Hash(byte[] bytes) {
        this.bytes = bytes;
    }

    static Hash of(byte[] bytes) throws MalformedException {
        if (bytes.length != BYTES) {
            throw new MalformedException("a hash has 32 bytes, not " + bytes.length);
        }
        return new Hash(bytes.clone());
    }

    static Hash at(byte[] bytes, int from) {
        return new Hash(Arrays.copyOfRange(bytes, from, from + BYTES));
    }

    static Hash parse(String base64) throws MalformedException {
        return of(Base64Text.decode(base64));
    }

    byte[] bytes() {
        return bytes.clone();
    }

    void copyTo(byte[] into, int at) {
        System.arraycopy(bytes, 0, into, at, BYTES);
    }

    boolean isAt(byte[] other, int from) {
        return Arrays.equals(bytes, 0, BYTES, other, from, from + BYTES);
    }

    String hex() {
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

    /// Base64, as the formats write it.
    @Override
    public String toString() {
        return Base64Text.encode(bytes);
    }
}
