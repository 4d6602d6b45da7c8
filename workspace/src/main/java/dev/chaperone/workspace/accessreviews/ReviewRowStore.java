// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.accessreviews;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.vocabulary.ToolId;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.access.AccessKind;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// The tables `access_review_row` and `access_review_delegation`.
final class ReviewRowStore {
    private static final String ROWS =
            """
            SELECT r.number, r.person, r.present, r.held, r.tool, r.plan, r.kind, r.classes,
                   r.held_from, r.held_until, r.seat_needed, r.seat_source, r.seat_account,
                   r.seat_plan, r.seat_state, r.seat_activity, r.last_use, r.requests, r.blocked,
                   r.personal, r.decision, r.reason, r.decided_by, r.decided_at, r.together,
                   r.gone_source, r.gone_read, r.gone_by, r.gone_at, d.delegate,
                   d.reason AS delegated_because, d.who AS delegated_by, d.at AS delegated_at
            FROM access_review_row r
            LEFT JOIN LATERAL (
                SELECT l.delegate, l.reason, l.who, l.at FROM access_review_delegation l
                WHERE l.period_from = r.period_from AND l.number = r.number
                ORDER BY l.seq DESC LIMIT 1
            ) d ON true
            """;

    private final Database database;

    ReviewRowStore(Database database) {
        this.database = database;
    }

    /// Freezes what is to be reviewed.
    void insert(Instant from, List<ReviewRow> rows) {
        new JdbcTemplate(database.source())
                .batchUpdate(
                        """
                        INSERT INTO access_review_row
                            (period_from, number, person, present, held, tool, plan, kind,
                             classes, held_from, held_until, seat_needed, seat_source,
                             seat_account, seat_kind, seat_plan, seat_state, seat_activity,
                             last_use, requests, blocked, personal)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """,
                        rows.stream().map(row -> values(from, row)).toList());
    }

    private static @Nullable Object[] values(Instant from, ReviewRow row) {
        ReviewRow.Held held = row.held();
        ReviewRow.Listed seat = row.seat();
        return new @Nullable Object[] {
            Database.timestamp(from),
            row.number(),
            row.person().value(),
            row.present(),
            held == null ? null : held.grant(),
            row.tool().value(),
            row.plan().value(),
            row.kind().written(),
            held == null ? new String[0] : new TreeSet<>(held.classes()).toArray(String[]::new),
            held == null ? null : Database.timestamp(held.from()),
            held == null ? null : Database.timestamp(held.until()),
            row.seatNeeded(),
            seat == null ? null : seat.source().value(),
            seat == null ? null : seat.account(),
            seat == null ? null : row.kind().written(),
            seat == null ? null : seat.plan(),
            seat == null ? null : seat.state(),
            seat == null ? null : timestamp(seat.lastActivity()),
            timestamp(row.use().last()),
            row.use().requests(),
            row.use().blocked(),
            row.use().personal()
        };
    }

    private static @Nullable OffsetDateTime timestamp(@Nullable Instant at) {
        return at == null ? null : Database.timestamp(at);
    }

    /// The rows of a review, in their order.
    List<ReviewRow> rows(Instant from) {
        return database.jdbc()
                .sql(ROWS + "WHERE r.period_from = ? ORDER BY r.number")
                .param(Database.timestamp(from))
                .query((row, _) -> row(row))
                .list();
    }

    /// A piece of them.
    List<ReviewRow> rows(Instant from, long after, int limit) {
        return database.jdbc()
                .sql(ROWS + "WHERE r.period_from = ? AND r.number > ? ORDER BY r.number LIMIT ?")
                .params(Database.timestamp(from), after, limit)
                .query((row, _) -> row(row))
                .list();
    }

