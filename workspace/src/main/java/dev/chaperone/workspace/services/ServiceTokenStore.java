// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.services;

import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.Page;

import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The table `service_token`.
final class ServiceTokenStore {
    private static final String SELECT =
            """
            SELECT seq, id, name, owner, scopes, hint, made_by, made_at, expires_at, used_at,
                   revoked_at
            FROM service_token
            """;

    private final Database database;

    ServiceTokenStore(Database database) {
        this.database = database;
    }

    private record Row(long seq, ServiceToken token) {}

    void insert(ServiceToken token, Digest secret) {
        database.jdbc()
                .sql(
                        """
                        INSERT INTO service_token (id, name, owner, scopes, secret, hint, made_by,
                                                   made_at, expires_at)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """)
                .param(token.id())
                .param(token.name())
                .param(token.owner().value())
                .param(
                        token.scopes().stream()
                                .map(ServiceScope::written)
                                .sorted()
                                .toArray(String[]::new))
                .param(secret.hex())
                .param(token.hint())
                .param(token.madeBy())
                .param(Database.timestamp(token.made()))
                .param(Database.timestamp(token.expires()))
                .update();
    }

    Page<ServiceToken> list(long before, int limit) {
        List<Row> rows =
                database.jdbc()
                        .sql(SELECT + "WHERE seq < ? ORDER BY seq DESC LIMIT ?")
                        .params(before, limit + 1)
                        .query((row, _) -> row(row))
                        .list();
        Page<Row> page = Page.of(rows, limit, Row::seq);
        return new Page<>(page.items().stream().map(Row::token).toList(), page.next());
    }

    List<ServiceToken> of(PersonId owner) {
        return database.jdbc()
                .sql(SELECT + "WHERE owner = ? ORDER BY seq DESC")
                .param(owner.value())
                .query((row, _) -> row(row).token())
                .list();
    }

    Optional<ServiceToken> find(String id) {
        return database.jdbc()
                .sql(SELECT + "WHERE id = ?")
                .param(id)
                .query((row, _) -> row(row).token())
                .optional();
    }

    Optional<ServiceToken> find(Digest secret) {
        return database.jdbc()
                .sql(SELECT + "WHERE secret = ?")
                .param(secret.hex())
                .query((row, _) -> row(row).token())
                .optional();
    }

    void used(String id, Instant at) {
        set("UPDATE service_token SET used_at = ? WHERE id = ?", at, id);
    }

    void revoke(String id, Instant at) {
        set("UPDATE service_token SET revoked_at = ? WHERE id = ?", at, id);
    }

    private void set(String sql, Instant at, String id) {
        database.jdbc().sql(sql).params(Database.timestamp(at), id).update();
    }

    void own(String id, PersonId owner) {
        database.jdbc()
                .sql("UPDATE service_token SET owner = ? WHERE id = ?")
                .params(owner.value(), id)
                .update();
    }

    private static Row row(ResultSet row) throws SQLException {
        ServiceToken token =
                new ServiceToken(
                        row.getString("id"),
                        row.getString("name"),
                        new PersonId(row.getString("owner")),
                        Arrays.stream((String[]) row.getArray("scopes").getArray())
                                .map(ServiceScope::parse)
                                .collect(Collectors.toSet()),
                        row.getString("hint"),
                        row.getString("made_by"),
                        row.getObject("made_at", OffsetDateTime.class).toInstant(),
                        row.getObject("expires_at", OffsetDateTime.class).toInstant(),
                        instant(row, "used_at"),
                        instant(row, "revoked_at"));
        return new Row(row.getLong("seq"), token);
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
