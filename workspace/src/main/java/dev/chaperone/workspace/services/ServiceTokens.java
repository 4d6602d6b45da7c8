// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.services;

import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.OpaqueId;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.Journal;
import dev.chaperone.workspace.Page;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.people.People;
import dev.chaperone.workspace.people.Person;
import dev.chaperone.workspace.tokens.Secrets;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Credentials of programs, as a directory that keeps people in step, or a script that reads. Each
/// has an owner who answers for it, an end, and may do only what its scopes say. None opens the
/// gateway.
public final class ServiceTokens {
    private static final String ID = "service";
    private static final int HINT = 4;
    private static final Duration PRECISION = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofDays(366);

    private final ServiceTokenStore store;
    private final Database database;
    private final Journal journal;
    private final People people;
    private final Clock clock;

    public ServiceTokens(Database database, Journal journal, People people, Clock clock) {
        this.store = new ServiceTokenStore(database);
        this.database = database;
        this.journal = journal;
        this.people = people;
        this.clock = clock;
    }

    /// Makes one.
    ///
    /// @throws RejectedException when it shall work for more than a year, or nobody active owns it
    public ServiceToken.Created create(NewServiceToken wanted, Actor by) {
        Instant now = now();
        Instant expires = wanted.expires().truncatedTo(ChronoUnit.MILLIS);
        if (!expires.isAfter(now) || expires.isAfter(now.plus(LONGEST))) {
            throw RejectedException.invalid("expires is not within a year from now.");
        }
        checkOwner(wanted.owner());
        String secret = Secrets.next();
        ServiceToken token =
                new ServiceToken(
                        OpaqueId.next(ID),
                        wanted.name(),
                        wanted.owner(),
                        wanted.scopes(),
                        secret.substring(secret.length() - HINT),
                        by.value(),
                        now,
                        expires,
                        null,
                        null);
        String scopes =
                wanted.scopes().stream()
                        .map(ServiceScope::written)
                        .sorted()
                        .collect(Collectors.joining(" "));
        database.inTransaction(() -> {
            store.insert(token, Digest.of(secret));
            return journal.record(
                    by,
                    "service-token.created",
                    token.id(),
                    Map.of(
                            "expires",
                            expires.toString(),
                            "owner",
                            token.owner().value(),
                            "scopes",
                            scopes));
        });
        return new ServiceToken.Created(token, secret);
    }

    private void checkOwner(PersonId owner) {
        boolean active = people.find(owner).filter(Person::active).isPresent();
        if (!active) {
            throw RejectedException.conflict(
                    "The owner has to be an active person, who answers for the token.");
        }
    }

    /// The token that somebody presents, if it works now; that it was used is noted.
    public Optional<ServiceToken> authenticate(String secret) {
        Instant now = now();
        Optional<ServiceToken> found =
                store.find(Digest.of(secret)).filter(token -> token.usable(now));
        found.filter(token -> token.used() == null || now.isAfter(token.used().plus(PRECISION)))
                .ifPresent(token -> store.used(token.id(), now));
        return found;
    }

    /// Ends one; ending it again changes nothing.
    public void revoke(String id, Actor by) {
        database.inTransaction(() -> {
            if (existing(id).revoked() != null) {
                return false;
            }
            store.revoke(id, now());
            journal.record(by, "service-token.revoked", id, Map.of());
            return true;
        });
    }

    /// Gives one another owner.
    public ServiceToken own(String id, PersonId owner, Actor by) {
        checkOwner(owner);
        return database.inTransaction(() -> {
            ServiceToken before = existing(id);
            if (!before.owner().equals(owner)) {
                store.own(id, owner);
                journal.record(by, "service-token.owned", id, Map.of("owner", owner.value()));
            }
            return existing(id);
        });
    }

    private ServiceToken existing(String id) {
        return find(id).orElseThrow(() -> RejectedException.unknown("service token"));
    }

    public Optional<ServiceToken> find(String id) {
        return store.find(id);
    }

    /// The newest first.
    public Page<ServiceToken> list(@Nullable String cursor, int limit) {
        return store.list(Page.before(cursor), Page.checkLimit(limit));
    }

    /// Those that somebody answers for and that work now.
    public List<ServiceToken> of(PersonId owner) {
        Instant now = now();
        return store.of(owner).stream().filter(token -> token.usable(now)).toList();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