    /// How many rows nobody has decided, those about one person apart.
    AccessReviews.Waiting undecided(Instant from, PersonId person) {
        return database.jdbc()
                .sql(
                        """
                        SELECT count(*) FILTER (WHERE person <> ?) AS others,
                               count(*) FILTER (WHERE person = ?) AS own
                        FROM access_review_row WHERE period_from = ? AND decision IS NULL
                        """)
                .params(person.value(), person.value(), Database.timestamp(from))
                .query((row, _) ->
                        new AccessReviews.Waiting(row.getLong("others"), row.getLong("own")))
                .single();
    }

    /// Those that were revoked and of which nobody said that they are gone.
    List<ReviewRow> revoked(Instant from) {
        return database.jdbc()
                .sql(
                        ROWS
                                + """
                                WHERE r.period_from = ? AND r.decision = 'revoke'
                                  AND r.gone_at IS NULL ORDER BY r.number
                                """)
                .param(Database.timestamp(from))
                .query((row, _) -> row(row))
                .list();
    }

    /// How far the reviewers have come.
    AccessReview.Progress progress(Instant from) {
        return database.jdbc()
                .sql(
                        """
                        SELECT count(*) AS rows, count(decision) AS decided,
                               count(*) FILTER (WHERE decision = 'revoke') AS revoked,
                               count(DISTINCT decided_by) AS reviewers,
                               count(DISTINCT decided_at) AS steps,
                               coalesce(max(together), 0) AS most
                        FROM access_review_row WHERE period_from = ?
                        """)
                .param(Database.timestamp(from))
                .query((row, _) ->
                        new AccessReview.Progress(
                                row.getLong("rows"),
                                row.getLong("decided"),
                                row.getLong("revoked"),
                                row.getLong("reviewers"),
                                row.getLong("steps"),
                                row.getLong("most")))
                .single();
    }

    void delegate(Instant from, int number, ReviewRow.Delegation delegation) {
        database.jdbc()
                .sql(
                        """
                        INSERT INTO access_review_delegation
                            (period_from, number, delegate, reason, who, at)
                        VALUES (?, ?, ?, ?, ?, ?)
                        """)
                .params(
                        Database.timestamp(from),
                        number,
                        delegation.to().value(),
                        delegation.reason(),
                        delegation.by().value(),
                        Database.timestamp(delegation.at()))
                .update();
    }

    /// One row, held until the transaction ends.
    Optional<ReviewRow> hold(Instant from, int number) {
        return database.jdbc()
                .sql(ROWS + "WHERE r.period_from = ? AND r.number = ? FOR UPDATE OF r")
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

    private static ReviewRow row(ResultSet row) throws SQLException {
        String decision = row.getString("decision");
        Instant gone = RowColumns.optional(row, "gone_at");
        return new ReviewRow(
                row.getInt("number"),
                new PersonId(row.getString("person")),
                row.getBoolean("present"),
                new ToolId(row.getString("tool")),
                RowColumns.plan(row.getString("plan")),
                RowColumns.held(row),
                AccessKind.parse(row.getString("kind")),
                row.getBoolean("seat_needed"),
                RowColumns.listed(row),
                RowColumns.use(row),
                delegation(row),
                decision == null
                        ? null
                        : new ReviewRow.Verdict(
                                ReviewRow.Decision.parse(decision),
                                row.getString("reason"),
                                new PersonId(row.getString("decided_by")),
                                RowColumns.instant(row, "decided_at"),
                                row.getInt("together")),
                ReviewRow.FollowUp.NONE,
                false,
                gone == null
                        ? null
                        : new ReviewRow.Gone(
                                row.getString("gone_source"),
                                RowColumns.instant(row, "gone_read"),
                                row.getString("gone_by"),
                                gone));
    }

    private static ReviewRow.@Nullable Delegation delegation(ResultSet row) throws SQLException {
        String delegate = row.getString("delegate");
        return delegate == null
                ? null
                : new ReviewRow.Delegation(
                        new PersonId(delegate),
                        row.getString("delegated_because"),
                        new PersonId(row.getString("delegated_by")),
                        RowColumns.instant(row, "delegated_at"));
    }
}
