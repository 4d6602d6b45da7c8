// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.seats;

import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.ToolId;
import dev.chaperone.workspace.access.AccessKind;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/// One complete list of a source, as it was handed in.
///
/// @param number later readings of a source have a greater one
/// @param plan of the whole list; null when nobody said
/// @param kind what it is a list of
/// @param asOf when the source was read
/// @param by a person's id, `admin-token`, or a program's
/// @param at when it was handed in
/// @param digest SHA-256 of the bytes
/// @param entry of the ledger
public record SeatReading(
        long number,
        SourceId source,
        ToolId tool,
        @Nullable String plan,
        AccessKind kind,
        Instant asOf,
        String by,
        Instant at,
        Digest digest,
        Changes changes,
        long entry) {
    /// What a reading shows beside the one before it.
    ///
    /// @param rows of the list
    /// @param appeared accounts that the one before did not show
    /// @param gone accounts that only the one before shows
    /// @param changed accounts that both show, with something else
    public record Changes(long rows, long appeared, long gone, long changed) {}
}
