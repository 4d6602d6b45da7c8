// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.captures;

/// A run of a body's bytes that is stored once, however often it comes again.
///
/// @param from its first byte in the body
/// @param to the byte behind its last one
/// @param sha256 of the bytes from `from` to `to`, 32 bytes
// A carrier: nobody compares it.
@SuppressWarnings("ArrayRecordComponent")
public record Piece(int from, int to, byte[] sha256) {
    private static final int SHA256_BYTES = 32;

    public Piece {
        if (sha256.length != SHA256_BYTES) {
            throw new IllegalArgumentException("A SHA-256 has 32 bytes, not " + sha256.length);
        }
    }
}
