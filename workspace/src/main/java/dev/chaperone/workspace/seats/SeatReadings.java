// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.seats;

import dev.chaperone.catalog.Catalog;
import dev.chaperone.policy.ApprovedTool;
import dev.chaperone.policy.InForce;
import dev.chaperone.vocabulary.Digest;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.Journal;
import dev.chaperone.workspace.Page;
import dev.chaperone.workspace.Registrar;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.access.Seating;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Takes in what vendors' lists show. A reading is one complete list: who is not on it is gone, so
/// half a list, an old one and one that was meant for something else are refused.
public final class SeatReadings {
    private static final long MOST_ROWS = 1_000_000;
    private static final int PIECE = 2_000;

    private final SeatReadingStore store;
    private final HandedStore handed;
    private final Database database;
    private final Journal journal;
    private final InForce inForce;
    private final Registrar registrar;
    private final Catalog catalog;
    private final Seating seating;
    private final Clock clock;

    public SeatReadings(
            Database database, Journal journal, InForce inForce, Catalog catalog, Clock clock) {
        this.store = new SeatReadingStore(database);
        this.handed = new HandedStore(database);
        this.database = database;
        this.journal = journal;
        this.inForce = inForce;
        this.registrar = new Registrar(database, journal, inForce);
        this.catalog = catalog;
        this.seating = new Seating(catalog);
        this.clock = clock;
    }

    /// What came of a list.
    ///
    /// @param ignored headings that mean nothing here
    /// @param reading null when it was tried only
    public record Outcome(
            Digest digest,
            SeatReading.Changes changes,
            List<String> ignored,
            @Nullable SeatReading reading) {
        public Outcome {
            ignored = List.copyOf(ignored);
        }
    }

    /// Takes in a list, as comma-separated values with headings.
    ///
    /// @param tried whether nothing is to be changed: then it is told what would be
    /// @throws RejectedException when it is not what it says or can not be read to its end: it
    ///   names the line, and nothing is changed
    public Outcome hand(NewReading told, InputStream bytes, boolean tried, Actor by)
            throws IOException {
        check(told);
        try (Handed taken = Handed.take(bytes);
                SeatList list = SeatList.open(taken.file(), told.kind())) {
            return database.inTransaction(() -> take(told, taken.digest(), list, tried, by));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void check(NewReading told) {
        if (catalog.tool(told.tool()).isEmpty()) {
            throw RejectedException.invalid(
                    "The catalogue has no tool '" + told.tool() + "': the page Tools lists them.");
        }
        if (told.asOf().isAfter(now())) {
            throw RejectedException.invalid(
                    "asOf is in the future: it is when the list was read at the vendor.");
        }
    }

    private Outcome take(NewReading told, Digest digest, SeatList list, boolean tried, Actor by) {
        if (!tried) {
            store.hold(told.source(), told.tool());
        }
        SeatReading newest = store.newest(told.source());
        if (newest != null && !newest.tool().equals(told.tool())) {
            throw RejectedException.conflict(
                    "%s is a list of %s. Give the list of %s a name of its own."
                            .formatted(told.source(), newest.tool(), told.tool()));
        }
        if (newest != null && !told.asOf().isAfter(newest.asOf())) {
            throw RejectedException.conflict(
                    "The newest reading of %s is of %s: an older one, or the same again, tells nothing new."
                            .formatted(told.source(), newest.asOf()));
        }
        long rows = collect(list);
        if (rows == 0 && !told.empty()) {
            throw RejectedException.invalid(
                    "The list has no rows, so everybody would look gone. If nobody has an account,"
                            + " say so with empty=true.");
        }
        SeatReading.Changes changes = handed.changes(told, rows);
        if (tried) {
            return new Outcome(digest, changes, list.ignored(), null);
        }
        SeatReading reading = record(told, digest, changes, newest, by);
        return new Outcome(digest, changes, list.ignored(), reading);
    }

    private long collect(SeatList list) {
        handed.begin();
        List<ListedSeat> piece = new ArrayList<>(PIECE);
        long[] rows = {0};
        list.forEach(row -> {
            rows[0]++;
            if (rows[0] > MOST_ROWS) {
                throw RejectedException.invalid(
                        "The list has more than "
                                + MOST_ROWS
                                + " rows: hand it in in parts, each"
                                + " with a source of its own.");
            }
            piece.add(row);
            if (piece.size() == PIECE) {
                handed.collect(piece);
                piece.clear();
            }
        });
        handed.collect(piece);
        String twice = handed.duplicates();
        if (!twice.isEmpty()) {
            throw RejectedException.invalid(
                    "The list has accounts more than once, in the lines " + twice + ".");
        }
        return rows[0];
    }

    private SeatReading record(
            NewReading told,
            Digest digest,
            SeatReading.Changes changes,
            @Nullable SeatReading newest,
            Actor by) {
        Map<String, String> details = new HashMap<>();
        details.put("tool", told.tool().value());
        details.put("as-of", told.asOf().toString());
        details.put("digest", digest.toString());
        details.put("rows", Long.toString(changes.rows()));
        details.put("appeared", Long.toString(changes.appeared()));
        details.put("gone", Long.toString(changes.gone()));
        details.put("changed", Long.toString(changes.changed()));
        if (told.plan() != null) {
            details.put("plan", told.plan().value());
        }
        long entry = journal.record(by, "seats.read", told.source().value(), details);
        SeatReading reading =
                store.insert(
                        new SeatReading(
                                0,
                                told.source(),
                                told.tool(),
                                told.plan() == null ? null : told.plan().value(),
                                told.kind(),
                                told.asOf(),
                                by.value(),
                                now(),
                                digest,
                                changes,
                                entry));
        handed.merge(reading, newest == null ? null : newest.asOf());
        // Whoever changes an address now waits: it is not missed, whoever comes first.
        registrar.lock();
        store.relink(told.source());
        return reading;
    }

    /// All lists, and the tools of the policy whose accounts no list shows.
    public List<SeatSource> sources() {
        List<SeatSource> sources = new ArrayList<>(store.sources());
        var known = sources.stream().map(SeatSource::tool).collect(Collectors.toSet());
        for (ApprovedTool tool : inForce.policy().policy().tools()) {
            boolean seated =
                    tool.plans().stream().anyMatch(plan -> seating.hasSeats(tool.tool(), plan));
            if (seated && known.add(tool.tool())) {
                sources.add(new SeatSource(null, tool.tool(), null, 0, 0));
            }
        }
        return sources;
    }

    /// One list.
    public SeatSource source(SourceId id) {
        return store.sources().stream()
                .filter(each -> id.equals(each.source()))
                .findFirst()
                .orElseThrow(() -> RejectedException.unknown("source"));
    }

    /// Readings of a source, the newest first.
    public Page<SeatReading> list(SourceId source, @Nullable String cursor, int limit) {
        return store.readings(source, Page.before(cursor), Page.checkLimit(limit));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
