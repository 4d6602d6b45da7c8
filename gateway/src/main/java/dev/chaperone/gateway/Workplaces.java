// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.chaperone.protocols.Workplace;
import dev.chaperone.vocabulary.PersonId;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/// Where people work, by what was told last in each of their sessions: a hook that runs beside git
/// knows the repository, a prompt at the gateway often not. In memory only, so what was told before
/// a start is unknown after it. One for all event loops.
final class Workplaces {
    private static final int MOST = 50_000;
    private static final Duration REMEMBERED = Duration.ofHours(12);

    private final Cache<Session, Workplace> told =
            Caffeine.newBuilder()
                    .maximumSize(MOST)
                    .expireAfterAccess(REMEMBERED)
                    .executor(Runnable::run)
                    .build();

    /// Nobody can tell for a session of somebody else.
    ///
    /// @param id as it may be recorded, so that it is short
    private record Session(PersonId person, String id) {}

    void note(PersonId person, @Nullable String session, Workplace now) {
        if (session == null || now.equals(Workplace.UNKNOWN)) {
            return;
        }
        told.asMap().merge(new Session(person, session), now, (before, _) -> now.or(before));
    }

    Workplace of(PersonId person, @Nullable String session) {
        Workplace known = session == null ? null : told.getIfPresent(new Session(person, session));
        return known == null ? Workplace.UNKNOWN : known;
    }
}
