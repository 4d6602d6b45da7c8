// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.openings;

import dev.chaperone.captures.Drawer;
import dev.chaperone.captures.Side;
import dev.chaperone.vocabulary.CaptureLevel;
import dev.chaperone.vocabulary.Digest;
import dev.chaperone.workspace.erasures.Keeping;

import org.jspecify.annotations.Nullable;

/// What the ledger says about a body of an interaction, and whether what was kept of it is there.
///
/// @param entry index of the ledger entry that says so
/// @param bytes on the wire
/// @param level what was kept
/// @param failed whether the policy asked for more, which could not be kept
/// @param drawer where it was put; null at level metadata
/// @param keeping null at level metadata
public record CapturedBody(
        Side side,
        long entry,
        long bytes,
        Digest commitment,
        CaptureLevel level,
        boolean failed,
        @Nullable Drawer drawer,
        @Nullable Keeping keeping) {

    /// Whether a text was kept, be it gone by now.
    public boolean hasText() {
        return level == CaptureLevel.REDACTED || level == CaptureLevel.FULL;
    }

    /// Whether its text can be opened now, as far as the text itself is concerned.
    public boolean isOpenable() {
        return hasText() && (keeping instanceof Keeping.Kept || keeping instanceof Keeping.Held);
    }
}
