// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.signins;

import dev.chaperone.vocabulary.PersonId;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;

/// A sign-in as the table holds it.
///
/// @param approved null until somebody decided
/// @param turn digest of the part of the refresh token that changes; null before the first tokens
record Row(
        String id,
        String client,
        String address,
        Instant askedAt,
        @Nullable Instant polledAt,
        int pollSeconds,
        @Nullable Boolean approved,
        @Nullable PersonId person,
        boolean personActive,
        @Nullable String turn,
        @Nullable Instant renewedAt,
        @Nullable Instant ends,
        @Nullable Instant endedAt) {
    /// A clock may be a little off, and so may a client's timer.
    private static final Duration TOLERANCE = Duration.ofSeconds(1);

    ToolSignIn.State state(Instant now) {
        if (turn != null) {
            boolean over = endedAt != null || ends == null || !now.isBefore(ends);
            return over ? ToolSignIn.State.ENDED : ToolSignIn.State.RUNNING;
        }
        if (Boolean.FALSE.equals(approved)) {
            return ToolSignIn.State.DENIED;
        }
        if (!now.isBefore(askedAt.plus(Lifetimes.CODES))) {
            return ToolSignIn.State.LAPSED;
        }
        return approved == null ? ToolSignIn.State.WAITING : ToolSignIn.State.APPROVED;
    }

    boolean isAskedTooSoon(Instant now) {
        return polledAt != null && now.plus(TOLERANCE).isBefore(polledAt.plusSeconds(pollSeconds));
    }

    ToolSignIn signIn(Instant now) {
        return new ToolSignIn(id, client, address, askedAt, person, renewedAt, ends, state(now));
    }
}
