// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.seats;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.vocabulary.ToolId;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.access.AccessKind;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;

/// What the table `seat` holds of people, also from earlier readings.
final class SeatTraceStore {
    private final Database database;

    SeatTraceStore(Database database) {
        this.database = database;
    }

    /// Accounts of people, and such as may be theirs because they once had the address.
    List<SeatTrace> of(Set<PersonId> people) {
        return database.jdbc()
                .sql(
                        """
                        WITH whose AS (
                            SELECT s.person AS whose, s.seq FROM seat s WHERE s.person = ANY (?)
                            UNION
                            SELECT a.person AS whose, s.seq
                            FROM person_address a JOIN seat s ON s.address = a.address
                            WHERE a.person = ANY (?) AND s.person IS NULL
                        )
                        SELECT w.whose, s.source, s.tool, s.account, s.kind,
                               max(s.name) AS name,
                               (array_agg(s.plan ORDER BY s.seq DESC))[1] AS plan,
                               bool_or(s.until IS NULL AND s.live) AS shown,
                               coalesce(max(s.until) FILTER (WHERE s.live), 0) AS gone_with,
                               max(r.as_of) FILTER (WHERE s.live) AS gone_as_of
                        FROM whose w JOIN seat s ON s.seq = w.seq
                        LEFT JOIN seat_reading r ON r.number = s.until
                        GROUP BY w.whose, s.source, s.tool, s.account, s.kind
                        HAVING bool_or(s.live)
                        ORDER BY w.whose, s.source, s.account
                        """)
                .param(ids(people))
                .param(ids(people))
                .query((row, _) ->
                        new SeatTrace(
                                new PersonId(row.getString("whose")),
                                new SourceId(row.getString("source")),
                                new ToolId(row.getString("tool")),
                                row.getString("account"),
                                AccessKind.parse(row.getString("kind")),
                                row.getString("name"),
                                row.getString("plan"),
                                row.getBoolean("shown"),
                                row.getBoolean("shown") ? 0 : row.getLong("gone_with"),
                                row.getBoolean("shown")
                                        ? Instant.EPOCH
                                        : row.getObject("gone_as_of", OffsetDateTime.class)
                                                .toInstant()))
                .list();
    }

    private static String[] ids(Set<PersonId> people) {
        return people.stream().map(PersonId::value).toArray(String[]::new);
    }
}
