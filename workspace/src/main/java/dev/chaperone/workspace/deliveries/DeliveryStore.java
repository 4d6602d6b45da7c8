// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.deliveries;

import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.Page;

import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/// The table `delivery`.
final class DeliveryStore {
    private static final String COLUMNS =
            """
            seq, id, channel, recipient, type, subject, body, created_at, attempts, next_at,
            delivered_at, given_up_at, problem
            """;

    private final Database database;

    DeliveryStore(Database database) {
        this.database = database;
    }

    private record Row(long seq, Delivery delivery) {}

    /// Does nothing when this was told to this recipient before.
    ///
    /// @return whether it is new
    boolean insert(Delivery delivery, String occasion) {
        return database.jdbc()
                        .sql(
                                """
                                INSERT INTO delivery (id, channel, occasion, recipient, type,
                                                      subject, body, created_at, next_at)
                                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                                ON CONFLICT (channel, occasion, recipient) DO NOTHING
                                """)
                        .params(
                                delivery.id(),
                                delivery.channel(),
                                occasion,
                                delivery.recipient(),
                                delivery.type(),
                                delivery.subject(),
                                delivery.body(),
                                Database.timestamp(delivery.createdAt()),
                                Database.timestamp(delivery.createdAt()))
                        .update()
                > 0;
    }

    /// Takes the delivery that is due first, for so long: when whoever takes it dies, it is due
    /// again.
    Optional<Delivery> take(Instant now, Duration lease) {
        return database.jdbc()
                .sql(
                        """
                        UPDATE delivery SET attempts = attempts + 1, next_at = ?
                        WHERE seq = (SELECT seq FROM delivery WHERE next_at <= ?
                                     ORDER BY next_at, seq LIMIT 1 FOR UPDATE SKIP LOCKED)
                        RETURNING
                        """
                                + COLUMNS)
                .params(Database.timestamp(now.plus(lease)), Database.timestamp(now))
                .query((row, _) -> row(row).delivery())
                .optional();
    }

    void delivered(String id, Instant at) {
        database.jdbc()
                .sql(
                        """
                        UPDATE delivery SET delivered_at = ?, next_at = NULL, problem = NULL
                        WHERE id = ?
                        """)
                .params(Database.timestamp(at), id)
                .update();
    }

    void failed(String id, String problem, Instant next) {
        database.jdbc()
                .sql("UPDATE delivery SET problem = ?, next_at = ? WHERE id = ?")
                .params(problem, Database.timestamp(next), id)
                .update();
    }

    void givenUp(String id, String problem, Instant at) {
        database.jdbc()
                .sql(
                        """
                        UPDATE delivery SET problem = ?, given_up_at = ?, next_at = NULL
                        WHERE id = ?
                        """)
                .params(problem, Database.timestamp(at), id)
                .update();
    }

    /// Lets what waits on a channel wait until then: nobody answers there.
    void hold(String channel, Instant until) {
        database.jdbc()
                .sql("UPDATE delivery SET next_at = ? WHERE channel = ? AND next_at < ?")
                .params(Database.timestamp(until), channel, Database.timestamp(until))
                .update();
    }

    /// Lets one that was given up be due again; false when there is none.
    boolean again(String id, Instant now) {
        return database.jdbc()
                        .sql(
                                """
                                UPDATE delivery SET given_up_at = NULL, attempts = 0, next_at = ?
                                WHERE id = ? AND given_up_at IS NOT NULL
                                """)
                        .params(Database.timestamp(now), id)
                        .update()
                > 0;
    }

    Page<Delivery> list(Delivery.@Nullable State state, long before, int limit) {
        String only =
                switch (state) {
                    case null -> "";
                    case WAITING -> "AND next_at IS NOT NULL ";
                    case DELIVERED -> "AND delivered_at IS NOT NULL ";
                    case GIVEN_UP -> "AND given_up_at IS NOT NULL ";
                };
        List<Row> rows =
                database.jdbc()
                        .sql(
                                "SELECT "
                                        + COLUMNS
                                        + "FROM delivery WHERE seq < ? "
                                        + only
                                        + "ORDER BY seq DESC LIMIT ?")
                        .params(before, limit + 1)
                        .query((row, _) -> row(row))
                        .list();
        Page<Row> page = Page.of(rows, limit, Row::seq);
        return new Page<>(page.items().stream().map(Row::delivery).toList(), page.next());
    }

    Deliveries.Counts counts() {
        return database.jdbc()
                .sql(
                        """
                        SELECT count(*) FILTER (WHERE next_at IS NOT NULL) AS waiting,
                               count(*) FILTER (WHERE delivered_at IS NOT NULL) AS delivered,
                               count(*) FILTER (WHERE given_up_at IS NOT NULL) AS given_up,
                               min(created_at) FILTER (WHERE next_at IS NOT NULL) AS oldest
                        FROM delivery
                        """)
                .query((row, _) ->
                        new Deliveries.Counts(
                                row.getLong("waiting"),
                                row.getLong("delivered"),
                                row.getLong("given_up"),
                                moment(row, "oldest")))
                .single();
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                row.getLong("seq"),
                new Delivery(
                        row.getString("id"),
                        row.getString("channel"),
                        row.getString("recipient"),
                        row.getString("type"),
                        row.getString("subject"),
                        row.getString("body"),
                        row.getObject("created_at", OffsetDateTime.class).toInstant(),
                        row.getInt("attempts"),
                        moment(row, "next_at"),
                        moment(row, "delivered_at"),
                        moment(row, "given_up_at"),
                        row.getString("problem")));
    }

    private static @Nullable Instant moment(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
