// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.seats;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.ToolId;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.access.AccessKind;

import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// What the tables `seat`, `person` and `access_grant` say about each other.
final class SeatFindingStore {
    /// Rows are numbered within a kind; kinds follow each other in one descending order.
    private static final int BITS = 56;

    private static final long MOST = (1L << BITS) - 1;

    /// Findings are few among many: all of them are found before the first are taken, or the
    /// planner would look at one row after the other in their order.
    private static final String FOUND =
            """
            WITH found AS MATERIALIZED (SELECT s.seq %s AND s.seq < ? %s)
            SELECT %s FROM %s s
            WHERE s.seq IN (SELECT f.seq FROM found f ORDER BY f.seq DESC LIMIT ?)
            ORDER BY s.seq DESC
            """;

    private static final String LEFT =
            """
            FROM seat s JOIN person p ON p.id = s.person
            WHERE s.until IS NULL AND s.live AND (NOT p.active OR p.last_day < ?)
            """;

    private static final String UNRESOLVED =
            """
            FROM seat s
            WHERE s.until IS NULL AND s.live AND s.person IS NULL
            """;

    private static final String NO_GRANT =
            """
            FROM seat s JOIN person p ON p.id = s.person AND p.active
            WHERE s.until IS NULL AND s.live AND (p.last_day IS NULL OR p.last_day >= ?)
              AND NOT EXISTS (SELECT 1 FROM access_grant g
                              WHERE g.person = s.person AND g.tool = s.tool AND g.kind = s.kind
                                AND (s.plan IS NULL OR g.plan = s.plan)
                                AND g.revoked_at IS NULL AND g.starts_at <= ? AND g.ends_at > ?)
            """;

    private static final String PLAN =
            """
            FROM seat s
            WHERE s.until IS NULL AND s.live
              AND (s.tool <> ALL (?) OR (s.plan IS NOT NULL AND s.tool || ' ' || s.plan <> ALL (?)))
            """;

    private static final String NO_SEAT =
            """
            FROM access_grant s JOIN person p ON p.id = s.person AND p.active
            WHERE s.seat_needed AND s.revoked_at IS NULL AND s.starts_at <= ? AND s.ends_at > ?
              AND (p.last_day IS NULL OR p.last_day >= ?)
              AND EXISTS (SELECT 1 FROM seat_source o JOIN seat_reading r ON r.number = o.newest
                          WHERE o.tool = s.tool AND r.as_of >= s.starts_at)
              AND NOT EXISTS (SELECT 1 FROM seat n
                              WHERE n.person = s.person AND n.tool = s.tool AND n.kind = s.kind
                                AND n.until IS NULL AND n.live
                                AND (n.plan IS NULL OR n.plan = s.plan))
            """;

    private final Database database;

    SeatFindingStore(Database database) {
        this.database = database;
    }

    /// @param key by which the whole list is sorted, descending
    record Row(long key, SeatFinding finding) {}

    /// Before which row of a kind a place of the whole list is; 0 when after all of them.
    static long beforeWithin(SeatFinding.Kind kind, long before) {
        long first = kind.rank() << BITS;
        return before <= first ? 0 : Math.min(before - first, MOST);
    }

    List<Row> find(
            SeatFinding.Kind kind,
            @Nullable SourceId source,
            SeatFindings.Terms terms,
            long before,
            int limit) {
        Object now = Database.timestamp(terms.now());
        return switch (kind) {
            case LEFT -> seats(kind, LEFT, List.of(terms.today()), source, before, limit);
            case UNRESOLVED -> seats(kind, UNRESOLVED, List.of(), source, before, limit);
            case NO_GRANT ->
                    terms.grants()
                            ? seats(
                                    kind,
                                    NO_GRANT,
                                    List.of(terms.today(), now, now),
                                    source,
                                    before,
                                    limit)
                            : List.of();
            case PLAN ->
                    seats(
                            kind,
                            PLAN,
                            List.of(
                                    terms.approved().stream()
                                            .map(each -> each.substring(0, each.indexOf(' ')))
                                            .distinct()
                                            .toArray(String[]::new),
                                    terms.approved().toArray(String[]::new)),
                            source,
                            before,
                            limit);
            case NO_SEAT ->
                    source == null
                            ? grants(List.of(now, now, terms.today()), before, limit)
                            : List.of();
        };
    }

    private List<Row> seats(
            SeatFinding.Kind kind,
            String from,
            List<Object> first,
            @Nullable SourceId source,
            long before,
            int limit) {
        List<Object> parameters = new ArrayList<>(first);
        parameters.add(before);
        if (source != null) {
            parameters.add(source.value());
        }
        parameters.add(limit);
        return database.jdbc()
                .sql(
                        FOUND.formatted(
                                from,
                                source == null ? "" : "AND s.source = ?",
                                SeatStore.COLUMNS,
                                "seat"))
                .params(parameters)
                .query((row, _) ->
                        new Row(key(kind, row), new SeatFinding.OfSeat(kind, SeatStore.seat(row))))
                .list();
    }

    private List<Row> grants(List<Object> first, long before, int limit) {
        List<Object> parameters = new ArrayList<>(first);
        parameters.add(before);
        parameters.add(limit);
        return database.jdbc()
                .sql(
                        FOUND.formatted(
                                NO_SEAT,
                                "",
                                "s.seq, s.id, s.person, s.tool, s.plan, s.kind",
                                "access_grant"))
                .params(parameters)
                .query((row, _) ->
                        new Row(
                                key(SeatFinding.Kind.NO_SEAT, row),
                                new SeatFinding.OfGrant(
                                        SeatFinding.Kind.NO_SEAT,
                                        row.getString("id"),
                                        new PersonId(row.getString("person")),
                                        new ToolId(row.getString("tool")),
                                        new PlanId(row.getString("plan")),
                                        AccessKind.parse(row.getString("kind")))))
                .list();
    }

    private static long key(SeatFinding.Kind kind, ResultSet row) throws SQLException {
        return (kind.rank() << BITS) + row.getLong("seq");
    }
}
