// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.activity;

import dev.chaperone.ledger.Event;
import dev.chaperone.ledger.Event.Source;
import dev.chaperone.ledger.Ledger;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.vocabulary.ToolId;
import dev.chaperone.workspace.Database;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Who and what was seen, for reading. [Projection] brings it here. A row counts only as far as the
/// entries that it names say the same.
public final class Sightings {
    /// More than this nobody reads in one list.
    static final int MOST = 5_000;

    private final Ledger ledger;
    private final SightingStore store;
    private final Projection projection;

    public Sightings(Ledger ledger, Database database, Projection projection) {
        this.ledger = ledger;
        this.store = new SightingStore(database);
        this.projection = projection;
    }

    /// Whether everything that the ledger holds is taken in, as far as can be told now.
    public boolean areCurrent() {
        return !projection.isSetBack() && !projection.progress().faulty();
    }

    /// Those who report of themselves, heard last first.
    public List<Sighting> senders() {
        return confirmed(store.of(Seen.Kind.SENDER, MOST));
    }

    /// MCP servers, by tool and person.
    public List<Sighting> servers() {
        return confirmed(store.of(Seen.Kind.MCP, MOST));
    }

    /// The modes in which tools ask a person or do not, by tool and person.
    public List<Sighting> permissions() {
        return confirmed(store.of(Seen.Kind.PERMISSIONS, MOST));
    }

    /// Sessions that these ways in have seen and none of those.
    ///
    /// @param since when they began at the earliest
    /// @param until when they were seen last at the latest
    public List<Sighting> sessionsOnlyAt(
            Set<Source> here,
            Set<Source> notThere,
            Set<ToolId> tools,
            Instant since,
            Instant until) {
        return tools.isEmpty()
                ? List.of()
                : confirmed(store.onlyAt(here, notThere, tools, since, until, MOST));
    }

    private List<Sighting> confirmed(List<SightingStore.Row> rows) {
        List<Long> named = new ArrayList<>();
        for (SightingStore.Row row : rows) {
            named.add(row.first());
            named.add(row.last());
        }
        long kept = ledger.first();
        named.removeIf(index -> index < kept);
        Entries entries = Entries.read(ledger, named);
        return rows.stream().flatMap(row -> confirmed(row, entries, kept).stream()).toList();
    }

    private static Optional<Sighting> confirmed(SightingStore.Row row, Entries entries, long kept) {
        Instant first = time(row.seen(), row.first(), row.firstSeen(), entries, kept);
        Instant last = time(row.seen(), row.last(), row.lastSeen(), entries, kept);
        Source source = source(row.seen().source());
        if (first == null || last == null || source == null) {
            return Optional.empty();
        }
        try {
            String tool = row.seen().tool();
            return Optional.of(
                    new Sighting(
                            row.seen().name(),
                            source,
                            tool.isEmpty() ? null : new ToolId(tool),
                            new PersonId(row.seen().person()),
                            first,
                            last));
        } catch (IllegalArgumentException e) {
            // No entry of ours says so.
            return Optional.empty();
        }
    }

    /// When an entry was written, if it shows this; of one that is gone or unreadable the row's
    /// word counts.
    private static @Nullable Instant time(
            Seen seen, long index, Instant stored, Entries entries, long kept) {
        if (index < kept || entries.isUnreadable(index)) {
            return stored;
        }
        Event event = entries.event(index);
        return event != null && Seen.in(event).contains(seen) ? event.at() : null;
    }

    private static @Nullable Source source(String written) {
        for (Source source : Source.values()) {
            if (source.written().equals(written)) {
                return source;
            }
        }
        return null;
    }
}
