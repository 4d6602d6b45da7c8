// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.erasures;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.Page;
import dev.chaperone.workspace.petitions.Petition;
import dev.chaperone.workspace.petitions.PetitionColumns;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// The table `erasure`.
final class ErasureStore {
    private static final String SELECT =
            """
            SELECT e.seq, e.id, e.person, e.reason, e.asked_by, e.asked_with, e.asked_at,
                   e.approved, e.decided_by, e.decided_at
            FROM erasure e
            """;

    private final Database database;
    private final CertificateStore certificates;

    ErasureStore(Database database, CertificateStore certificates) {
        this.database = database;
        this.certificates = certificates;
    }

    private record Row(long seq, Erasure erasure) {}

    void insert(Erasure erasure) {
        database.jdbc()
                .sql(
                        """
                        INSERT INTO erasure (id, person, reason, asked_by, asked_with, asked_at,
                                             approved, decided_by, decided_at)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """)
                .params(erasure.id(), erasure.person().value())
                .params(PetitionColumns.values(erasure.wish()))
                .update();
    }

    void decide(String id, Petition wish) {
        database.jdbc()
                .sql(
                        """
                        UPDATE erasure SET reason = ?, asked_by = ?, asked_with = ?, asked_at = ?,
                               approved = ?, decided_by = ?, decided_at = ?
                        WHERE id = ?
                        """)
                .params(PetitionColumns.values(wish))
                .param(id)
                .update();
    }

    Page<Erasure> list(long before, int limit) {
        List<Row> rows =
                database.jdbc()
                        .sql(SELECT + "WHERE e.seq < ? ORDER BY e.seq DESC LIMIT ?")
                        .params(before, limit + 1)
                        .query((row, _) -> row(row))
                        .list();
        Page<Row> page = Page.of(rows, limit, Row::seq);
        return new Page<>(
                page.items().stream().map(Row::erasure).map(this::whole).toList(), page.next());
    }

    /// Those that nobody has decided about, the oldest first; some of them have lapsed.
    List<Erasure> undecided() {
        return several("WHERE e.approved IS NULL ORDER BY e.seq");
    }

    /// Those that are approved and not done, the oldest first.
    List<Erasure> underWay() {
        return several(
                """
                WHERE e.approved AND NOT EXISTS (SELECT FROM certificate c
                                                 WHERE c.erasure = e.id AND c.entry IS NOT NULL)
                ORDER BY e.seq
                """);
    }

    private List<Erasure> several(String where) {
        return database.jdbc().sql(SELECT + where).query((row, _) -> row(row).erasure()).list();
    }

    Optional<Erasure> find(String id) {
        return database.jdbc()
                .sql(SELECT + "WHERE e.id = ?")
                .param(id)
                .query((row, _) -> row(row).erasure())
                .optional()
                .map(this::whole);
    }

    private Erasure whole(Erasure bare) {
        return new Erasure(
                bare.id(),
                bare.person(),
                bare.wish(),
                certificates.ofErasure(bare.id()).orElse(null));
    }

    private static Row row(ResultSet row) throws SQLException {
        Erasure bare =
                new Erasure(
                        row.getString("id"),
                        new PersonId(row.getString("person")),
                        Objects.requireNonNull(PetitionColumns.read(row, "")),
                        null);
        return new Row(row.getLong("seq"), bare);
    }
}
