// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.seats;

import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.ToolId;
import dev.chaperone.workspace.access.AccessKind;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// What is said of a list that is handed in.
///
/// @param plan of all accounts that state none of their own; null when nobody says
/// @param kind of all rows that state none of their own
/// @param asOf when the source was read
/// @param empty whether a list without rows is meant: it makes everything look gone
public record NewReading(
        SourceId source,
        ToolId tool,
        @Nullable PlanId plan,
        AccessKind kind,
        Instant asOf,
        boolean empty) {
    public NewReading {
        // As exactly as it is stored.
        asOf = asOf.truncatedTo(ChronoUnit.MILLIS);
    }
}
