// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.activity;

import dev.chaperone.ledger.Event.Source;
import dev.chaperone.vocabulary.ToolId;
import dev.chaperone.workspace.Database;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/// Reads the table `seen`.
final class SightingStore {
    private final Database database;

    SightingStore(Database database) {
        this.database = database;
    }

    /// A row as it is stored.
    ///
    /// @param first index of the entry
    record Row(Seen seen, long first, long last, Instant firstSeen, Instant lastSeen) {}

    /// Those heard last come first.
    List<Row> of(Seen.Kind kind, int limit) {
        return database.jdbc()
                .sql("SELECT * FROM seen WHERE kind = ? ORDER BY last DESC LIMIT ?")
                .params(kind.written(), limit)
                .query((row, _) -> read(row))
                .list();
    }

    /// Sessions that one way in has seen and none of certain others.
    ///
    /// @param since when they began at the earliest
    /// @param until when they were seen last at the latest
    List<Row> onlyAt(
            Set<Source> here,
            Set<Source> notThere,
            Collection<ToolId> tools,
            Instant since,
            Instant until,
            int limit) {
        return database.jdbc()
                .sql(
                        """
                        SELECT * FROM seen AS here
                        WHERE kind = 'session' AND source = ANY(?::text[]) AND tool = ANY(?::text[])
                          AND first_seen >= ? AND last_seen < ?
                          AND NOT EXISTS (
                              SELECT FROM seen AS there
                              WHERE there.kind = 'session' AND there.name = here.name
                                AND there.source = ANY(?::text[]))
                        ORDER BY last DESC LIMIT ?
                        """)
                .params(
                        written(here),
                        tools.stream().map(ToolId::value).toArray(String[]::new),
                        Database.timestamp(since),
                        Database.timestamp(until),
                        written(notThere),
                        limit)
                .query((row, _) -> read(row))
                .list();
    }

    private static String[] written(Set<Source> sources) {
        return sources.stream().map(Source::written).toArray(String[]::new);
    }

    private static Row read(ResultSet row) throws SQLException {
        return new Row(
                new Seen(
                        Seen.Kind.valueOf(row.getString("kind").toUpperCase(java.util.Locale.ROOT)),
                        row.getString("name"),
                        row.getString("source"),
                        row.getString("tool"),
                        row.getString("person")),
                row.getLong("first"),
                row.getLong("last"),
                row.getObject("first_seen", OffsetDateTime.class).toInstant(),
                row.getObject("last_seen", OffsetDateTime.class).toInstant());
    }
}
