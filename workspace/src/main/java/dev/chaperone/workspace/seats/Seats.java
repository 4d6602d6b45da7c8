// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.seats;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.Journal;
import dev.chaperone.workspace.Page;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.Text;
import dev.chaperone.workspace.people.People;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/// Accounts of the newest readings, and whose they are. What the rules can not tell somebody says
/// by hand; that is about the account that is listed then.
public final class Seats {
    private static final int LONGEST = 500;
    private static final int SHORTEST_REASON = 5;

    private final SeatStore store;
    private final Database database;
    private final Journal journal;
    private final People people;
    private final Clock clock;

    public Seats(Database database, Journal journal, People people, Clock clock) {
        this.store = new SeatStore(database);
        this.database = database;
        this.journal = journal;
        this.people = people;
        this.clock = clock;
    }

    /// Which accounts are asked for.
    ///
    /// @param source null: all lists
    /// @param owner null: whosesoever
    public record Filter(@Nullable SourceId source, @Nullable PersonId owner) {}

    /// Accounts, those that were listed last first.
    public Page<Seat> list(Filter filter, @Nullable String cursor, int limit) {
        return store.list(filter, Page.before(cursor), Page.checkLimit(limit));
    }

    /// Says whose an account is, whatever the rules say.
    ///
    /// @param reason how that is known; no secret
    public Seat link(SourceId source, String account, PersonId owner, String reason, Actor by) {
        Text.check("reason", reason.strip(), LONGEST);
        if (reason.strip().length() < SHORTEST_REASON) {
            throw RejectedException.invalid("Say how it is known whose the account is.");
        }
        if (people.find(owner).isEmpty()) {
            throw RejectedException.unknown("person");
        }
        return database.inTransaction(() -> {
            SeatStore.Row row = held(source, account);
            // The account's name may be somebody's address, so the ledger holds its number here.
            long entry =
                    journal.record(
                            by,
                            "seats.linked",
                            owner.value(),
                            Map.of("source", source.value(), "seat", Long.toString(row.seq())));
            var at = clock.instant().truncatedTo(ChronoUnit.MILLIS);
            store.undo(source, account, by, at);
            store.link(source, account, owner, reason.strip(), by, at, entry);
            store.relink(row.seq());
            return held(source, account).seat();
        });
    }

    /// Takes back what was said by hand: the rules say again whose the account is.
    public Seat unlink(SourceId source, String account, Actor by) {
        return database.inTransaction(() -> {
            SeatStore.Row row = held(source, account);
            if (row.seat().rule() != Seat.Rule.BY_HAND) {
                throw RejectedException.conflict("Nobody said by hand whose this account is.");
            }
            journal.record(
                    by,
                    "seats.unlinked",
                    row.seat().owner() == null ? "nobody" : row.seat().owner().value(),
                    Map.of("source", source.value(), "seat", Long.toString(row.seq())));
            store.undo(source, account, by, clock.instant().truncatedTo(ChronoUnit.MILLIS));
            store.relink(row.seq());
            return held(source, account).seat();
        });
    }

    private SeatStore.Row held(SourceId source, String account) {
        return store.hold(source, account).orElseThrow(() -> RejectedException.unknown("account"));
    }
}
