// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.sources;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.vocabulary.ToolId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Locale;

/// Something that is not as it should be, as far as the ways in tell. It is derived when it is read
/// and ends when its cause does.
///
/// @param tool null when it is not known
/// @param person null when it concerns nobody in particular
/// @param session the tool's name for the session it is about; null when it is about none
/// @param name of a mode or source; null when there is none
/// @param since null when it always was so
public record Finding(
        Kind kind,
        @Nullable ToolId tool,
        @Nullable PersonId person,
        @Nullable String session,
        @Nullable String name,
        @Nullable Instant since) {

    /// What is not as it should be.
    public enum Kind {
        /// A session came through the gateway that neither telemetry nor a hook tells of.
        SESSION_NOT_REPORTED,
        /// Telemetry tells of a session that came through none of the ways in.
        SESSION_PAST_THE_GATEWAY,
        /// A sender was not heard within its interval.
        SENDER_SILENT,
        /// A tool that is expected to report never did.
        SENDER_NEVER_HEARD,
        /// A tool works in a mode in which it asks nobody.
        ASKS_NOBODY;

        /// The spelling in the API.
        public String written() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
