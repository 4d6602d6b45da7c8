// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.signins;

import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Database;

import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The table `tool_sign_in`.
final class ToolSignInStore {
    private static final String SELECT =
            """
            SELECT s.id, s.client, s.address, s.asked_at, s.polled_at, s.poll_seconds, s.approved,
                   s.person, coalesce(p.active, false) AS person_active, s.turn, s.renewed_at,
                   s.ends, s.ended_at
            FROM tool_sign_in s LEFT JOIN person p ON p.id = s.person
            """;

    private final Database database;

    ToolSignInStore(Database database) {
        this.database = database;
    }

    void insert(Row row, Digest deviceCode, Digest userCode) {
        database.jdbc()
                .sql(
                        """
                        INSERT INTO tool_sign_in (id, client, address, asked_at, poll_seconds,
                                                  device_code, user_code)
                        VALUES (?, ?, ?, ?, ?, ?, ?)
                        """)
                .params(
                        row.id(),
                        row.client(),
                        row.address(),
                        Database.timestamp(row.askedAt()),
                        row.pollSeconds(),
                        deviceCode.hex(),
                        userCode.hex())
                .update();
    }

    /// How many wait for somebody's decision, and how many of them from this address.
    Waiting waiting(String address, Instant askedAfter) {
        return database.jdbc()
                .sql(
                        """
                        SELECT count(*) AS all_of_them, count(*) FILTER (WHERE address = ?) AS of_it
                        FROM tool_sign_in
                        WHERE family IS NULL AND approved IS NULL AND asked_at > ?
                        """)
                .params(address, Database.timestamp(askedAfter))
                .query((row, _) -> new Waiting(row.getInt("all_of_them"), row.getInt("of_it")))
                .single();
    }

    record Waiting(int everywhere, int here) {}

    /// Forgets those that came to nothing. Those that somebody decided stand in the ledger.
    void forget(Instant askedBefore) {
        database.jdbc()
                .sql("DELETE FROM tool_sign_in WHERE family IS NULL AND asked_at < ?")
                .param(Database.timestamp(askedBefore))
                .update();
    }

    /// Forgets those of a person that are over.
    void forget(PersonId person, Instant over) {
        database.jdbc()
                .sql(
                        """
                        DELETE FROM tool_sign_in
                        WHERE person = ? AND family IS NOT NULL AND (ended_at < ? OR ends < ?)
                        """)
                .params(person.value(), Database.timestamp(over), Database.timestamp(over))
                .update();
    }

    Optional<Row> byDeviceCode(Digest code) {
        return one("WHERE s.device_code = ? FOR UPDATE OF s", code.hex());
    }

    Optional<Row> byUserCode(Digest code) {
        return one("WHERE s.user_code = ? FOR UPDATE OF s", code.hex());
    }

    Optional<Row> byId(String id) {
        return one("WHERE s.id = ? FOR UPDATE OF s", id);
    }

    /// Not locked: to find out whether a refresh token is one at all.
    boolean isFamily(Digest family) {
        return one("WHERE s.family = ?", family.hex()).isPresent();
    }

    Optional<Row> byFamily(Digest family) {
        return one("WHERE s.family = ? FOR UPDATE OF s", family.hex());
    }

    /// The id of the sign-in that an access token belongs to.
    Optional<String> idByAccess(Digest access) {
        return database.jdbc()
                .sql("SELECT id FROM tool_sign_in WHERE access = ? OR access_before = ?")
                .params(access.hex(), access.hex())
                .query(String.class)
                .optional();
    }

    Optional<String> idByFamily(Digest family) {
        return database.jdbc()
                .sql("SELECT id FROM tool_sign_in WHERE family = ?")
                .param(family.hex())
                .query(String.class)
                .optional();
    }

    private Optional<Row> one(String where, String value) {
        return database.jdbc()
                .sql(SELECT + where)
                .param(value)
                .query((row, _) -> row(row))
                .optional();
    }

    /// Those of a person that have tokens or had them, the newest first.
    List<Row> of(PersonId person) {
        return database.jdbc()
                .sql(SELECT + "WHERE s.person = ? AND s.family IS NOT NULL ORDER BY s.seq DESC")
                .param(person.value())
                .query((row, _) -> row(row))
                .list();
    }

    Set<PersonId> holders(Instant now) {
        return database.jdbc()
                .sql(
                        """
                        SELECT DISTINCT person FROM tool_sign_in
                        WHERE family IS NOT NULL AND ended_at IS NULL AND ends > ?
                        """)
                .param(Database.timestamp(now))
                .query((row, _) -> new PersonId(row.getString("person")))
                .set();
    }

    Set<PersonId> holders(Set<PersonId> among, Instant now) {
        return database.jdbc()
                .sql(
                        """
                        SELECT DISTINCT person FROM tool_sign_in
                        WHERE family IS NOT NULL AND ended_at IS NULL AND ends > ?
                          AND person = ANY (?)
                        """)
                .param(Database.timestamp(now))
                .param(among.stream().map(PersonId::value).toArray(String[]::new))
                .query((row, _) -> new PersonId(row.getString("person")))
                .set();
    }

    void polled(String id, Instant at, int seconds) {
        database.jdbc()
                .sql("UPDATE tool_sign_in SET polled_at = ?, poll_seconds = ? WHERE id = ?")
                .params(Database.timestamp(at), seconds, id)
                .update();
    }

    void decide(String id, boolean approved, @Nullable PersonId person, Instant at) {
        database.jdbc()
                .sql(
                        """
                        UPDATE tool_sign_in SET approved = ?, person = ?, decided_at = ?
                        WHERE id = ?
                        """)
                .param(approved)
                .param(person == null ? null : person.value())
                .param(Database.timestamp(at))
                .param(id)
                .update();
    }

    /// The first tokens, or the next ones; the access token of before works on to its own end.
    void issue(String id, Issue issue) {
        database.jdbc()
                .sql(
                        """
                        UPDATE tool_sign_in
                        SET access_before = access, access_before_ends = access_ends,
                            access = ?, access_ends = ?, family = coalesce(family, ?), turn = ?,
                            renewed_at = ?, ends = coalesce(ends, ?)
                        WHERE id = ?
                        """)
                .params(
                        issue.access().hex(),
                        Database.timestamp(issue.accessEnds()),
                        issue.family().hex(),
                        issue.turn().hex(),
                        Database.timestamp(issue.at()),
                        Database.timestamp(issue.ends()),
                        id)
                .update();
    }

    /// Digests of tokens, and when they end.
    record Issue(
            Digest access,
            Instant accessEnds,
            Digest family,
            Digest turn,
            Instant at,
            Instant ends) {}

    void end(String id, Instant at) {
        database.jdbc()
                .sql("UPDATE tool_sign_in SET ended_at = ? WHERE id = ?")
                .params(Database.timestamp(at), id)
                .update();
    }

    private static Row row(ResultSet row) throws SQLException {
        String person = row.getString("person");
        return new Row(
                row.getString("id"),
                row.getString("client"),
                row.getString("address"),
                row.getObject("asked_at", OffsetDateTime.class).toInstant(),
                instant(row, "polled_at"),
                row.getInt("poll_seconds"),
                row.getObject("approved", Boolean.class),
                person == null ? null : new PersonId(person),
                row.getBoolean("person_active"),
                row.getString("turn"),
                instant(row, "renewed_at"),
                instant(row, "ends"),
                instant(row, "ended_at"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
