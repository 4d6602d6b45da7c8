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
/// @param pieces cover `body` without gap or overlap, in order; exactly as the commitment was made,
///   except for the last one of a body that was cut, which is a digest of what is left of it
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
    private static final int SALT_BYTES = 32;
    private static final int LONGEST_INTERACTION = 255;

    public Capture {
        pieces = List.copyOf(pieces);
        masked = List.copyOf(masked);
        require(level != CaptureLevel.METADATA, "At level metadata nothing is kept");
        require(salt.length == SALT_BYTES, "A salt has 32 bytes");
        require(length >= body.length, "A body is not longer than it was on the wire");
        require(isName(interaction), "Not the id of an interaction");
        int end = 0;
        for (Piece piece : pieces) {
            require(piece.from() == end && piece.to() >= end, "Pieces cover the body in order");
            end = piece.to();
        }
        require(end == body.length, "Pieces cover the whole body");
        int free = 0;
        for (Masked range : masked) {
            require(range.from() >= free && range.to() >= range.from(), "Ranges are in order");
            free = range.to();
        }
        require(free <= body.length, "Ranges are in the body");
    }

    private static boolean isName(String id) {
        return !id.isEmpty()
                && id.length() <= LONGEST_INTERACTION
                && id.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    private static void require(boolean fact, String otherwise) {
        if (!fact) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    /// A range of the body.
    public record Masked(int from, int to) {}
}
