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
import java.util.Set;
import java.util.TreeSet;

/// The table `invitation`.
final class InvitationStore {
    private static final String SELECT =
            """
            SELECT id, person, made_by, expires_at, handed FROM invitation
            WHERE ended_at IS NULL AND expires_at > ?
            """;

    private final Database database;

    InvitationStore(Database database) {
        this.database = database;
    }

    /// @param holders whoever could use the link besides the person
    void insert(Invitation invitation, Digest secret, Set<String> holders, Instant at) {
        database.jdbc()
                .sql(
                        """
                        INSERT INTO invitation (id, person, secret, made_by, made_at, expires_at,
                                                handed, holders)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                        """)
                .params(
                        invitation.id(),
                        invitation.person().value(),
                        secret.hex(),
                        invitation.madeBy(),
                        Database.timestamp(at),
                        Database.timestamp(invitation.expires()),
                        invitation.handed().written(),
                        holders.stream().sorted().toArray(String[]::new))
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

    /// Whoever could use the link by which somebody's account was opened, besides them; nobody when
    /// it came by mail.
    Set<String> holders(PersonId person) {
        Set<String> holders = new TreeSet<>();
        database.jdbc()
                .sql(
                        """
                        SELECT unnest(coalesce(i.holders, ARRAY[i.made_by])) AS holder
                        FROM account a JOIN invitation i ON i.id = a.invitation
                        WHERE a.person = ? AND i.handed = 'by-hand'
                        """)
                .param(person.value())
                .query(row -> {
                    holders.add(row.getString("holder"));
                });
        return holders;
    }

    private static Invitation row(ResultSet row) throws SQLException {
        return new Invitation(
                row.getString("id"),
                new PersonId(row.getString("person")),
                row.getString("made_by"),
                row.getObject("expires_at", OffsetDateTime.class).toInstant(),
                Invitation.Handed.parse(row.getString("handed")));
    }
}
