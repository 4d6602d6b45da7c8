// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.sources;

import dev.chaperone.ledger.Event;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.vocabulary.ToolId;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/// Somebody's tool that reports by one way in, or one that should and never did.
///
/// @param tool null when it is not known
/// @param person null when nobody was ever heard
/// @param first null when nobody was ever heard
public record Sender(
        Event.Source source,
        @Nullable ToolId tool,
        @Nullable PersonId person,
        @Nullable Instant first,
        @Nullable Instant last,
        Duration interval,
        State state) {

    /// Whether what a sender reports can be relied on.
    public enum State {
        /// Heard within its interval.
        OK,
        /// Heard before, but not within its interval.
        SILENT,
        /// Never heard, or it can not be told now.
        NO_DATA,
        /// The person may not use anything any more, so silence is as it should be.
        ENDED;

        /// The spelling in the API.
        public String written() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
