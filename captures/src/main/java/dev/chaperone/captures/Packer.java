// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.captures;

import java.util.Arrays;

/// Bytes that grow, and numbers written with as few of them as they need.
final class Packer {
    private byte[] bytes;
    private int length;

    Packer(int capacity) {
        this.bytes = new byte[capacity];
    }

    /// Forgets the content, and lets memory go that an unusually large one needed.
    void clear(int usual) {
        if (bytes.length > usual) {
            bytes = new byte[usual];
        }
        length = 0;
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    void put(byte[] source, int from, int to) {
        int more = to - from;
        reserve(more);
        System.arraycopy(source, from, bytes, length, more);
        length += more;
    }

    void put(byte[] source) {
        put(source, 0, source.length);
    }

    void putByte(int value) {
        reserve(1);
        bytes[length++] = (byte) value;
    }

    void putLong(long value) {
        for (int shift = Long.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            putByte((int) (value >>> shift));
        }
    }

    /// Seven bits a byte, the lowest first.
    void putNumber(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            putByte((int) (rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        putByte((int) rest);
    }

    /// A number that may be negative: small ones of either sign are short.
    void putSigned(long value) {
        putNumber((value << 1) ^ (value >> 63));
    }

    private void reserve(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
        }
    }
}
