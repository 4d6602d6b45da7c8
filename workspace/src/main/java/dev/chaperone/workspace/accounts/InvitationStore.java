// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.accounts;

import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Database;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/// The table `invitation`.
final class InvitationStore {
    private static final String SELECT =
            """
            SELECT id, person, made_by, expires_at FROM invitation
            WHERE ended_at IS NULL AND expires_at > ?
            """;

    private final Database database;

    InvitationStore(Database database) {
        this.database = database;
    }

    void insert(Invitation invitation, Digest secret, Instant at) {
        database.jdbc()
                .sql(
                        """
                        INSERT INTO invitation (id, person, secret, made_by, made_at, expires_at)
                        VALUES (?, ?, ?, ?, ?, ?)
                        """)
                .params(
                        invitation.id(),
                        invitation.person().value(),
                        secret.hex(),
                        invitation.madeBy(),
                        Database.timestamp(at),
                        Database.timestamp(invitation.expires()))
                .update();
    }

    /// Those that work now.
    Optional<Invitation> find(Digest secret, Instant now) {
        return database.jdbc()
                .sql(SELECT + " AND secret = ?")
                .params(Database.timestamp(now), secret.hex())
                .query((row, _) -> row(row))
                .optional();
    }

    Optional<Invitation> of(PersonId person, Instant now) {
        return database.jdbc()
                .sql(SELECT + " AND person = ? ORDER BY seq DESC LIMIT 1")
                .params(Database.timestamp(now), person.value())
                .query((row, _) -> row(row))
                .optional();
    }

    /// Ends all that a person has; how many that were.
    int end(PersonId person, Instant at) {
        return database.jdbc()
                .sql("UPDATE invitation SET ended_at = ? WHERE person = ? AND ended_at IS NULL")
                .params(Database.timestamp(at), person.value())
                .update();
    }

    private static Invitation row(ResultSet row) throws SQLException {
        return new Invitation(
                row.getString("id"),
                new PersonId(row.getString("person")),
                row.getString("made_by"),
                row.getObject("expires_at", OffsetDateTime.class).toInstant());
    }
}
