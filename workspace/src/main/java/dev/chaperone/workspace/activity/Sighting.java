// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.activity;

import dev.chaperone.ledger.Event;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.vocabulary.ToolId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/// Somebody or something that entries show to have been there, from when to when.
///
/// @param name of the session, MCP server or mode; empty for a sender
/// @param tool null when it is not known
/// @param first by the clock of the gateway, as are all these times
public record Sighting(
        String name,
        Event.Source source,
        @Nullable ToolId tool,
        PersonId person,
        Instant first,
        Instant last) {}
