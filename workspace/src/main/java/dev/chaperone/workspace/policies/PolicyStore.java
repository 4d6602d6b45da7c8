// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.policies;

import dev.chaperone.vocabulary.Digest;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.Page;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The table `policy_version`.
final class PolicyStore {
    private static final String SELECT =
            """
            SELECT seq, version, hash, text, published_at, published_by, required, author,
                   approvers, material, note, proposal, document
            FROM policy_version
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
                        INSERT INTO policy_version
                            (version, hash, text, published_at, published_by, required, author,
                             approvers, material, note, proposal, document)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """)
                .param(version.version())
                .param(version.hash().toString())
                .param(version.text())
                .param(Database.timestamp(version.publishedAt()))
                .param(version.publishedBy())
                .param(version.required())
                .param(version.origin().author())
                .param(version.origin().approvers().toArray(String[]::new))
                .param(version.origin().material())
                .param(version.origin().note())
                .param(version.origin().proposal())
                .param(version.document() == null ? null : version.document().toString())
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

    private static Origin origin(ResultSet row) throws SQLException {
        String author = row.getString("author");
        return new Origin(
                author == null ? row.getString("published_by") : author,
                List.of((String[]) row.getArray("approvers").getArray()),
                row.getBoolean("material"),
                row.getString("note"),
                row.getString("proposal"));
    }

    /// All versions, the newest first.
    List<PolicyVersion> all() {
        return database.jdbc()
                .sql(SELECT + "ORDER BY version DESC")
                .query((row, _) -> row(row).version())
                .list();
    }

    Optional<PolicyVersion> find(int version) {
        return database.jdbc()
                .sql(SELECT + "WHERE version = ?")
                .param(version)
                .query((row, _) -> row(row).version())
                .optional();
    }

    /// Stores what people are shown; a document that is there already stays as it is.
    void keep(int version, String format, Digest digest, byte[] bytes) {
        database.jdbc()
                .sql(
                        """
                        INSERT INTO policy_document (version, format, sha256, bytes)
                        VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING
                        """)
                .params(version, format, digest.toString(), bytes)
                .update();
    }

    Optional<PolicyDocument> document(int version, String format) {
        return database.jdbc()
                .sql("SELECT sha256, bytes FROM policy_document WHERE version = ? AND format = ?")
                .params(version, format)
                .query((row, _) ->
                        new PolicyDocument(
                                Digest.parse(row.getString("sha256")), row.getBytes("bytes")))
                .optional();
    }

    /// Notes where the ledger says that it was published.
    void recorded(int version, long entry) {
        database.jdbc()
                .sql("UPDATE policy_version SET entry = ? WHERE version = ?")
                .params(entry, version)
                .update();
    }

    /// Where the ledger says that it was published; empty for versions of the time before.
    Optional<Long> entry(int version) {
        return database.jdbc()
                .sql("SELECT entry FROM policy_version WHERE version = ? AND entry IS NOT NULL")
                .param(version)
                .query((row, _) -> row.getLong("entry"))
                .optional();
    }

    void documented(int version, Digest document) {
        database.jdbc()
                .sql("UPDATE policy_version SET document = ? WHERE version = ?")
                .params(document.toString(), version)
                .update();
    }

    /// What people are called, by their ids: documents name them.
    Map<String, String> names(Set<String> ids) {
        Map<String, String> names = new HashMap<>();
        database.jdbc()
                .sql("SELECT id, name FROM person WHERE id = ANY (?)")
                .param(ids.toArray(String[]::new))
                .query(row -> {
                    names.put(row.getString("id"), row.getString("name"));
                });
        return names;
    }

    private static Row row(ResultSet row) throws SQLException {
        String document = row.getString("document");
        PolicyVersion version =
                new PolicyVersion(
                        row.getInt("version"),
                        Digest.parse(row.getString("hash")),
                        row.getString("text"),
                        row.getObject("published_at", OffsetDateTime.class).toInstant(),
                        row.getString("published_by"),
                        row.getBoolean("required"),
                        origin(row),
                        document == null ? null : Digest.parse(document));
        return new Row(row.getLong("seq"), version);
    }
}
