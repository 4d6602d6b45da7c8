// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.seats;

import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.workspace.Database;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/// The rows of a list that is taken in (the table `handed`, which ends with the transaction), and
/// what they make of the table `seat`.
final class HandedStore {
    /// Whether a row that is handed in says the same as the one before it (`s`, `h`).
    private static final String SAME =
            """
            (s.kind, s.address, s.name, s.plan, s.last_activity, s.state, s.live)
                IS NOT DISTINCT FROM
            (h.kind, h.address, h.name, h.plan, h.last_activity, h.state, h.live)
            """;

    private final Database database;

    HandedStore(Database database) {
        this.database = database;
    }

    /// Makes room for the rows of a list, until the transaction ends. Whole lists are compared
    /// here: row by row, which the planner may choose while it knows little of the tables, it would
    /// take hours.
    void begin() {
        database.jdbc().sql("SET LOCAL enable_nestloop = off").update();
        database.jdbc()
                .sql(
                        """
                        CREATE TEMPORARY TABLE handed (
                            line bigint NOT NULL, account text NOT NULL, kind text NOT NULL,
                            address text, name text, plan text, last_activity timestamptz,
                            state text, live boolean NOT NULL, created timestamptz
                        ) ON COMMIT DROP
                        """)
                .update();
    }

    void collect(List<ListedSeat> rows) {
        database.jdbc()
                .sql(
                        """
                        INSERT INTO handed
                        SELECT line, account, kind, lower(address), name, plan, last_activity,
                               state, live, created
                        FROM unnest(?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[],
                                    ?::text[], ?::timestamptz[], ?::text[], ?::boolean[],
                                    ?::timestamptz[])
                             AS h (line, account, kind, address, name, plan, last_activity, state,
                                   live, created)
                        """)
                .param(column(rows, row -> Long.toString(row.line())))
                .param(column(rows, ListedSeat::account))
                .param(column(rows, row -> row.kind().written()))
                .param(column(rows, ListedSeat::address))
                .param(column(rows, ListedSeat::name))
                .param(column(rows, ListedSeat::plan))
                .param(column(rows, ListedSeat::lastActivity))
                .param(column(rows, ListedSeat::state))
                .param(column(rows, row -> Boolean.toString(row.live())))
                .param(column(rows, ListedSeat::created))
                .update();
    }

    private static @Nullable String[] column(
            List<ListedSeat> rows, Function<ListedSeat, @Nullable Object> cell) {
        @Nullable String[] column = new String[rows.size()];
        for (int i = 0; i < column.length; i++) {
            Object value = cell.apply(rows.get(i));
            column[i] = value == null ? null : value.toString();
        }
        return column;
    }

    /// Lines of accounts that are there more than once, for example `3 and 7, 8 and 9`; a few of
    /// them. Empty when there are none.
    String duplicates() {
        database.jdbc().sql("CREATE INDEX ON handed (account)").update();
        database.jdbc().sql("ANALYZE handed").update();
        return String.join(
                ", ",
                database.jdbc()
                        .sql(
                                """
                                SELECT min(line) || ' and ' || max(line) FROM handed
                                GROUP BY account HAVING count(*) > 1 ORDER BY min(line) LIMIT 5
                                """)
                        .query(String.class)
                        .list());
    }

    /// What the rows change. Those without a plan get the one of the list.
    SeatReading.Changes changes(NewReading told, long rows) {
        PlanId plan = told.plan();
        if (plan != null) {
            database.jdbc()
                    .sql("UPDATE handed SET plan = ? WHERE plan IS NULL")
                    .param(plan.value())
                    .update();
        }
        return database.jdbc()
                .sql(
                        """
                        SELECT count(*) FILTER (WHERE s.seq IS NULL) AS appeared,
                               count(*) FILTER (WHERE h.account IS NULL) AS gone,
                               count(*) FILTER (WHERE s.seq IS NOT NULL AND h.account IS NOT NULL
                                                AND NOT %s) AS changed
                        FROM (SELECT * FROM seat WHERE source = ? AND until IS NULL) s
                        FULL JOIN handed h ON h.account = s.account
                        """
                                .formatted(SAME))
                .param(told.source().value())
                .query((row, _) ->
                        new SeatReading.Changes(
                                rows,
                                row.getLong("appeared"),
                                row.getLong("gone"),
                                row.getLong("changed")))
                .single();
    }

    /// Ends the rows that the reading does not show any more, and begins those that it shows anew.
    ///
    /// @param before when the source was read before; null when it was not
    void merge(SeatReading reading, @Nullable Instant before) {
        String source = reading.source().value();
        database.jdbc()
                .sql(
                        """
                        UPDATE seat s SET until = ?
                        WHERE s.source = ? AND s.until IS NULL
                          AND NOT EXISTS (SELECT 1 FROM handed h
                                          WHERE h.account = s.account AND %s)
                        """
                                .formatted(SAME))
                .params(reading.number(), source)
                .update();
        database.jdbc()
                .sql(
                        """
                        INSERT INTO seat (source, tool, account, kind, address, name, plan,
                                          last_activity, state, live, created, since, shown_since,
                                          not_before)
                        SELECT ?, ?, h.account, h.kind, h.address, h.name, h.plan, h.last_activity,
                               h.state, h.live, h.created, ?, coalesce(l.shown_since, ?),
                               CASE WHEN l.seq IS NULL THEN coalesce(h.created, ?)
                                    ELSE l.not_before END
                        FROM handed h
                        LEFT JOIN seat n ON n.source = ? AND n.account = h.account
                                        AND n.until IS NULL
                        LEFT JOIN seat l ON l.source = ? AND l.account = h.account
                                        AND l.until = ?
                        WHERE n.seq IS NULL
                        """)
                .param(source)
                .param(reading.tool().value())
                .param(reading.number())
                .param(Database.timestamp(reading.asOf()))
                .param(before == null ? null : Database.timestamp(before))
                .param(source)
                .param(source)
                .param(reading.number())
                .update();
        database.jdbc()
                .sql("UPDATE seat_source SET newest = ? WHERE source = ?")
                .params(reading.number(), source)
                .update();
        database.jdbc().sql("SET LOCAL enable_nestloop = on").update();
        database.jdbc().sql("ANALYZE seat").update();
    }
}
