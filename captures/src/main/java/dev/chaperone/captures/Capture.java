// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.captures;

import dev.chaperone.vocabulary.CaptureLevel;

import java.util.List;

/// A body to be kept.
///
/// @param interaction id of the interaction it belongs to
/// @param level never [CaptureLevel#METADATA]
/// @param salt of the commitment in the ledger, 32 bytes; kept with the body
/// @param body the bytes; not changed by anybody any more
/// @param length of the body that was on the wire; more than `body` holds when it was cut
/// @param pieces cover the body without gap or overlap, in order, exactly as the commitment was
///   made
/// @param masked what must not be kept at level redacted: ranges of the body, in order, without
///   overlap; overwritten with `*`
// A carrier: nobody compares it.
@SuppressWarnings("ArrayRecordComponent")
public record Capture(
        Drawer drawer,
        String interaction,
        Side side,
        CaptureLevel level,
        byte[] salt,
        byte[] body,
        long length,
        List<Piece> pieces,
        List<Masked> masked) {
    public Capture {
        pieces = List.copyOf(pieces);
        masked = List.copyOf(masked);
    }

    /// A range of the body.
    public record Masked(int from, int to) {}
}
