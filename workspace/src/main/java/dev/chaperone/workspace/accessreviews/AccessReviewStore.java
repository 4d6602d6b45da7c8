// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.accessreviews;

import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.ToolId;
import dev.chaperone.workspace.Database;

import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The tables `access_review` and `access_review_row`, and what they are filled from.
final class AccessReviewStore {
    /// What people hold, and what they used in a period without holding it.
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
                SELECT id, person, tool, plan, classes, starts_at, ends_at, seat_needed
                FROM access_grant
                WHERE revoked_at IS NULL AND starts_at <= ? AND ends_at > ?
            )
            SELECT coalesce(h.person, u.person) AS person, p.active, h.id AS held,
                   coalesce(h.tool, u.tool) AS tool, coalesce(h.plan, u.plan) AS plan,
                   coalesce(h.classes, '{}') AS classes, h.starts_at AS held_from,
                   h.ends_at AS held_until, coalesce(h.seat_needed, false) AS seat_needed,
                   u.last_use, coalesce(u.requests, 0) AS requests,
                   coalesce(u.blocked, 0) AS blocked, coalesce(u.personal, 0) AS personal
            FROM held h FULL JOIN used u
              ON u.person = h.person AND u.tool = h.tool AND u.plan = h.plan
            JOIN person p ON p.id = coalesce(h.person, u.person)
            ORDER BY p.seq, tool, plan, held
            """;

    private static final String ROWS =
            """
            SELECT number, person, present, held, tool, plan, classes, held_from, held_until,
                   seat_needed, last_use, requests, blocked, personal, decision, reason,
                   decided_by, decided_at, together, gone_source, gone_read, gone_by, gone_at
            FROM access_review_row
            """;

    private final Database database;

    AccessReviewStore(Database database) {
        this.database = database;
    }

    /// All that were begun, by the beginning of their period.
    Map<Instant, AccessReview.Opened> all() {
        Map<Instant, AccessReview.Opened> all = new HashMap<>();
        database.jdbc()
                .sql(
                        """
                        SELECT period_from, opened_by, opened_at, snapshot, rows, people, without,
                               entry, completed_by, completed_at, statement, completed_entry
                        FROM access_review
                        """)
                .query(row -> {
                    all.put(instant(row, "period_from"), opened(row));
                });
        return all;
    }

    private static AccessReview.Opened opened(ResultSet row) throws SQLException {
        Instant completed = optional(row, "completed_at");
        return new AccessReview.Opened(
                row.getString("opened_by"),
                instant(row, "opened_at"),
                Digest.parse(row.getString("snapshot")),
                row.getInt("rows"),
                row.getInt("people"),
                row.getInt("without"),
                row.getLong("entry"),
                completed == null
                        ? null
                        : new AccessReview.Completion(
                                row.getString("completed_by"),
                                completed,
                                row.getString("statement"),
                                row.getLong("completed_entry")));
    }

    /// What is to be reviewed now of a period.
    List<ReviewRow> population(Instant from, Instant to, Instant now) {
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
                                new PlanId(row.getString("plan")),
                                held(row),
                                row.getBoolean("seat_needed"),
                                use(row),
                                null,
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

    /// Keeps a review with its rows; false when the period has one.
    boolean insert(Instant from, AccessReview.Opened opened, List<ReviewRow> rows) {
        boolean isNew =
                database.jdbc()
                                .sql(
                                        """
                                        INSERT INTO access_review
                                            (period_from, opened_by, opened_at, snapshot, rows,
                                             people, without, entry)
                                        VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
                                        """)
                                .params(
                                        Database.timestamp(from),
                                        opened.by(),
                                        Database.timestamp(opened.at()),
                                        opened.snapshot().toString(),
                                        opened.rows(),
                                        opened.people(),
                                        opened.without(),
                                        opened.entry())
                                .update()
                        > 0;
        if (isNew) {
            rows.forEach(row -> insert(from, row));
        }
        return isNew;
    }

    private void insert(Instant from, ReviewRow row) {
        ReviewRow.Held held = row.held();
        database.jdbc()
                .sql(
                        """
                        INSERT INTO access_review_row
                            (period_from, number, person, present, held, tool, plan, classes,
                             held_from, held_until, seat_needed, last_use, requests, blocked,
                             personal)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """)
                .param(Database.timestamp(from))
                .param(row.number())
                .param(row.person().value())
                .param(row.present())
                .param(held == null ? null : held.grant())
                .param(row.tool().value())
                .param(row.plan().value())
                .param(
                        held == null
                                ? new String[0]
                                : new TreeSet<>(held.classes()).toArray(String[]::new))
                .param(held == null ? null : Database.timestamp(held.from()))
                .param(held == null ? null : Database.timestamp(held.until()))
                .param(row.seatNeeded())
                .param(row.use().last() == null ? null : Database.timestamp(row.use().last()))
                .param(row.use().requests())
                .param(row.use().blocked())
                .param(row.use().personal())
                .update();
    }

    /// How many rows wait, those about one person apart.
    AccessReviews.Waiting waiting(Instant from, PersonId person) {
        return database.jdbc()
                .sql(
                        """
                        SELECT count(*) FILTER (WHERE person <> ?) AS others,
                               count(*) FILTER (WHERE person = ?) AS own
                        FROM access_review_row
                        WHERE period_from = ?
                          AND (decision IS NULL OR decision = 'revoke' AND gone_at IS NULL)
                        """)
                .params(person.value(), person.value(), Database.timestamp(from))
                .query((row, _) ->
                        new AccessReviews.Waiting(row.getLong("others"), row.getLong("own")))
                .single();
    }

    /// The rows of a review, in their order.
    List<ReviewRow> rows(Instant from) {
        return database.jdbc()
                .sql(ROWS + "WHERE period_from = ? ORDER BY number")
                .param(Database.timestamp(from))
                .query((row, _) -> row(row))
                .list();
    }

    /// One row, held until the transaction ends.
    Optional<ReviewRow> hold(Instant from, int number) {
        return database.jdbc()
                .sql(ROWS + "WHERE period_from = ? AND number = ? FOR UPDATE")
                .params(Database.timestamp(from), number)
                .query((row, _) -> row(row))
                .optional();
    }

    void decide(Instant from, int number, ReviewRow.Verdict verdict) {
        database.jdbc()
                .sql(
                        """
                        UPDATE access_review_row
                        SET decision = ?, reason = ?, decided_by = ?, decided_at = ?, together = ?
                        WHERE period_from = ? AND number = ?
                        """)
                .params(
                        verdict.decision().written(),
                        verdict.reason(),
                        verdict.by().value(),
                        Database.timestamp(verdict.at()),
                        verdict.together(),
                        Database.timestamp(from),
                        number)
                .update();
    }

    void gone(Instant from, int number, ReviewRow.Gone gone) {
        database.jdbc()
                .sql(
                        """
                        UPDATE access_review_row
                        SET gone_source = ?, gone_read = ?, gone_by = ?, gone_at = ?
                        WHERE period_from = ? AND number = ?
                        """)
                .params(
                        gone.source(),
                        Database.timestamp(gone.readAt()),
                        gone.by(),
                        Database.timestamp(gone.at()),
                        Database.timestamp(from),
                        number)
                .update();
    }

    /// False when it is complete already.
    boolean complete(Instant from, AccessReview.Completion completion) {
        return database.jdbc()
                        .sql(
                                """
                                UPDATE access_review
                                SET completed_by = ?, completed_at = ?, statement = ?,
                                    completed_entry = ?
                                WHERE period_from = ? AND completed_at IS NULL
                                """)
                        .params(
                                completion.by(),
                                Database.timestamp(completion.at()),
                                completion.statement(),
                                completion.entry(),
                                Database.timestamp(from))
                        .update()
                > 0;
    }

    private static ReviewRow row(ResultSet row) throws SQLException {
        String decision = row.getString("decision");
        Instant gone = optional(row, "gone_at");
        return new ReviewRow(
                row.getInt("number"),
                new PersonId(row.getString("person")),
                row.getBoolean("present"),
                new ToolId(row.getString("tool")),
                new PlanId(row.getString("plan")),
                held(row),
                row.getBoolean("seat_needed"),
                use(row),
                decision == null
                        ? null
                        : new ReviewRow.Verdict(
                                ReviewRow.Decision.parse(decision),
                                row.getString("reason"),
                                new PersonId(row.getString("decided_by")),
                                instant(row, "decided_at"),
                                row.getInt("together")),
                gone == null
                        ? null
                        : new ReviewRow.Gone(
                                row.getString("gone_source"),
                                instant(row, "gone_read"),
                                row.getString("gone_by"),
                                gone));
    }

    private static ReviewRow.@Nullable Held held(ResultSet row) throws SQLException {
        String grant = row.getString("held");
        return grant == null
                ? null
                : new ReviewRow.Held(
                        grant,
                        Set.copyOf(Arrays.asList((String[]) row.getArray("classes").getArray())),
                        instant(row, "held_from"),
                        instant(row, "held_until"));
    }

    private static ReviewRow.Use use(ResultSet row) throws SQLException {
        return new ReviewRow.Use(
                optional(row, "last_use"),
                row.getLong("requests"),
                row.getLong("blocked"),
                row.getLong("personal"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static @Nullable Instant optional(ResultSet row, String column) throws SQLException {
        OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }
}
