// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.seats;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.vocabulary.ToolId;
import dev.chaperone.workspace.access.AccessKind;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/// An account of somebody, or one that may be theirs, on a list: it is still there, or since some
/// reading it is not.
///
/// @param name as the list calls it; null when it does not
/// @param plan as the last reading that showed it called it; null when it did not
/// @param shown whether the newest reading shows it as one that can be used
/// @param goneWith number of the first reading that did not show it any more; 0 while it is shown
/// @param goneAsOf when the source was read for that one; the epoch while it is shown
public record SeatTrace(
        PersonId person,
        SourceId source,
        ToolId tool,
        String account,
        AccessKind kind,
        @Nullable String name,
        @Nullable String plan,
        boolean shown,
        long goneWith,
        Instant goneAsOf) {}
