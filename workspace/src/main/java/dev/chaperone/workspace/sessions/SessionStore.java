// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.sessions;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Database;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/// The table `web_session`.
final class SessionStore {
    private static final String SELECT =
            """
            SELECT id, person, method, authenticated_at, started_at, seen_at, address, agent,
                   ended_at
            FROM web_session
            """;

    /// Whose access has ended since has to sign in again, also when it was given back.
    private static final String HELD =
            """
            NOT EXISTS (SELECT FROM person_standing s
                        WHERE s.person = web_session.person AND NOT s.active
                          AND s.since >= web_session.started_at)
            """;

    private final Database database;

    SessionStore(Database database) {
        this.database = database;
    }

    void insert(Session session) {
        PersonId person = session.person();
        database.jdbc()
                .sql(
                        """
                        INSERT INTO web_session (id, person, method, authenticated_at, started_at,
                                                 seen_at, address, agent)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                        """)
                .param(session.id())
                .param(person == null ? null : person.value())
                .param(session.method())
                .param(Database.timestamp(session.authenticated()))
                .param(Database.timestamp(session.started()))
                .param(Database.timestamp(session.seen()))
                .param(session.address())
                .param(session.agent())
                .update();
    }

    Optional<Session> find(String id) {
        return database.jdbc()
                .sql(SELECT + "WHERE id = ? AND " + HELD)
                .param(id)
                .query((row, _) -> row(row))
                .optional();
    }

    List<Session> of(PersonId person, Instant since) {
        return database.jdbc()
                .sql(
                        SELECT
                                + """
                                WHERE person = ? AND ended_at IS NULL AND started_at > ? AND
                                """
                                + HELD
                                + " ORDER BY seq DESC")
                .params(person.value(), Database.timestamp(since))
                .query((row, _) -> row(row))
                .list();
    }

    List<Session> remembered(PersonId person) {
        return database.jdbc()
                .sql(SELECT + "WHERE person = ? ORDER BY seq DESC")
                .param(person.value())
                .query((row, _) -> row(row))
                .list();
    }

    void seen(String id, Instant at) {
        database.jdbc()
                .sql("UPDATE web_session SET seen_at = ? WHERE id = ?")
                .params(Database.timestamp(at), id)
                .update();
    }

    void end(String id, Instant at) {
        database.jdbc()
                .sql("UPDATE web_session SET ended_at = ? WHERE id = ? AND ended_at IS NULL")
                .params(Database.timestamp(at), id)
                .update();
    }

    /// Whether the person with this address was let in from there.
    boolean familiar(String email, String address, Instant since) {
        return database.jdbc()
                .sql(
                        """
                        SELECT EXISTS (
                            SELECT FROM web_session s JOIN person p ON p.id = s.person
                            WHERE lower(p.email) = lower(?) AND s.address = ? AND s.started_at > ?)
                        """)
                .params(email, address, Database.timestamp(since))
                .query(Boolean.class)
                .single();
    }

    void forget(Instant before) {
        database.jdbc()
                .sql("DELETE FROM web_session WHERE started_at < ?")
                .param(Database.timestamp(before))
                .update();
    }

    private static Session row(ResultSet row) throws SQLException {
        String person = row.getString("person");
        return new Session(
                row.getString("id"),
                person == null ? null : new PersonId(person),
                row.getString("method"),
                instant(row, "authenticated_at"),
                instant(row, "started_at"),
                instant(row, "seen_at"),
                row.getString("address"),
                row.getString("agent"),
                row.getString("ended_at") == null ? null : instant(row, "ended_at"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
