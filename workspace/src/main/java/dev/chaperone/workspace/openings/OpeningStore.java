// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.openings;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.Page;
import dev.chaperone.workspace.petitions.Petition;
import dev.chaperone.workspace.petitions.PetitionColumns;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// The tables `opening` and `opening_reading`.
final class OpeningStore {
    private static final String SELECT =
            """
            SELECT seq, id, interaction, intent, person,
                   reason, asked_by, asked_with, asked_at, approved, decided_by, decided_at,
                   asked_entry, decided_entry
            FROM opening
            """;

    private final Database database;

    OpeningStore(Database database) {
        this.database = database;
    }

    private record Row(long seq, Opening opening) {}

    void insert(Opening opening) {
        database.jdbc()
                .sql(
                        """
                        INSERT INTO opening (id, interaction, intent, person, reason, asked_by,
                                             asked_with, asked_at, approved, decided_by, decided_at,
                                             asked_entry)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """)
                .params(
                        opening.id(),
                        opening.interaction(),
                        opening.intent(),
                        opening.person().value())
                .params(PetitionColumns.values(opening.wish()))
                .param(opening.askedEntry())
                .update();
    }

    void decide(String id, Petition wish, long entry) {
        database.jdbc()
                .sql(
                        """
                        UPDATE opening SET reason = ?, asked_by = ?, asked_with = ?, asked_at = ?,
                               approved = ?, decided_by = ?, decided_at = ?, decided_entry = ?
                        WHERE id = ?
                        """)
                .params(PetitionColumns.values(wish))
                .params(entry, id)
                .update();
    }

    void insert(String opening, Opening.Reading reading) {
        database.jdbc()
                .sql(
                        """
                        INSERT INTO opening_reading (entry, opening, sides, rule, at)
                        VALUES (?, ?, ?, ?, ?)
                        """)
                .params(
                        reading.entry(),
                        opening,
                        reading.sides(),
                        reading.rule(),
                        Database.timestamp(reading.at()))
                .update();
    }

    Page<Opening> list(long before, int limit) {
        List<Row> rows =
                database.jdbc()
                        .sql(SELECT + "WHERE seq < ? ORDER BY seq DESC LIMIT ?")
                        .params(before, limit + 1)
                        .query((row, _) -> row(row))
                        .list();
        Page<Row> page = Page.of(rows, limit, Row::seq);
        return new Page<>(
                page.items().stream().map(Row::opening).map(this::whole).toList(), page.next());
    }

    /// Those that nobody has decided about, the oldest first; some of them have lapsed.
    List<Opening> undecided() {
        return several("WHERE approved IS NULL ORDER BY seq", List.of());
    }

    /// Those of an interaction, the newest first.
    List<Opening> ofInteraction(String interaction) {
        return several("WHERE interaction = ? ORDER BY seq DESC", List.of(interaction));
    }

    private List<Opening> several(String where, List<String> values) {
        return database
                .jdbc()
                .sql(SELECT + where)
                .params(values)
                .query((row, _) -> row(row).opening())
                .list()
                .stream()
                .map(this::whole)
                .toList();
    }

    Optional<Opening> find(String id) {
        return several("WHERE id = ?", List.of(id)).stream().findFirst();
    }

    /// As [#find], and nobody else decides until the end of the transaction.
    Optional<Opening> lock(String id) {
        return several("WHERE id = ? FOR UPDATE", List.of(id)).stream().findFirst();
    }

    private Opening whole(Opening bare) {
        List<Opening.Reading> readings =
                database.jdbc()
                        .sql(
                                """
                                SELECT entry, sides, rule, at FROM opening_reading
                                WHERE opening = ? ORDER BY entry
                                """)
                        .param(bare.id())
                        .query((row, _) ->
                                new Opening.Reading(
                                        row.getLong("entry"),
                                        row.getString("sides"),
                                        row.getString("rule"),
                                        row.getObject("at", OffsetDateTime.class).toInstant()))
                        .list();
        return new Opening(
                bare.id(),
                bare.interaction(),
                bare.intent(),
                bare.person(),
                bare.wish(),
                bare.askedEntry(),
                bare.decidedEntry(),
                readings);
    }

    private static Row row(ResultSet row) throws SQLException {
        Opening bare =
                new Opening(
                        row.getString("id"),
                        row.getString("interaction"),
                        row.getLong("intent"),
                        new PersonId(row.getString("person")),
                        Objects.requireNonNull(PetitionColumns.read(row, "")),
                        row.getLong("asked_entry"),
                        row.getObject("decided_entry", Long.class),
                        List.of());
        return new Row(row.getLong("seq"), bare);
    }
}
