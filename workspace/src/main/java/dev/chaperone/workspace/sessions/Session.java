// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.sessions;

import dev.chaperone.vocabulary.PersonId;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;

/// Somebody who is signed in on the pages.
///
/// @param id names the session and opens nothing: the browser's cookie is another secret
/// @param person null for the holder of the administrator token
/// @param method how it is known who it is, for example `password+totp`
/// @param authenticated when that was found out; with an identity provider that can be long before
/// @param seen to the minute
/// @param agent as the browser names itself
/// @param ended null while nobody ended it
public record Session(
        String id,
        @Nullable PersonId person,
        String method,
        Instant authenticated,
        Instant started,
        Instant seen,
        String address,
        String agent,
        @Nullable Instant ended) {
    /// How long it stays open without a request: a working day.
    public static final Duration IDLE = Duration.ofHours(8);

    /// And how long at most.
    public static final Duration LONGEST = Duration.ofHours(12);

    public boolean open(Instant now) {
        return ended == null
                && now.isBefore(seen.plus(IDLE))
                && now.isBefore(started.plus(LONGEST));
    }
}
