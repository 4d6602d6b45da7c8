// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.holds;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.Page;
import dev.chaperone.workspace.petitions.Petition;
import dev.chaperone.workspace.petitions.PetitionColumns;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// The tables `legal_hold` and `hold_turn`.
final class HoldStore {
    private static final String SELECT =
            """
            SELECT seq, id, person, review,
                   reason, asked_by, asked_with, asked_at, approved, decided_by, decided_at,
                   release_reason, release_asked_by, release_asked_with, release_asked_at,
                   release_approved, release_decided_by, release_decided_at
            FROM legal_hold
            """;

    private final Database database;

    HoldStore(Database database) {
        this.database = database;
    }

    private record Row(long seq, Hold hold) {}

    /// Held until the end of the transaction.
    void takeTurn() {
        database.jdbc().sql("SELECT one FROM hold_turn FOR UPDATE").query(Boolean.class).single();
    }

    void insert(Hold hold) {
        PersonId person = hold.person();
        database.jdbc()
                .sql(
                        """
                        INSERT INTO legal_hold (id, person, review,
                                                reason, asked_by, asked_with, asked_at,
                                                approved, decided_by, decided_at)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """)
                .param(hold.id())
                .param(person == null ? null : person.value())
                .param(hold.review())
                .params(PetitionColumns.values(hold.wish()))
                .update();
    }

    /// Makes the row say what a hold says, whether or not there is one.
    void put(Hold hold) {
        database.jdbc().sql("DELETE FROM legal_hold WHERE id = ?").param(hold.id()).update();
        insert(hold);
        Petition release = hold.release();
        if (release != null) {
            release(hold.id(), release);
        }
    }

    void decide(String id, Petition wish) {
        database.jdbc()
                .sql(
                        """
                        UPDATE legal_hold SET reason = ?, asked_by = ?, asked_with = ?, asked_at = ?,
                               approved = ?, decided_by = ?, decided_at = ?
                        WHERE id = ?
                        """)
                .params(PetitionColumns.values(wish))
                .param(id)
                .update();
    }

    void release(String id, Petition release) {
        database.jdbc()
                .sql(
                        """
                        UPDATE legal_hold SET release_reason = ?, release_asked_by = ?,
                               release_asked_with = ?, release_asked_at = ?, release_approved = ?, release_decided_by = ?,
                               release_decided_at = ?
                        WHERE id = ?
                        """)
                .params(PetitionColumns.values(release))
                .param(id)
                .update();
    }

    Page<Hold> list(long before, int limit) {
        List<Row> rows =
                database.jdbc()
                        .sql(SELECT + "WHERE seq < ? ORDER BY seq DESC LIMIT ?")
                        .params(before, limit + 1)
                        .query((row, _) -> row(row))
                        .list();
        Page<Row> page = Page.of(rows, limit, Row::seq);
        return new Page<>(page.items().stream().map(Row::hold).toList(), page.next());
    }

    /// Those that were neither refused nor released; some of them have lapsed.
    List<Hold> open() {
        return database.jdbc()
                .sql(
                        SELECT
                                + """
                                WHERE approved IS NOT false AND release_approved IS NOT true
                                ORDER BY seq
                                """)
                .query((row, _) -> row(row).hold())
                .list();
    }

    Optional<Hold> find(String id) {
        return database.jdbc()
                .sql(SELECT + "WHERE id = ?")
                .param(id)
                .query((row, _) -> row(row).hold())
                .optional();
    }

    private static Row row(ResultSet row) throws SQLException {
        String person = row.getString("person");
        Hold hold =
                new Hold(
                        row.getString("id"),
                        person == null ? null : new PersonId(person),
                        row.getObject("review", LocalDate.class),
                        Objects.requireNonNull(PetitionColumns.read(row, "")),
                        PetitionColumns.read(row, "release_"));
        return new Row(row.getLong("seq"), hold);
    }
}
