// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.accounts;

import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Database;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/// The tables `account` and `recovery_code`.
final class AccountStore {
    private static final String SELECT =
            """
            SELECT a.person, a.password, a.password_at, a.factor, a.factor_at, a.factor_step,
                   (SELECT count(*) FROM recovery_code r
                    WHERE r.person = a.person AND r.used_at IS NULL) AS codes
            FROM account a JOIN person p ON p.id = a.person
            """;

    private final Database database;

    AccountStore(Database database) {
        this.database = database;
    }

    /// An account with what it is checked by.
    ///
    /// @param factor encrypted
    // A carrier: nobody compares it.
    @SuppressWarnings("ArrayRecordComponent")
    record Row(Account account, String password, byte[] factor, long factorStep) {}

    boolean any() {
        return database.jdbc()
                .sql("SELECT EXISTS (SELECT FROM account)")
                .query(Boolean.class)
                .single();
    }

    Optional<Row> find(PersonId person) {
        return database.jdbc()
                .sql(SELECT + "WHERE a.person = ?")
                .param(person.value())
                .query((row, _) -> row(row))
                .optional();
    }

    /// The account of an active person.
    Optional<Row> findByEmail(String email) {
        return database.jdbc()
                .sql(SELECT + "WHERE lower(p.email) = lower(?) AND p.active")
                .param(email)
                .query((row, _) -> row(row))
                .optional();
    }

    /// Puts an account in the place of what the person had before.
    void put(Row row, String invitation) {
        Account account = row.account();
        String person = account.person().value();
        database.jdbc().sql("DELETE FROM account WHERE person = ?").param(person).update();
        database.jdbc()
                .sql(
                        """
                        INSERT INTO account (person, invitation, password, password_at,
                                             factor, factor_at, factor_step)
                        VALUES (?, ?, ?, ?, ?, ?, ?)
                        """)
                .params(
                        person,
                        invitation,
                        row.password(),
                        Database.timestamp(account.passwordAt()),
                        row.factor(),
                        Database.timestamp(account.factorAt()),
                        row.factorStep())
                .update();
    }

    void setPassword(PersonId person, String hash, Instant at) {
        database.jdbc()
                .sql("UPDATE account SET password = ?, password_at = ? WHERE person = ?")
                .params(hash, Database.timestamp(at), person.value())
                .update();
    }

    void setFactor(PersonId person, byte[] factor, long step, Instant at) {
        database.jdbc()
                .sql(
                        """
                        UPDATE account SET factor = ?, factor_step = ?, factor_at = ?
                        WHERE person = ?
                        """)
                .params(factor, step, Database.timestamp(at), person.value())
                .update();
    }

    /// Uses up a step of the one-time codes, and all before it; false when it was used.
    boolean useStep(PersonId person, long step) {
        return database.jdbc()
                        .sql(
                                """
                                UPDATE account SET factor_step = ?
                                WHERE person = ? AND factor_step < ?
                                """)
                        .params(step, person.value(), step)
                        .update()
                == 1;
    }

    /// Puts these codes in the place of all that the person had.
    void putCodes(PersonId person, List<RecoveryCode> codes) {
        database.jdbc()
                .sql("DELETE FROM recovery_code WHERE person = ?")
                .param(person.value())
                .update();
        for (RecoveryCode code : codes) {
            database.jdbc()
                    .sql("INSERT INTO recovery_code (person, digest) VALUES (?, ?)")
                    .params(person.value(), code.digest().hex())
                    .update();
        }
    }

    /// Uses up a recovery code; false when there is none like it that was not used.
    boolean useCode(PersonId person, Digest code, Instant at) {
        return database.jdbc()
                        .sql(
                                """
                                UPDATE recovery_code SET used_at = ?
                                WHERE person = ? AND digest = ? AND used_at IS NULL
                                """)
                        .params(Database.timestamp(at), person.value(), code.hex())
                        .update()
                == 1;
    }

    private static Row row(ResultSet row) throws SQLException {
        Account account =
                new Account(
                        new PersonId(row.getString("person")),
                        row.getObject("password_at", OffsetDateTime.class).toInstant(),
                        row.getObject("factor_at", OffsetDateTime.class).toInstant(),
                        row.getInt("codes"));
        return new Row(
                account,
                row.getString("password"),
                row.getBytes("factor"),
                row.getLong("factor_step"));
    }
}
