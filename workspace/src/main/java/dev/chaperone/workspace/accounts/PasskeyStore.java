// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.accounts;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Database;

import org.springframework.dao.DuplicateKeyException;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/// The table `passkey`.
final class PasskeyStore {
    private static final String SELECT =
            """
            SELECT k.id, k.person, k.name, k.credential, k.key, k.counter, k.synced, k.made_at,
                   k.used_at
            FROM passkey k
            """;

    private final Database database;

    PasskeyStore(Database database) {
        this.database = database;
    }

    /// A key with what it is checked by.
    record Row(Passkey passkey, PasskeyProtocol.Kept kept) {}

    /// The key of this name, of an active person.
    Optional<Row> find(String credential) {
        return database.jdbc()
                .sql(
                        SELECT
                                + """
                                JOIN person p ON p.id = k.person
                                WHERE k.credential = ? AND p.active
                                """)
                .param(credential)
                .query((row, _) -> row(row))
                .optional();
    }

    /// The newest first.
    List<Row> of(PersonId person) {
        return database.jdbc()
                .sql(SELECT + "WHERE k.person = ? ORDER BY k.seq DESC")
                .param(person.value())
                .query((row, _) -> row(row))
                .list();
    }

    /// False when a key of this name is known already, whose ever.
    boolean insert(Row row) {
        Passkey passkey = row.passkey();
        PasskeyProtocol.Kept kept = row.kept();
        try {
            database.jdbc()
                    .sql(
                            """
                            INSERT INTO passkey (id, person, name, credential, key, counter,
                                                 synced, made_at)
                            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                            """)
                    .params(
                            passkey.id(),
                            passkey.person().value(),
                            passkey.name(),
                            kept.credential(),
                            kept.key(),
                            kept.counter(),
                            kept.synced(),
                            Database.timestamp(passkey.made()))
                    .update();
            return true;
        } catch (DuplicateKeyException e) {
            return false;
        }
    }

    /// Notes a use; false when another one came first.
    boolean used(Row row, long counter, Instant at) {
        return database.jdbc()
                        .sql(
                                """
                                UPDATE passkey SET counter = ?, used_at = ?
                                WHERE id = ? AND counter = ?
                                """)
                        .params(
                                counter,
                                Database.timestamp(at),
                                row.passkey().id(),
                                row.kept().counter())
                        .update()
                == 1;
    }

    /// False when the person has none with this id.
    boolean remove(PersonId person, String id) {
        return database.jdbc()
                        .sql("DELETE FROM passkey WHERE person = ? AND id = ?")
                        .params(person.value(), id)
                        .update()
                == 1;
    }

    private static Row row(ResultSet row) throws SQLException {
        OffsetDateTime used = row.getObject("used_at", OffsetDateTime.class);
        boolean synced = row.getBoolean("synced");
        return new Row(
                new Passkey(
                        row.getString("id"),
                        new PersonId(row.getString("person")),
                        row.getString("name"),
                        synced,
                        row.getObject("made_at", OffsetDateTime.class).toInstant(),
                        used == null ? null : used.toInstant()),
                new PasskeyProtocol.Kept(
                        row.getString("credential"),
                        row.getString("key"),
                        row.getLong("counter"),
                        synced));
    }
}
