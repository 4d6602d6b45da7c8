// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.holds;

import dev.chaperone.ledger.Ledger;
import dev.chaperone.vocabulary.OpaqueId;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.Journal;
import dev.chaperone.workspace.Page;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.petitions.Party;
import dev.chaperone.workspace.petitions.Petition;
import dev.chaperone.workspace.petitions.Petitions;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/// Legal holds. One person asks, another confirms; ending one takes two people as well.
///
/// What counts is what the ledger says: a hold that was deleted or changed in the database is put
/// right before anything is destroyed.
public final class Holds {
    private static final String ID = "hold";
    private static final int LONGEST_YEARS = 5;

    private static final Logger LOG = LoggerFactory.getLogger(Holds.class);

    private final HoldStore store;
    private final RecordedHolds recorded;
    private final Database database;
    private final Journal journal;
    private final Petitions petitions;
    private final Clock clock;

    public Holds(
            Database database, Ledger ledger, Journal journal, Petitions petitions, Clock clock) {
        this.store = new HoldStore(database);
        this.recorded = new RecordedHolds(ledger);
        this.database = database;
        this.journal = journal;
        this.petitions = petitions;
        this.clock = clock;
    }

    /// Asks for a hold. It binds when the call returns, for a week unless it is confirmed.
    ///
    /// @throws RejectedException when the day of review is not ahead
    public Hold ask(NewHold wanted, Party by) {
        LocalDate today = LocalDate.now(clock);
        if (!wanted.review().isAfter(today)
                || wanted.review().isAfter(today.plusYears(LONGEST_YEARS))) {
            throw RejectedException.invalid(
                    "review is " + wanted.review() + ", not a day of the next five years.");
        }
        Petition wish = petitions.ask(wanted.reason(), by);
        Hold hold = new Hold(OpaqueId.next(ID), wanted.person(), wanted.review(), wish, null);
        return inTurn(() -> {
            Map<String, String> details = details(hold);
            details.put("reason", wish.reason());
            details.put("review", hold.review().toString());
            by.addTo(details);
            journal.record(Actor.of(by.person()), "capture.hold-requested", hold.id(), details);
            store.insert(hold);
            return hold;
        });
    }

    /// Confirms or refuses a hold that another person asked for.
    public Hold decide(String id, boolean confirm, Party by) {
        return inTurn(() -> {
            Hold hold = existing(id);
            Petition decided = petitions.decide(hold.wish(), confirm, by, hold.person());
            journal.record(
                    Actor.of(by.person()),
                    confirm ? "capture.held" : "capture.hold-refused",
                    id,
                    details(hold, by));
            store.decide(id, decided);
            return existing(id);
        });
    }

    /// Asks for the end of a hold.
    public Hold askRelease(String id, String reason, Party by) {
        return inTurn(() -> {
            Hold hold = existing(id);
            if (hold.state(clock.instant()) != Hold.State.HELD) {
                throw RejectedException.conflict(
                        "Only a hold that is confirmed, and whose release nobody has asked for yet,"
                                + " can be released.");
            }
            Petition wish = petitions.ask(reason, by);
            Map<String, String> details = details(hold);
            details.put("reason", wish.reason());
            by.addTo(details);
            journal.record(Actor.of(by.person()), "capture.hold-release-requested", id, details);
            store.release(id, wish);
            return existing(id);
        });
    }

    /// Ends a hold as another person asked for, or lets it go on.
    public Hold decideRelease(String id, boolean approve, Party by) {
        return inTurn(() -> {
            Hold hold = existing(id);
            Petition release = hold.release();
            if (release == null) {
                throw RejectedException.conflict("Nobody asked for the release of this hold.");
            }
            Petition decided = petitions.decide(release, approve, by, hold.person());
            journal.record(
                    Actor.of(by.person()),
                    approve ? "capture.hold-released" : "capture.hold-release-refused",
                    id,
                    details(hold, by));
            store.release(id, decided);
            return existing(id);
        });
    }

    private static Map<String, String> details(Hold hold, Party by) {
        Map<String, String> details = details(hold);
        by.addTo(details);
        return details;
    }

    private static Map<String, String> details(Hold hold) {
        Map<String, String> details = new TreeMap<>();
        details.put("scope", RecordedHolds.scope(hold.person()));
        return details;
    }

    /// Does the work in one transaction during which no hold begins or ends, and before which the
    /// database holds what the ledger says of them.
    public <T> T inTurn(Supplier<T> work) {
        recorded.all(); // the long way, if it is one, before anybody waits for the turn
        return database.inTransaction(() -> {
            store.takeTurn();
            recorded.all().forEach(this::putRight);
            return work.get();
        });
    }

    /// Puts right what the database says of holds.
    public void putRight() {
        inTurn(() -> true);
    }

    private void putRight(Hold hold) {
        if (store.find(hold.id()).filter(row -> row.saysTheSame(hold)).isEmpty()) {
            LOG.error("The database did not hold what the ledger says of {}; put right", hold.id());
            journal.record(Actor.SYSTEM, "capture.hold-restored", hold.id(), details(hold));
            store.put(hold);
        }
    }

    /// The holds in force now, the oldest first.
    public List<Hold> binding() {
        Instant now = clock.instant();
        return store.open().stream().filter(hold -> hold.binds(now)).toList();
    }

    /// The holds in force now that keep what was captured of a person.
    public List<Hold> binding(PersonId person) {
        return binding().stream().filter(hold -> hold.covers(person)).toList();
    }

    /// Holds, the newest first.
    ///
    /// @param cursor from the page before; null for the first page
    public Page<Hold> list(@Nullable String cursor, int limit) {
        return store.list(Page.before(cursor), Page.checkLimit(limit));
    }

    public Optional<Hold> find(String id) {
        try {
            OpaqueId.check(ID, id);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        return store.find(id);
    }

    private Hold existing(String id) {
        return find(id).orElseThrow(() -> RejectedException.unknown("hold"));
    }
}
