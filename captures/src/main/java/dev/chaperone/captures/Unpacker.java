// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.captures;

import java.nio.ByteBuffer;

/// Reads what a [Packer] wrote.
///
/// @param bytes to be read, from the buffer's position on
record Unpacker(ByteBuffer bytes) {
    byte[] get(int length) {
        byte[] taken = new byte[length];
        bytes.get(taken);
        return taken;
    }

    int getByte() {
        return bytes.get() & 0xff;
    }

    long getNumber() {
        long value = 0;
        int shift = 0;
        while (true) {
            int b = bytes.get();
            value |= (b & 0x7fL) << shift;
            if (b >= 0) {
                return value;
            }
            shift += 7;
        }
    }

    int getInt() {
        return Math.toIntExact(getNumber());
    }

    long getSigned() {
        long value = getNumber();
        return (value >>> 1) ^ -(value & 1);
    }
}
