// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.erasures;

import dev.chaperone.captures.Drawer;
import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.Page;

import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;

/// The tables `certificate` and `destroyed_drawer`. A plan is a certificate without an entry in the
/// ledger.
final class CertificateStore {
    private static final String SELECT =
            "SELECT seq, id, erasure, rule, at, entry, digest FROM certificate ";

    private final Database database;

    CertificateStore(Database database) {
        this.database = database;
    }

    private record Row(long seq, Certificate certificate) {}

    /// The end of one drawer.
    ///
    /// @param erasure null when it expired
    record End(@Nullable String erasure, String rule, Instant at) {}

    void insert(Plan plan) {
        database.jdbc()
                .sql("INSERT INTO certificate (id, erasure, rule) VALUES (?, ?, ?)")
                .param(plan.id())
                .param(plan.erasure())
                .param(plan.rule())
                .update();
        for (Plan.Item item : plan.items()) {
            database.jdbc()
                    .sql(
                            """
                            INSERT INTO destroyed_drawer
                                (certificate, person, month, retention, bytes)
                            VALUES (?, ?, ?, ?, ?)
                            """)
                    .param(plan.id())
                    .params(key(item.drawer()))
                    .param(item.bytes())
                    .update();
        }
    }

    /// Takes a drawer out of a plan.
    void drop(Plan plan, Drawer drawer) {
        database.jdbc()
                .sql(
                        """
                        DELETE FROM destroyed_drawer
                        WHERE certificate = ? AND person = ? AND month = ? AND retention = ?
                        """)
                .param(plan.id())
                .params(key(drawer))
                .update();
    }

    /// Takes a plan back of which nothing is left.
    void drop(Plan plan) {
        database.jdbc().sql("DELETE FROM certificate WHERE id = ?").param(plan.id()).update();
    }

    /// The plan is carried out and recorded.
    void finish(Certificate certificate) {
        database.jdbc()
                .sql("UPDATE certificate SET at = ?, entry = ?, digest = ? WHERE id = ?")
                .params(
                        Database.timestamp(certificate.at()),
                        certificate.entry(),
                        certificate.digest().toString(),
                        certificate.id())
                .update();
        for (Gone gone : certificate.drawers()) {
            database.jdbc()
                    .sql(
                            """
                            UPDATE destroyed_drawer
                            SET destroyed_at = ?, bodies = ?, contents = ?
                            WHERE certificate = ? AND person = ? AND month = ? AND retention = ?
                            """)
                    .params(
                            Database.timestamp(gone.at()),
                            gone.bodies(),
                            gone.contents().toString(),
                            certificate.id())
                    .params(key(gone.drawer()))
                    .update();
        }
    }

    private static List<Object> key(Drawer drawer) {
        return List.of(drawer.person().value(), drawer.month().atDay(1), drawer.retention());
    }

    /// What is not carried out, the oldest first.
    List<Plan> plans() {
        return database
                .jdbc()
                .sql("SELECT id, erasure, rule FROM certificate WHERE entry IS NULL ORDER BY seq")
                .query((row, _) ->
                        new Plan(
                                row.getString("id"),
                                row.getString("erasure"),
                                row.getString("rule"),
                                List.of()))
                .list()
                .stream()
                .map(bare -> new Plan(bare.id(), bare.erasure(), bare.rule(), items(bare.id())))
                .toList();
    }

    Optional<Plan> planOf(String erasure) {
        return plans().stream().filter(plan -> erasure.equals(plan.erasure())).findFirst();
    }

    private List<Plan.Item> items(String plan) {
        return database.jdbc()
                .sql(
                        """
                        SELECT person, month, retention, bytes FROM destroyed_drawer
                        WHERE certificate = ? ORDER BY person, month, retention
                        """)
                .param(plan)
                .query((row, _) -> new Plan.Item(drawer(row), row.getLong("bytes")))
                .list();
    }

    /// How what was in a drawer at a moment ended; empty when it is still there.
    Optional<End> end(Drawer drawer, Instant since) {
        return database.jdbc()
                .sql(
                        """
                        SELECT c.erasure, c.rule, d.destroyed_at
                        FROM destroyed_drawer d JOIN certificate c ON c.id = d.certificate
                        WHERE d.person = ? AND d.month = ? AND d.retention = ?
                          AND d.destroyed_at >= ?
                        ORDER BY d.destroyed_at LIMIT 1
                        """)
                .params(key(drawer))
                .param(Database.timestamp(since))
                .query((row, _) ->
                        new End(
                                row.getString("erasure"),
                                row.getString("rule"),
                                instant(row, "destroyed_at")))
                .optional();
    }

    Page<Certificate> list(long before, int limit) {
        List<Row> rows =
                database.jdbc()
                        .sql(
                                SELECT
                                        + """
                                        WHERE entry IS NOT NULL AND seq < ?
                                        ORDER BY seq DESC LIMIT ?
                                        """)
                        .params(before, limit + 1)
                        .query((row, _) -> row(row))
                        .list();
        Page<Row> page = Page.of(rows, limit, Row::seq);
        return new Page<>(
                page.items().stream().map(Row::certificate).map(this::whole).toList(), page.next());
    }

    Optional<Certificate> find(String id) {
        return one("WHERE entry IS NOT NULL AND id = ?", id);
    }

    Optional<Certificate> ofErasure(String erasure) {
        return one("WHERE entry IS NOT NULL AND erasure = ?", erasure);
    }

    private Optional<Certificate> one(String where, String value) {
        return database.jdbc()
                .sql(SELECT + where)
                .param(value)
                .query((row, _) -> row(row).certificate())
                .optional()
                .map(this::whole);
    }

    private Certificate whole(Certificate bare) {
        List<Gone> drawers =
                database.jdbc()
                        .sql(
                                """
                                SELECT person, month, retention, destroyed_at, bodies, bytes, contents
                                FROM destroyed_drawer WHERE certificate = ?
                                """)
                        .param(bare.id())
                        .query((row, _) -> gone(row))
                        .list();
        return new Certificate(
                bare.id(),
                bare.erasure(),
                bare.rule(),
                bare.at(),
                bare.entry(),
                bare.digest(),
                drawers);
    }

    private static Row row(ResultSet row) throws SQLException {
        Certificate bare =
                new Certificate(
                        row.getString("id"),
                        row.getString("erasure"),
                        row.getString("rule"),
                        instant(row, "at"),
                        row.getLong("entry"),
                        Digest.parse(row.getString("digest")),
                        List.of());
        return new Row(row.getLong("seq"), bare);
    }

    private static Gone gone(ResultSet row) throws SQLException {
        return new Gone(
                drawer(row),
                instant(row, "destroyed_at"),
                row.getLong("bodies"),
                row.getLong("bytes"),
                Digest.parse(row.getString("contents")));
    }

    private static Drawer drawer(ResultSet row) throws SQLException {
        return new Drawer(
                new PersonId(row.getString("person")),
                YearMonth.from(row.getObject("month", LocalDate.class)),
                row.getString("retention"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
