// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.reviews;

import dev.chaperone.workspace.Database;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The table `log_review`.
final class LogReviewStore {
    private final Database database;

    LogReviewStore(Database database) {
        this.database = database;
    }

    /// All, by the beginning of their period.
    Map<Instant, LogReview> all() {
        Map<Instant, LogReview> all = new HashMap<>();
        database.jdbc()
                .sql(
                        """
                        SELECT period_from, reviewer, concluded_at, scope, findings, followed,
                               sample, requests, entry
                        FROM log_review
                        """)
                .query(row -> {
                    all.put(instant(row, "period_from"), read(row));
                });
        return all;
    }

    private static LogReview read(ResultSet row) throws SQLException {
        return new LogReview(
                row.getString("reviewer"),
                instant(row, "concluded_at"),
                row.getString("scope"),
                row.getString("findings"),
                row.getBoolean("followed"),
                List.of((String[]) row.getArray("sample").getArray()),
                row.getLong("requests"),
                row.getLong("entry"));
    }

    /// Does nothing when there is one already.
    ///
    /// @return whether it is new
    boolean insert(ReviewPeriod period, LogReview review) {
        return database.jdbc()
                        .sql(
                                """
                                INSERT INTO log_review (period_from, period_to, due, reviewer,
                                                        concluded_at, scope, findings, followed,
                                                        sample, requests, entry)
                                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                                ON CONFLICT DO NOTHING
                                """)
                        .params(
                                Database.timestamp(period.from()),
                                Database.timestamp(period.to()),
                                Database.timestamp(period.due()),
                                review.reviewer(),
                                Database.timestamp(review.concludedAt()),
                                review.scope(),
                                review.findings(),
                                review.followed(),
                                review.sample().toArray(String[]::new),
                                review.requests(),
                                review.entry())
                        .update()
                > 0;
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
