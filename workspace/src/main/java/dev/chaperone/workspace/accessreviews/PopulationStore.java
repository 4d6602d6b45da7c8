// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.accessreviews;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.vocabulary.ToolId;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.access.AccessKind;

import java.time.Instant;
import java.util.List;

/// What reviews are filled from: grants, the record of requests, and accounts on vendors' lists.
final class PopulationStore {
    /// What people hold, what they used in a period without holding it, and the accounts that
    /// vendors' lists show of them.
    private static final String POPULATION =
            """
            WITH used AS (
                SELECT person, tool, plan, max(at) AS last_use, count(*) AS requests,
                       count(*) FILTER (WHERE decision = 'blocked') AS blocked,
                       count(*) FILTER (WHERE account = 'personal') AS personal
                FROM interaction
                WHERE at >= ? AND at < ? AND person IS NOT NULL AND tool IS NOT NULL
                  AND plan IS NOT NULL
                GROUP BY person, tool, plan
            ), held AS (
                SELECT id, person, tool, plan, kind, classes, starts_at, ends_at, seat_needed
                FROM access_grant
                WHERE revoked_at IS NULL AND starts_at <= ? AND ends_at > ?
            ), known AS (
                SELECT coalesce(h.person, u.person) AS person, h.id AS held,
                       coalesce(h.tool, u.tool) AS tool, coalesce(h.plan, u.plan) AS plan,
                       coalesce(h.kind, 'seat') AS kind, h.classes, h.starts_at, h.ends_at,
                       h.seat_needed, u.last_use, u.requests, u.blocked, u.personal
                FROM held h FULL JOIN used u
                  ON u.person = h.person AND u.tool = h.tool AND u.plan = h.plan
            ), listed AS (
                SELECT person, tool, kind, source, account, plan, state, last_activity
                FROM seat WHERE until IS NULL AND live AND person IS NOT NULL
            )
            SELECT coalesce(k.person, s.person) AS person, p.active, k.held,
                   coalesce(k.tool, s.tool) AS tool, coalesce(k.plan, s.plan) AS plan,
                   coalesce(k.kind, s.kind) AS kind, coalesce(k.classes, '{}') AS classes,
                   k.starts_at AS held_from, k.ends_at AS held_until,
                   coalesce(k.seat_needed, false) OR s.account IS NOT NULL AS seat_needed,
                   k.last_use, coalesce(k.requests, 0) AS requests,
                   coalesce(k.blocked, 0) AS blocked, coalesce(k.personal, 0) AS personal,
                   s.source AS seat_source, s.account AS seat_account, s.plan AS seat_plan,
                   s.state AS seat_state, s.last_activity AS seat_activity
            FROM known k FULL JOIN listed s
              ON s.person = k.person AND s.tool = k.tool AND s.kind = k.kind
                 AND (s.plan IS NULL OR s.plan = k.plan)
            JOIN person p ON p.id = coalesce(k.person, s.person)
            ORDER BY p.seq, tool, plan, held, seat_source, seat_account
            """;

    private final Database database;

    PopulationStore(Database database) {
        this.database = database;
    }

    /// What is to be reviewed now of a period.
    List<ReviewRow> of(Instant from, Instant to, Instant now) {
        return database.jdbc()
                .sql(POPULATION)
                .param(Database.timestamp(from))
                .param(Database.timestamp(to))
                .param(Database.timestamp(now))
                .param(Database.timestamp(now))
                .query((row, index) ->
                        new ReviewRow(
                                index + 1,
                                new PersonId(row.getString("person")),
                                row.getBoolean("active"),
                                new ToolId(row.getString("tool")),
                                RowColumns.plan(row.getString("plan")),
                                RowColumns.held(row),
                                AccessKind.parse(row.getString("kind")),
                                row.getBoolean("seat_needed"),
                                RowColumns.listed(row),
                                RowColumns.use(row),
                                null,
                                null,
                                ReviewRow.FollowUp.NONE,
                                false,
                                null))
                .list();
    }

    /// How many are active.
    int people() {
        return database.jdbc()
                .sql("SELECT count(*) FROM person WHERE active")
                .query(Integer.class)
                .single();
    }
}
