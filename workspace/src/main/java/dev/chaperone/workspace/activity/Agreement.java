// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.activity;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Whether the tables of the activity say what the ledger says, as far as was looked.
///
/// @param position how many entries the walk under way has compared
/// @param size how many there are
/// @param whole when a whole walk last ended; null when none did since the start or the last
///   rebuild
/// @param missing how many requests of the ledger have no row
/// @param foreign how many rows come from no entry of the ledger
/// @param altered how many rows differ from their entries
/// @param choices how many values to choose from, and looks at people, are missing or come from
///   nowhere
/// @param hours how many hours are said to be where they are not
/// @param more whether there are so many that not all were counted
/// @param examples indices of the first intents that are concerned
/// @param unreadable how many entries could not be read, so that nothing was compared with them
/// @param faulty whether the last try failed; it goes on by itself when the fault is over
public record Agreement(
        long position,
        long size,
        @Nullable Instant whole,
        int missing,
        int foreign,
        int altered,
        int choices,
        int hours,
        boolean more,
        List<Long> examples,
        long unreadable,
        boolean faulty) {
    /// A walk that ended longer ago says nothing about today.
    private static final Duration FRESH = Duration.ofHours(25);

    public Agreement {
        examples = List.copyOf(examples);
    }

    /// What can be said in a word.
    public enum State {
        /// Not everything was looked at, or too long ago.
        NOT_CHECKED,
        AGREES,
        DIFFERS
    }

    public State state(Instant now) {
        if (missing + foreign + altered + choices + hours > 0) {
            return State.DIFFERS;
        }
        return whole == null || unreadable > 0 || whole.plus(FRESH).isBefore(now)
                ? State.NOT_CHECKED
                : State.AGREES;
    }
}
