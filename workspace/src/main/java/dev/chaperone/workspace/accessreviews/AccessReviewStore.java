// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.accessreviews;

import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.ToolId;
import dev.chaperone.workspace.Database;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The tables `access_review` and `access_review_source`.
final class AccessReviewStore {
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
                    all.put(RowColumns.instant(row, "period_from"), opened(row));
                });
        return all;
    }

    private static AccessReview.Opened opened(ResultSet row) throws SQLException {
        Instant completed = RowColumns.optional(row, "completed_at");
        return new AccessReview.Opened(
                row.getString("opened_by"),
                RowColumns.instant(row, "opened_at"),
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

    /// Keeps a review; false when the period has one.
    boolean insert(Instant from, AccessReview.Opened opened) {
        return database.jdbc()
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
    }

    void insert(Instant from, AccessReview.Covered covered) {
        database.jdbc()
                .sql(
                        """
                        INSERT INTO access_review_source
                            (period_from, tool, source, as_of, accounts, unresolved)
                        VALUES (?, ?, ?, ?, ?, ?)
                        """)
                .param(Database.timestamp(from))
                .param(covered.tool().value())
                .param(covered.source())
                .param(covered.asOf() == null ? null : Database.timestamp(covered.asOf()))
                .param(covered.accounts())
                .param(covered.unresolved())
                .update();
    }

    /// Which lists a review was put together from.
    List<AccessReview.Covered> covered(Instant from) {
        return database.jdbc()
                .sql(
                        """
                        SELECT tool, source, as_of, accounts, unresolved
                        FROM access_review_source WHERE period_from = ? ORDER BY tool, source
                        """)
                .param(Database.timestamp(from))
                .query((row, _) ->
                        new AccessReview.Covered(
                                new ToolId(row.getString("tool")),
                                row.getString("source"),
                                RowColumns.optional(row, "as_of"),
                                row.getLong("accounts"),
                                row.getLong("unresolved")))
                .list();
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
}
