// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.seats;

import dev.chaperone.vocabulary.ToolId;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;

/// A list of a vendor, and how much it can be relied on.
///
/// @param source null: the policy allows a tool whose accounts no list shows
/// @param newest null: never read
/// @param accounts on the newest reading that can be used
/// @param unresolved of them nobody's
public record SeatSource(
        @Nullable SourceId source,
        ToolId tool,
        @Nullable SeatReading newest,
        long accounts,
        long unresolved) {
    /// What was read longer ago tells nothing of now.
    public static final Duration FRESH = Duration.ofDays(7);

    /// How much is known: nobody sets it.
    public enum State {
        /// Nobody ever handed a list in.
        NEVER_READ,
        /// The newest list is too old to tell how it is now.
        OLD,
        READ
    }

    public State state(Instant now) {
        if (newest == null) {
            return State.NEVER_READ;
        }
        return newest.asOf().plus(FRESH).isBefore(now) ? State.OLD : State.READ;
    }
}
