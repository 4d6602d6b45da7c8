// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.ledger.Event;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.vocabulary.ToolId;
import dev.chaperone.workspace.activity.Filter;
import dev.chaperone.workspace.activity.Interaction;
import dev.chaperone.workspace.activity.Interactions;
import dev.chaperone.workspace.activity.Scope;
import dev.chaperone.workspace.checklists.Heard;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// When somebody's tools were heard of last within thirty days, by what the ledger says of their
/// newest request. One that was refused shows a tool too.
record ToolsHeard(Interactions interactions, Clock clock) {
    private static final Duration WINDOW = Duration.ofDays(30);

    /// By any way in.
    Heard of(PersonId person) {
        return tool -> last(person, tool, null);
    }

    /// @param source the way in; null for any
    Optional<Instant> last(PersonId person, ToolId tool, Event.@Nullable Source source) {
        Filter filter =
                new Filter(
                        person.value(),
                        tool.value(),
                        null,
                        null,
                        null,
                        null,
                        null,
                        source == null ? null : source.written(),
                        null,
                        clock.instant().minus(WINDOW),
                        null,
                        null);
        return interactions.list(Scope.only(person), filter, null, 1).items().stream()
                .findFirst()
                .map(Interaction::at);
    }
}
