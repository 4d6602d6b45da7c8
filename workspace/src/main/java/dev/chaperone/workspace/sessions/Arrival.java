// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.sessions;

import dev.chaperone.vocabulary.PersonId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/// Somebody who was found out to be who they say.
///
/// @param person null for the holder of the administrator token
/// @param method how, for example `password+totp`
/// @param authenticated when
/// @param address from where they come
/// @param agent as the browser names itself; cut when it is long
public record Arrival(
        @Nullable PersonId person,
        String method,
        Instant authenticated,
        String address,
        String agent) {
    private static final int LONGEST_AGENT = 300;

    public Arrival {
        agent = agent.replaceAll("\\p{Cntrl}", " ");
        agent = agent.length() > LONGEST_AGENT ? agent.substring(0, LONGEST_AGENT) : agent;
    }
}
