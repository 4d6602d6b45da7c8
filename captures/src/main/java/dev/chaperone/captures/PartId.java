// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.captures;

import java.nio.ByteBuffer;

/// The keyed digest by which a part is known again within its drawer: the first 16 bytes of an
/// HMAC-SHA-256 of the part's SHA-256 and length.
record PartId(long high, long low) {
    static final int BYTES = 16;

    static PartId of(byte[] bytes, int at) {
        ByteBuffer words = ByteBuffer.wrap(bytes);
        return new PartId(words.getLong(at), words.getLong(at + Long.BYTES));
    }
}
