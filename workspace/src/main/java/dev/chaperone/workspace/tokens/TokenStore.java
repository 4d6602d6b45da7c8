// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.tokens;

import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.Page;

import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The table `token`.
final class TokenStore {
    private static final String SELECT =
            """
            SELECT seq, id, person, name, kind, hint, created_at, made_by, made_with,
                   expires_at, revoked_at, used_at, noted_since
            FROM token
            """;

    private final Database database;

    TokenStore(Database database) {
        this.database = database;
    }

    private record Row(long seq, Token token) {}

    void insert(Token token, Digest secret) {
        Instant expires = token.expires();
        database.jdbc()
                .sql(
                        """
                        INSERT INTO token (id, person, name, kind, secret, hint, created_at,
                                           made_by, made_with, expires_at, noted_since)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """)
                .params(
                        token.id(),
                        token.person().value(),
                        token.name(),
                        token.kind().written(),
                        secret.hex(),
                        token.hint(),
                        Database.timestamp(token.createdAt()))
                .param(token.madeBy())
                .param(token.madeWith())
                .param(expires == null ? null : Database.timestamp(expires))
                .param(Database.timestamp(token.createdAt()))
                .update();
    }

    void used(String id, Instant at) {
        database.jdbc()
                .sql("UPDATE token SET used_at = ? WHERE id = ?")
                .params(Database.timestamp(at), id)
                .update();
    }

    void revoke(String id, Instant at) {
        database.jdbc()
                .sql("UPDATE token SET revoked_at = ? WHERE id = ?")
                .params(Database.timestamp(at), id)
                .update();
    }

    Page<Token> list(@Nullable PersonId person, long before, int limit) {
        String who = person == null ? "" : person.value();
        List<Row> rows =
                database.jdbc()
                        .sql(
                                SELECT
                                        + """
                                        WHERE seq < ? AND (? = '' OR person = ?)
                                        ORDER BY seq DESC LIMIT ?
                                        """)
                        .params(before, who, who, limit + 1)
                        .query((row, _) -> row(row))
                        .list();
        Page<Row> page = Page.of(rows, limit, Row::seq);
        return new Page<>(page.items().stream().map(Row::token).toList(), page.next());
    }

    Optional<Token> find(String id) {
        return database.jdbc()
                .sql(SELECT + "WHERE id = ?")
                .param(id)
                .query((row, _) -> row(row).token())
                .optional();
    }

    /// A token of the API whose person is active.
    Optional<Token> findApiToken(Digest secret) {
        return database.jdbc()
                .sql(
                        SELECT
                                + """
                                WHERE secret = ? AND kind = 'api' AND revoked_at IS NULL
                                  AND EXISTS (SELECT FROM person p WHERE p.id = person AND p.active)
                                """)
                .param(secret.hex())
                .query((row, _) -> row(row).token())
                .optional();
    }

    Set<String> makers(String id) {
        return database.jdbc()
                .sql(
                        """
                        WITH RECURSIVE line AS (
                            SELECT made_by, made_with FROM token WHERE id = ?
                            UNION
                            SELECT t.made_by, t.made_with FROM token t JOIN line l ON t.id = l.made_with
                        )
                        SELECT coalesce(made_by, ?) AS maker FROM line
                        """)
                .params(id, Tokens.UNKNOWN_MAKER)
                .query((row, _) -> row.getString("maker"))
                .set();
    }

    Set<PersonId> holders(Instant now) {
        return database.jdbc()
                .sql(
                        """
                        SELECT DISTINCT person FROM token
                        WHERE kind = 'gateway' AND revoked_at IS NULL
                          AND (expires_at IS NULL OR expires_at > ?)
                        """)
                .param(Database.timestamp(now))
                .query((row, _) -> new PersonId(row.getString("person")))
                .set();
    }

    Set<PersonId> holders(Set<PersonId> among, Instant now) {
        return database.jdbc()
                .sql(
                        """
                        SELECT DISTINCT person FROM token
                        WHERE kind = 'gateway' AND revoked_at IS NULL
                          AND (expires_at IS NULL OR expires_at > ?) AND person = ANY (?)
                        """)
                .param(Database.timestamp(now))
                .param(among.stream().map(PersonId::value).toArray(String[]::new))
                .query((row, _) -> new PersonId(row.getString("person")))
                .set();
    }

    /// Whether a person is active; empty when there is none.
    Optional<Boolean> holderActive(PersonId person) {
        return database.jdbc()
                .sql("SELECT active FROM person WHERE id = ?")
                .param(person.value())
                .query(Boolean.class)
                .optional();
    }

    private static Row row(ResultSet row) throws SQLException {
        Token token =
                new Token(
                        row.getString("id"),
                        new PersonId(row.getString("person")),
                        row.getString("name"),
                        Token.Kind.parse(row.getString("kind")),
                        row.getString("hint"),
                        row.getObject("created_at", OffsetDateTime.class).toInstant(),
                        row.getString("made_by"),
                        row.getString("made_with"),
                        instant(row, "expires_at"),
                        instant(row, "revoked_at"),
                        use(row));
        return new Row(row.getLong("seq"), token);
    }

    private static LastUse use(ResultSet row) throws SQLException {
        Instant used = instant(row, "used_at");
        if (used != null) {
            return new LastUse.At(used);
        }
        Instant made = row.getObject("created_at", OffsetDateTime.class).toInstant();
        Instant noted = row.getObject("noted_since", OffsetDateTime.class).toInstant();
        return noted.isAfter(made)
                ? new LastUse.Unknown("it was not noted before " + noted)
                : new LastUse.Never();
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    Map<PersonId, Long> inUse(Set<PersonId> among, Instant now) {
        Map<PersonId, Long> inUse = new HashMap<>();
        database.jdbc()
                .sql(
                        """
                        SELECT person, count(*) AS tokens FROM token
                        WHERE kind = 'gateway' AND revoked_at IS NULL
                          AND (expires_at IS NULL OR expires_at > ?) AND person = ANY (?)
                        GROUP BY person
                        """)
                .param(Database.timestamp(now))
                .param(among.stream().map(PersonId::value).toArray(String[]::new))
                .query(row -> {
                    inUse.put(new PersonId(row.getString("person")), row.getLong("tokens"));
                });
        return inUse;
    }
}
