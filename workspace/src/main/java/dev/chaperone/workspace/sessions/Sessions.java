// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.sessions;

import dev.chaperone.vocabulary.OpaqueId;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.Journal;
import dev.chaperone.workspace.RejectedException;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Who is signed in on the pages. Begun and ended are in the ledger; addresses and browsers are in
/// the database only, and forgotten after a while.
public final class Sessions {
    private static final Duration REMEMBERED = Duration.ofDays(90);
    private static final Duration FAMILIAR = Duration.ofDays(30);
    private static final Duration PRECISION = Duration.ofMinutes(1);

    private final SessionStore store;
    private final Database database;
    private final Journal journal;
    private final Clock clock;

    public Sessions(Database database, Journal journal, Clock clock) {
        this.store = new SessionStore(database);
        this.database = database;
        this.journal = journal;
        this.clock = clock;
    }

    /// Begins one.
    public Session start(Arrival arrival) {
        Instant now = now();
        Instant told = arrival.authenticated().truncatedTo(ChronoUnit.MILLIS);
        Session session =
                new Session(
                        OpaqueId.next("session"),
                        arrival.person(),
                        arrival.method(),
                        // Nobody showed in the future who they are, whatever another clock says.
                        told.isAfter(now) ? now : told,
                        now,
                        now,
                        arrival.address(),
                        arrival.agent(),
                        null);
        Actor actor = actor(session);
        return database.inTransaction(() -> {
            store.forget(now.minus(REMEMBERED));
            store.insert(session);
            journal.record(
                    actor,
                    "session.started",
                    actor.value(),
                    Map.of("method", session.method(), "session", session.id()));
            return session;
        });
    }

    /// The session of a request, when it is open; that it was seen is noted.
    public Optional<Session> use(String id) {
        Instant now = now();
        Optional<Session> open = store.find(id).filter(session -> session.open(now));
        open.filter(session -> now.isAfter(session.seen().plus(PRECISION)))
                .ifPresent(session -> store.seen(id, now));
        return open;
    }

    /// Those of a person that are open, the newest first.
    public List<Session> of(PersonId person) {
        Instant now = now();
        return store.of(person, now.minus(Session.LONGEST)).stream()
                .filter(session -> session.open(now))
                .toList();
    }

    /// All of a person that are remembered, the newest first.
    public List<Session> remembered(PersonId person) {
        return store.remembered(person);
    }

    /// Whether the person with this e-mail address was let in from there lately.
    public boolean familiar(String email, String address) {
        return store.familiar(email, address, now().minus(FAMILIAR));
    }

    /// Ends one: it lets nobody in when the call returns. Ending it again changes nothing.
    ///
    /// @param because one word for the ledger
    /// @throws RejectedException when there is none with this id
    public void end(String id, Actor by, String because) {
        database.inTransaction(() -> {
            Session session =
                    store.find(id).orElseThrow(() -> RejectedException.unknown("session"));
            return end(session, by, because);
        });
    }

    /// Ends all of a person, or all but one.
    ///
    /// @param but id of the one that stays; null: none
    /// @return how many
    public int endAll(PersonId person, @Nullable String but, Actor by, String because) {
        return database.inTransaction(() -> {
            List<Session> open =
                    of(person).stream().filter(session -> !session.id().equals(but)).toList();
            open.forEach(session -> end(session, by, because));
            return open.size();
        });
    }

    private boolean end(Session session, Actor by, String because) {
        if (!session.open(now())) {
            return false;
        }
        store.end(session.id(), now());
        journal.record(
                by,
                "session.ended",
                actor(session).value(),
                Map.of("because", because, "session", session.id()));
        return true;
    }

    private static Actor actor(Session session) {
        return session.person() == null ? Actor.ADMIN_TOKEN : Actor.of(session.person());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
