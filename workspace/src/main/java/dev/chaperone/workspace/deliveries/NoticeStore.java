// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.deliveries;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.Page;

import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;

/// The table `notice`.
final class NoticeStore {
    private static final String SELECT =
            """
            SELECT seq, id, person, kind, title, body, path, created_at, read_at FROM notice
            """;

    private final Database database;

    NoticeStore(Database database) {
        this.database = database;
    }

    private record Row(long seq, Notice notice) {}

    /// Does nothing when this person was told this before.
    ///
    /// @param gathered which letter it waits for; null: none
    /// @return whether it is new
    boolean insert(Notice notice, String occasion, boolean shown, @Nullable String gathered) {
        return database.jdbc()
                        .sql(
                                """
                                INSERT INTO notice (id, person, occasion, kind, title, body, path,
                                                    created_at, shown, gathered)
                                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                                ON CONFLICT (person, occasion) DO NOTHING
                                """)
                        .param(notice.id())
                        .param(notice.person().value())
                        .param(occasion)
                        .param(notice.kind().written())
                        .param(notice.title())
                        .param(notice.body())
                        .param(notice.path())
                        .param(Database.timestamp(notice.createdAt()))
                        .param(shown)
                        .param(gathered)
                        .update()
                > 0;
    }

    Page<Notice> list(PersonId person, boolean unread, long before, int limit) {
        List<Row> rows =
                database.jdbc()
                        .sql(
                                SELECT
                                        + "WHERE person = ? AND shown AND seq < ? "
                                        + (unread ? "AND read_at IS NULL " : "")
                                        + "ORDER BY seq DESC LIMIT ?")
                        .params(person.value(), before, limit + 1)
                        .query((row, _) -> row(row))
                        .list();
        Page<Row> page = Page.of(rows, limit, Row::seq);
        return new Page<>(page.items().stream().map(Row::notice).toList(), page.next());
    }

    long unread(PersonId person) {
        return database.jdbc()
                .sql("SELECT count(*) FROM notice WHERE person = ? AND shown AND read_at IS NULL")
                .param(person.value())
                .query((row, _) -> row.getLong(1))
                .single();
    }

    /// Whether the person has it.
    boolean read(PersonId person, String id, Instant at) {
        return database.jdbc()
                        .sql(
                                """
                                UPDATE notice SET read_at = coalesce(read_at, ?)
                                WHERE person = ? AND id = ?
                                """)
                        .params(Database.timestamp(at), person.value(), id)
                        .update()
                > 0;
    }

    int readAll(PersonId person, Instant at) {
        return database.jdbc()
                .sql("UPDATE notice SET read_at = ? WHERE person = ? AND read_at IS NULL")
                .params(Database.timestamp(at), person.value())
                .update();
    }

    /// What waits for the letter that gathers, the oldest first.
    List<Notice> waiting(PersonId person, String rhythm) {
        return database.jdbc()
                .sql(SELECT + "WHERE gathered = ? AND person = ? ORDER BY seq")
                .params(rhythm, person.value())
                .query((row, _) -> row(row).notice())
                .list();
    }

    List<PersonId> waiting(String rhythm) {
        return database.jdbc()
                .sql(
                        """
                        SELECT DISTINCT person FROM notice n
                        WHERE gathered = ?
                          AND EXISTS (SELECT FROM person p WHERE p.id = n.person AND p.active)
                        """)
                .param(rhythm)
                .query((row, _) -> new PersonId(row.getString("person")))
                .list();
    }

    void gathered(List<Notice> notices) {
        database.jdbc()
                .sql("UPDATE notice SET gathered = NULL WHERE id = ANY(?::text[])")
                .param(notices.stream().map(Notice::id).toArray(String[]::new))
                .update();
    }

    private static Row row(ResultSet row) throws SQLException {
        OffsetDateTime read = row.getObject("read_at", OffsetDateTime.class);
        return new Row(
                row.getLong("seq"),
                new Notice(
                        row.getString("id"),
                        new PersonId(row.getString("person")),
                        NoticeKind.parse(row.getString("kind")),
                        row.getString("title"),
                        row.getString("body"),
                        row.getString("path"),
                        row.getObject("created_at", OffsetDateTime.class).toInstant(),
                        read == null ? null : read.toInstant()));
    }
}
