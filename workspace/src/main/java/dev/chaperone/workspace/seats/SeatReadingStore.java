// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.seats;

import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.ToolId;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.Page;
import dev.chaperone.workspace.access.AccessKind;

import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;

/// The tables `seat_source` and `seat_reading`.
final class SeatReadingStore {
    private static final String READINGS =
            """
            SELECT r.number, r.source, s.tool, r.plan, r.kind, r.as_of, r.handed_by, r.handed_at, r.digest,
                   r.rows, r.appeared, r.gone, r.changed, r.entry
            FROM seat_reading r JOIN seat_source s ON s.source = r.source
            """;

    private final Database database;

    SeatReadingStore(Database database) {
        this.database = database;
    }

    /// Lets one reading of a source be taken in after the other.
    void hold(SourceId source, ToolId tool) {
        database.jdbc()
                .sql("INSERT INTO seat_source (source, tool) VALUES (?, ?) ON CONFLICT DO NOTHING")
                .params(source.value(), tool.value())
                .update();
        database.jdbc()
                .sql("SELECT source FROM seat_source WHERE source = ? FOR UPDATE")
                .param(source.value())
                .query(String.class)
                .single();
    }

    /// Null when it was never read.
    @Nullable SeatReading newest(SourceId source) {
        return database.jdbc()
                .sql(READINGS + "WHERE r.source = ? ORDER BY r.number DESC LIMIT 1")
                .param(source.value())
                .query((row, _) -> reading(row))
                .optional()
                .orElse(null);
    }

    /// Keeps a reading, and tells it with its number.
    SeatReading insert(SeatReading wanted) {
        long number =
                database.jdbc()
                        .sql(
                                """
                                INSERT INTO seat_reading
                                    (source, plan, kind, as_of, handed_by, handed_at, digest,
                                     rows, appeared, gone, changed, entry)
                                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING number
                                """)
                        .param(wanted.source().value())
                        .param(wanted.plan())
                        .param(wanted.kind().written())
                        .param(Database.timestamp(wanted.asOf()))
                        .param(wanted.by())
                        .param(Database.timestamp(wanted.at()))
                        .param(wanted.digest().toString())
                        .param(wanted.changes().rows())
                        .param(wanted.changes().appeared())
                        .param(wanted.changes().gone())
                        .param(wanted.changes().changed())
                        .param(wanted.entry())
                        .query(Long.class)
                        .single();
        return new SeatReading(
                number,
                wanted.source(),
                wanted.tool(),
                wanted.plan(),
                wanted.kind(),
                wanted.asOf(),
                wanted.by(),
                wanted.at(),
                wanted.digest(),
                wanted.changes(),
                wanted.entry());
    }

    /// Says whose the accounts of the newest reading are.
    void relink(SourceId source) {
        database.jdbc()
                .sql(
                        """
                        UPDATE seat SET person = o.person, rule = o.rule FROM seat_owner o
                        WHERE seat.source = ? AND seat.until IS NULL AND o.seq = seat.seq
                          AND (seat.person, seat.rule) IS DISTINCT FROM (o.person, o.rule)
                        """)
                .param(source.value())
                .update();
    }

    /// Those that were read, by name.
    List<SeatSource> sources() {
        return database.jdbc()
                .sql(
                        """
                        SELECT r.number, r.source, s.tool, r.plan, r.kind, r.as_of, r.handed_by,
                               r.handed_at, r.digest, r.rows, r.appeared, r.gone, r.changed,
                               r.entry,
                               (SELECT count(*) FROM seat n WHERE n.source = s.source
                                AND n.until IS NULL AND n.live) AS accounts,
                               (SELECT count(*) FROM seat n WHERE n.source = s.source
                                AND n.until IS NULL AND n.live AND n.person IS NULL) AS unresolved
                        FROM seat_source s JOIN seat_reading r ON r.number = s.newest
                        ORDER BY s.source
                        """)
                .query((row, _) -> {
                    SeatReading newest = reading(row);
                    return new SeatSource(
                            newest.source(),
                            newest.tool(),
                            newest,
                            row.getLong("accounts"),
                            row.getLong("unresolved"));
                })
                .list();
    }

    Page<SeatReading> readings(SourceId source, long before, int limit) {
        return Page.of(
                database.jdbc()
                        .sql(
                                READINGS
                                        + """
                                        WHERE r.source = ? AND r.number < ?
                                        ORDER BY r.number DESC LIMIT ?
                                        """)
                        .params(source.value(), before, limit + 1)
                        .query((row, _) -> reading(row))
                        .list(),
                limit,
                SeatReading::number);
    }

    /// Those of which the source was read at a moment or later, the oldest first.
    List<SeatReading> since(Instant asOf) {
        return database.jdbc()
                .sql(READINGS + "WHERE r.as_of >= ? ORDER BY r.number")
                .param(Database.timestamp(asOf))
                .query((row, _) -> reading(row))
                .list();
    }

    private static SeatReading reading(ResultSet row) throws SQLException {
        return new SeatReading(
                row.getLong("number"),
                new SourceId(row.getString("source")),
                new ToolId(row.getString("tool")),
                row.getString("plan"),
                AccessKind.parse(row.getString("kind")),
                instant(row, "as_of"),
                row.getString("handed_by"),
                instant(row, "handed_at"),
                Digest.parse(row.getString("digest")),
                new SeatReading.Changes(
                        row.getLong("rows"),
                        row.getLong("appeared"),
                        row.getLong("gone"),
                        row.getLong("changed")),
                row.getLong("entry"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
