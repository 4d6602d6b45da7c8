// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.deliveries;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/// A message on its way.
///
/// @param channel `mail`, or the name of a webhook
/// @param recipient a person's id or an address; empty for a webhook
/// @param type of the event; `letter` for mail
/// @param subject heading of a letter, or the id of what an event is about
/// @param body text of a letter, or JSON
/// @param attempts made so far
/// @param next when it is tried next; null when it is not
/// @param problem of the last attempt; null when there was none
public record Delivery(
        String id,
        String channel,
        String recipient,
        String type,
        String subject,
        String body,
        Instant createdAt,
        int attempts,
        @Nullable Instant next,
        @Nullable Instant deliveredAt,
        @Nullable Instant givenUpAt,
        @Nullable String problem) {
    /// The channel of letters.
    public static final String MAIL = "mail";

    /// The type of letters.
    static final String LETTER = "letter";

    /// How it stands.
    public enum State {
        WAITING,
        DELIVERED,
        GIVEN_UP
    }

    public State state() {
        if (deliveredAt != null) {
            return State.DELIVERED;
        }
        return givenUpAt == null ? State.WAITING : State.GIVEN_UP;
    }
}
