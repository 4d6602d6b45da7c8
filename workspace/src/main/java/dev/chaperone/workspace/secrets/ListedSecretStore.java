// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.secrets;

import dev.chaperone.detection.Fingerprint;
import dev.chaperone.detection.KnownSecret;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.Page;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;

/// The table `known_secret`.
final class ListedSecretStore {
    private final Database database;

    ListedSecretStore(Database database) {
        this.database = database;
    }

    private record Row(long seq, ListedSecret secret) {}

    /// Lets changes take turns, until the end of the transaction.
    void lock() {
        database.jdbc().sql("LOCK TABLE known_secret IN SHARE ROW EXCLUSIVE MODE").update();
    }

    /// Stores a secret, in place of one that is called the same.
    void put(KnownSecret secret, Instant at, String by) {
        remove(secret.name());
        database.jdbc()
                .sql(
                        """
                        INSERT INTO known_secret (name, kind, fingerprints, added_at, added_by)
                        VALUES (?, ?, ?, ?, ?)
                        """)
                .params(
                        secret.name(),
                        secret.kind().written(),
                        secret.fingerprints().stream()
                                .map(Fingerprint::written)
                                .toArray(String[]::new),
                        Database.timestamp(at),
                        by)
                .update();
    }

    /// Whether there was one to remove.
    boolean remove(String name) {
        return database.jdbc().sql("DELETE FROM known_secret WHERE name = ?").param(name).update()
                > 0;
    }

    int count() {
        return database.jdbc()
                .sql("SELECT count(*) FROM known_secret")
                .query(Integer.class)
                .single();
    }

    Page<ListedSecret> list(long before, int limit) {
        List<Row> rows =
                database.jdbc()
                        .sql(
                                """
                                SELECT seq, name, kind, added_at, added_by FROM known_secret
                                WHERE seq < ? ORDER BY seq DESC LIMIT ?
                                """)
                        .params(before, limit + 1)
                        .query((row, _) -> new Row(row.getLong("seq"), listed(row)))
                        .list();
        Page<Row> page = Page.of(rows, limit, Row::seq);
        return new Page<>(page.items().stream().map(Row::secret).toList(), page.next());
    }

    /// All of them, with their fingerprints.
    List<KnownSecret> all() {
        return database.jdbc()
                .sql("SELECT name, kind, fingerprints FROM known_secret ORDER BY name")
                .query((row, _) -> known(row))
                .list();
    }

    private static ListedSecret listed(ResultSet row) throws SQLException {
        return new ListedSecret(
                row.getString("name"),
                KnownSecret.Kind.parse(row.getString("kind")),
                row.getObject("added_at", OffsetDateTime.class).toInstant(),
                row.getString("added_by"));
    }

    private static KnownSecret known(ResultSet row) throws SQLException {
        String[] fingerprints = (String[]) row.getArray("fingerprints").getArray();
        return new KnownSecret(
                row.getString("name"),
                KnownSecret.Kind.parse(row.getString("kind")),
                Arrays.stream(fingerprints).map(Fingerprint::parse).toList());
    }
}
