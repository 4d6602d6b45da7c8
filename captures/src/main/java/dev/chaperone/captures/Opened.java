// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.captures;

import dev.chaperone.vocabulary.CaptureLevel;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// A body that was kept, put together again.
///
/// @param salt of the commitment in the ledger
/// @param body empty at level digest
/// @param length of the body that was on the wire
/// @param exact whether `body` is byte for byte what was on the wire
/// @param pieces of the body that was on the wire, in order, as the commitment in the ledger was
///   made: with them, the salt and the length it can be computed again. Not of what was cut off
// A carrier: nobody compares it.
@SuppressWarnings("ArrayRecordComponent")
public record Opened(
        CaptureLevel level,
        byte[] salt,
        byte[] body,
        long length,
        boolean exact,
        List<Sum> pieces) {
    public Opened {
        pieces = List.copyOf(pieces);
    }

    /// Whether the commitment in the ledger can be computed from `pieces`.
    public boolean provable() {
        return pieces.stream().allMatch(sum -> sum.sha256() != null)
                && pieces.stream().mapToLong(Sum::length).sum() == length;
    }

    /// Length and SHA-256 of a piece of the body that was on the wire, before anything was masked.
    ///
    /// @param sha256 32 bytes, null at level digest, which keeps only a keyed digest
    @SuppressWarnings("ArrayRecordComponent")
    public record Sum(int length, byte @Nullable [] sha256) {}
}
