// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.policies;

import dev.chaperone.vocabulary.Digest;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.Page;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/// The table `policy_version`.
final class PolicyStore {
    private static final String SELECT =
            """
            SELECT seq, hash, text, published_at, published_by FROM policy_version
            """;

    private final Database database;

    PolicyStore(Database database) {
        this.database = database;
    }

    private record Row(long seq, PolicyVersion version) {}

    /// Lets one publication after the other through: held until the end of the transaction.
    void lock() {
        database.jdbc().sql("LOCK TABLE policy_version IN SHARE ROW EXCLUSIVE MODE").update();
    }

    void insert(PolicyVersion version) {
        database.jdbc()
                .sql(
                        """
                        INSERT INTO policy_version (hash, text, published_at, published_by)
                        VALUES (?, ?, ?, ?)
                        """)
                .params(
                        version.hash().toString(),
                        version.text(),
                        Database.timestamp(version.publishedAt()),
                        version.publishedBy())
                .update();
    }

    Optional<PolicyVersion> newest() {
        return database.jdbc()
                .sql(SELECT + "ORDER BY seq DESC LIMIT 1")
                .query((row, _) -> row(row).version())
                .optional();
    }

    /// The last publication with this hash.
    Optional<PolicyVersion> find(Digest hash) {
        return database.jdbc()
                .sql(SELECT + "WHERE hash = ? ORDER BY seq DESC LIMIT 1")
                .param(hash.toString())
                .query((row, _) -> row(row).version())
                .optional();
    }

    Page<PolicyVersion> list(long before, int limit) {
        List<Row> rows =
                database.jdbc()
                        .sql(SELECT + "WHERE seq < ? ORDER BY seq DESC LIMIT ?")
                        .params(before, limit + 1)
                        .query((row, _) -> row(row))
                        .list();
        Page<Row> page = Page.of(rows, limit, Row::seq);
        return new Page<>(page.items().stream().map(Row::version).toList(), page.next());
    }

    private static Row row(ResultSet row) throws SQLException {
        PolicyVersion version =
                new PolicyVersion(
                        Digest.parse(row.getString("hash")),
                        row.getString("text"),
                        row.getObject("published_at", OffsetDateTime.class).toInstant(),
                        row.getString("published_by"));
        return new Row(row.getLong("seq"), version);
    }
}
