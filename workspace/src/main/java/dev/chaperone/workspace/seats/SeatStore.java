// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.seats;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.vocabulary.ToolId;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.Page;
import dev.chaperone.workspace.access.AccessKind;

import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The table `seat` as the newest readings left it, and the table `seat_link`.
final class SeatStore {
    /// The columns of [#seat], of a table `s`.
    static final String COLUMNS =
            """
            s.seq, s.source, s.tool, s.account, s.kind, s.address, s.name, s.plan,
            s.last_activity, s.state, s.live, s.created, s.shown_since, s.person, s.rule
            """;

    private final Database database;

    SeatStore(Database database) {
        this.database = database;
    }

    record Row(long seq, Seat seat) {}

    Page<Seat> list(Seats.Filter filter, long before, int limit) {
        StringBuilder where = new StringBuilder("s.until IS NULL AND s.seq < ?");
        List<Object> parameters = new ArrayList<>(List.of(before));
        if (filter.source() != null) {
            where.append(" AND s.source = ?");
            parameters.add(filter.source().value());
        }
        if (filter.owner() != null) {
            where.append(" AND s.person = ?");
            parameters.add(filter.owner().value());
        }
        parameters.add(limit + 1);
        Page<Row> page =
                Page.of(
                        database.jdbc()
                                .sql(
                                        "SELECT %s FROM seat s WHERE %s ORDER BY s.seq DESC LIMIT ?"
                                                .formatted(COLUMNS, where))
                                .params(parameters)
                                .query((row, _) -> new Row(row.getLong("seq"), seat(row)))
                                .list(),
                        limit,
                        Row::seq);
        return new Page<>(page.items().stream().map(Row::seat).toList(), page.next());
    }

    /// An account that the newest reading shows, held until the transaction ends.
    Optional<Row> hold(SourceId source, String account) {
        return database.jdbc()
                .sql(
                        """
                        SELECT %s FROM seat s
                        WHERE s.source = ? AND s.account = ? AND s.until IS NULL FOR UPDATE
                        """
                                .formatted(COLUMNS))
                .params(source.value(), account)
                .query((row, _) -> new Row(row.getLong("seq"), seat(row)))
                .optional();
    }

    void link(
            SourceId source,
            String account,
            PersonId owner,
            String reason,
            Actor by,
            Instant at,
            long entry) {
        database.jdbc()
                .sql(
                        """
                        INSERT INTO seat_link (source, account, person, reason, made_by, made_at,
                                               entry)
                        VALUES (?, ?, ?, ?, ?, ?, ?)
                        """)
                .params(
                        source.value(),
                        account,
                        owner.value(),
                        reason,
                        by.value(),
                        Database.timestamp(at),
                        entry)
                .update();
    }

    void undo(SourceId source, String account, Actor by, Instant at) {
        database.jdbc()
                .sql(
                        """
                        UPDATE seat_link SET undone_by = ?, undone_at = ?
                        WHERE source = ? AND account = ? AND undone_at IS NULL
                        """)
                .params(by.value(), Database.timestamp(at), source.value(), account)
                .update();
    }

    /// Says anew whose an account is.
    void relink(long seq) {
        database.jdbc()
                .sql(
                        """
                        UPDATE seat SET person = o.person, rule = o.rule FROM seat_owner o
                        WHERE seat.seq = ? AND o.seq = seat.seq
                        """)
                .param(seq)
                .update();
    }

    static Seat seat(ResultSet row) throws SQLException {
        String owner = row.getString("person");
        return new Seat(
                new SourceId(row.getString("source")),
                new ToolId(row.getString("tool")),
                row.getString("account"),
                AccessKind.parse(row.getString("kind")),
                row.getString("address"),
                row.getString("name"),
                row.getString("plan"),
                optional(row, "last_activity"),
                row.getString("state"),
                row.getBoolean("live"),
                optional(row, "created"),
                row.getObject("shown_since", OffsetDateTime.class).toInstant(),
                owner == null ? null : new PersonId(owner),
                Seat.Rule.parse(row.getString("rule")));
    }

    static @Nullable Instant optional(ResultSet row, String column) throws SQLException {
        OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }
}
