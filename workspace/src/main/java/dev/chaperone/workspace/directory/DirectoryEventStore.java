// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.directory;

import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.Page;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;

/// The table `directory_event`.
final class DirectoryEventStore {
    private final Database database;

    DirectoryEventStore(Database database) {
        this.database = database;
    }

    private record Row(long seq, DirectoryEvent event) {}

    void insert(DirectoryEvent event) {
        database.jdbc()
                .sql(
                        """
                        INSERT INTO directory_event
                            (at, who, method, place, subject, status, note)
                        VALUES (?, ?, ?, ?, ?, ?, ?)
                        """)
                .param(Database.timestamp(event.at()))
                .param(event.by())
                .param(event.method())
                .param(event.place())
                .param(event.subject())
                .param(event.status())
                .param(event.note())
                .update();
    }

    Page<DirectoryEvent> list(long before, int limit) {
        List<Row> rows =
                database.jdbc()
                        .sql(
                                """
                                SELECT seq, at, who, method, place, subject, status, note
                                FROM directory_event WHERE seq < ? ORDER BY seq DESC LIMIT ?
                                """)
                        .params(before, limit + 1)
                        .query((row, _) -> row(row))
                        .list();
        Page<Row> page = Page.of(rows, limit, Row::seq);
        return new Page<>(page.items().stream().map(Row::event).toList(), page.next());
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                row.getLong("seq"),
                new DirectoryEvent(
                        row.getObject("at", OffsetDateTime.class).toInstant(),
                        row.getString("who"),
                        row.getString("method"),
                        row.getString("place"),
                        row.getString("subject"),
                        row.getInt("status"),
                        row.getString("note")));
    }
}
