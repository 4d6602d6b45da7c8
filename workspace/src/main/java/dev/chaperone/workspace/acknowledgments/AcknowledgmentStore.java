// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.acknowledgments;

import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.Page;

import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/// The tables `acknowledgment` and `acknowledgment_demand`.
final class AcknowledgmentStore {
    private static final String SELECT =
            """
            SELECT seq, id, person, version, policy, document, language, reason, assigned_at,
                   due_at, acknowledged_at, consent, method, authentication, entry,
                   presented_at, name, email, employment, department, manager
            FROM acknowledgment
            """;

    private final Database database;

    AcknowledgmentStore(Database database) {
        this.database = database;
    }

    private record Row(long seq, Acknowledgment acknowledgment) {}

    void insert(Acknowledgment made) {
        database.jdbc()
                .sql(
                        """
                        INSERT INTO acknowledgment
                            (id, person, version, policy, document, language, reason, assigned_at,
                             due_at, acknowledged_at, consent, method, authentication, entry,
                             presented_at, name, email, employment, department, manager)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """)
                .param(made.id())
                .param(made.person().value())
                .param(made.version())
                .param(made.policy().toString())
                .param(made.document().toString())
                .param(made.language())
                .param(made.reason())
                .param(Database.timestamp(made.assignedAt()))
                .param(Database.timestamp(made.dueAt()))
                .param(Database.timestamp(made.acknowledgedAt()))
                .param(made.consent())
                .param(made.method())
                .param(made.authentication())
                .param(made.entry())
                .param(made.presentedAt() == null ? null : Database.timestamp(made.presentedAt()))
                .param(made.signer().name())
                .param(made.signer().email())
                .param(made.signer().employment())
                .param(made.signer().department())
                .param(made.signer().manager())
                .update();
    }

    void demand(PersonId person, String reason, Instant at, String by) {
        database.jdbc()
                .sql(
                        """
                        INSERT INTO acknowledgment_demand (person, reason, at, who)
                        VALUES (?, ?, ?, ?)
                        """)
                .params(person.value(), reason, Database.timestamp(at), by)
                .update();
    }

    Optional<Acknowledgment> find(String id) {
        return database.jdbc()
                .sql(SELECT + "WHERE id = ?")
                .param(id)
                .query((row, _) -> row(row).acknowledgment())
                .optional();
    }

    Optional<Acknowledgment> newest(PersonId person) {
        return database.jdbc()
                .sql(SELECT + "WHERE person = ? ORDER BY seq DESC LIMIT 1")
                .param(person.value())
                .query((row, _) -> row(row).acknowledgment())
                .optional();
    }

    /// Those of a person; of everybody when it is null.
    Page<Acknowledgment> list(@Nullable PersonId person, long before, int limit) {
        String who = person == null ? null : person.value();
        List<Row> rows =
                database.jdbc()
                        .sql(
                                SELECT
                                        + """
                                        WHERE seq < ? AND (?::text IS NULL OR person = ?)
                                        ORDER BY seq DESC LIMIT ?
                                        """)
                        .param(before)
                        .param(who)
                        .param(who)
                        .param(limit + 1)
                        .query((row, _) -> row(row))
                        .list();
        Page<Row> page = Page.of(rows, limit, Row::seq);
        return new Page<>(page.items().stream().map(Row::acknowledgment).toList(), page.next());
    }

    private static Row row(ResultSet row) throws SQLException {
        OffsetDateTime presented = row.getObject("presented_at", OffsetDateTime.class);
        Acknowledgment made =
                new Acknowledgment(
                        row.getString("id"),
                        new PersonId(row.getString("person")),
                        new Acknowledgment.Signer(
                                row.getString("name"),
                                row.getString("email"),
                                row.getString("employment"),
                                row.getString("department"),
                                row.getString("manager")),
                        row.getInt("version"),
                        Digest.parse(row.getString("policy")),
                        Digest.parse(row.getString("document")),
                        row.getString("language"),
                        row.getString("reason"),
                        instant(row, "assigned_at"),
                        instant(row, "due_at"),
                        presented == null ? null : presented.toInstant(),
                        instant(row, "acknowledged_at"),
                        row.getString("consent"),
                        row.getString("method"),
                        row.getString("authentication"),
                        row.getLong("entry"));
        return new Row(row.getLong("seq"), made);
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
