// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.incidents;

import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.Page;

import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The tables `incident` and `incident_fact`.
final class IncidentStore {
    private static final String SELECT =
            """
            SELECT number, id, reporter, reported_at, version, evidence, ticket, ticket_url,
                   closed_at, closed_by
            FROM incident
            """;

    private final Database database;

    IncidentStore(Database database) {
        this.database = database;
    }

    void insert(String id, String reporter, Instant at, String salt, List<String> evidence) {
        database.jdbc()
                .sql(
                        """
                        INSERT INTO incident (id, reporter, reported_at, salt, evidence)
                        VALUES (?, ?, ?, ?, ?)
                        """)
                .params(id, reporter, Database.timestamp(at), salt, evidence.toArray(String[]::new))
                .update();
    }

    void state(String id, int version, Statement statement) {
        database.jdbc()
                .sql(
                        """
                        INSERT INTO incident_fact (incident, field, value, stated_by, stated_at,
                                                   version)
                        VALUES (?, ?, ?, ?, ?, ?)
                        """)
                .params(
                        id,
                        statement.field().written(),
                        statement.value(),
                        statement.by(),
                        Database.timestamp(statement.at()),
                        version)
                .update();
    }

    void advance(String id, int version) {
        database.jdbc()
                .sql("UPDATE incident SET version = ? WHERE id = ?")
                .params(version, id)
                .update();
    }

    void link(String id, Incident.Ticket ticket) {
        database.jdbc()
                .sql("UPDATE incident SET ticket = ?, ticket_url = ? WHERE id = ?")
                .param(ticket.reference())
                .param(ticket.address())
                .param(id)
                .update();
    }

    void close(String id, Incident.Closing closing) {
        database.jdbc()
                .sql("UPDATE incident SET closed_by = ?, closed_at = ? WHERE id = ?")
                .params(closing.who(), Database.timestamp(closing.at()), id)
                .update();
    }

    String salt(String id) {
        return database.jdbc()
                .sql("SELECT salt FROM incident WHERE id = ?")
                .param(id)
                .query(String.class)
                .single();
    }

    Optional<Incident> find(String id) {
        return select("WHERE id = ?", id);
    }

    /// Held until the end of the transaction.
    Optional<Incident> hold(String id) {
        return select("WHERE id = ? FOR UPDATE", id);
    }

    private Optional<Incident> select(String where, String id) {
        return database.jdbc()
                .sql(SELECT + where)
                .param(id)
                .query((row, _) -> incident(row))
                .optional();
    }

    /// Those that somebody reported; all, when it is null.
    Page<Incident> list(@Nullable String reporter, long before, int limit) {
        return Page.of(
                database.jdbc()
                        .sql(
                                SELECT
                                        + """
                                        WHERE number < ? AND (?::text IS NULL OR reporter = ?)
                                        ORDER BY number DESC LIMIT ?
                                        """)
                        .param(before)
                        .param(reporter)
                        .param(reporter)
                        .param(limit + 1)
                        .query((row, _) -> incident(row))
                        .list(),
                limit,
                Incident::number);
    }

    /// All that was ever stated, the oldest first.
    List<Statement> history(String id) {
        return database.jdbc()
                .sql(
                        """
                        SELECT field, value, stated_by, stated_at FROM incident_fact
                        WHERE incident = ? ORDER BY seq
                        """)
                .param(id)
                .query((row, _) ->
                        new Statement(
                                Field.of(row.getString("field")).orElseThrow(),
                                row.getString("value"),
                                row.getString("stated_by"),
                                instant(row, "stated_at")))
                .list();
    }

    private Incident incident(ResultSet row) throws SQLException {
        String id = row.getString("id");
        Map<Field, String> facts = new EnumMap<>(Field.class);
        history(id).forEach(each -> facts.put(each.field(), each.value()));
        String ticket = row.getString("ticket");
        OffsetDateTime closed = row.getObject("closed_at", OffsetDateTime.class);
        return new Incident(
                id,
                row.getLong("number"),
                row.getString("reporter"),
                instant(row, "reported_at"),
                row.getInt("version"),
                facts,
                List.of((String[]) row.getArray("evidence").getArray()),
                ticket == null ? null : new Incident.Ticket(ticket, row.getString("ticket_url")),
                closed == null
                        ? null
                        : new Incident.Closing(row.getString("closed_by"), closed.toInstant()));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
