// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.violations;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.Page;

import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/// The table `violation_case`.
final class CaseStore {
    private static final String SELECT =
            """
            SELECT number, id, person, cause, rules, evidence, note, opened_at, opened_by, statement,
                   heard_at, heard_by, finding, sanction, hr_reference, decided_at, decided_by
            FROM violation_case
            """;

    private final Database database;

    CaseStore(Database database) {
        this.database = database;
    }

    void insert(ViolationCase opened) {
        database.jdbc()
                .sql(
                        """
                        INSERT INTO violation_case (id, person, cause, rules, evidence, note,
                                                    opened_at, opened_by)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                        """)
                .params(
                        opened.id(),
                        opened.person().value(),
                        opened.cause().written(),
                        opened.rules().toArray(String[]::new),
                        opened.evidence().toArray(String[]::new),
                        opened.note(),
                        Database.timestamp(opened.openedAt()),
                        opened.openedBy())
                .update();
    }

    void add(String id, List<String> rules, List<String> evidence) {
        database.jdbc()
                .sql("UPDATE violation_case SET rules = ?, evidence = ? WHERE id = ?")
                .params(rules.toArray(String[]::new), evidence.toArray(String[]::new), id)
                .update();
    }

    void hear(String id, ViolationCase.Hearing hearing) {
        database.jdbc()
                .sql(
                        """
                        UPDATE violation_case SET statement = ?, heard_at = ?, heard_by = ?
                        WHERE id = ?
                        """)
                .params(
                        hearing.statement(),
                        Database.timestamp(hearing.at()),
                        hearing.writtenBy(),
                        id)
                .update();
    }

    void decide(String id, ViolationCase.Decision decision) {
        Sanction sanction = decision.sanction();
        database.jdbc()
                .sql(
                        """
                        UPDATE violation_case SET finding = ?, sanction = ?, hr_reference = ?,
                                                  decided_at = ?, decided_by = ?
                        WHERE id = ?
                        """)
                .param(decision.violation() ? "violation" : "no-violation")
                .param(sanction == null ? null : sanction.written())
                .param(decision.hrReference())
                .param(Database.timestamp(decision.at()))
                .param(decision.by())
                .param(id)
                .update();
    }

    Optional<ViolationCase> find(String id) {
        return one("WHERE id = ?", id);
    }

    /// Held until the end of the transaction.
    Optional<ViolationCase> hold(String id) {
        return one("WHERE id = ? FOR UPDATE", id);
    }

    /// The one of somebody that is not decided, held until the end of the transaction.
    Optional<ViolationCase> holdOpen(PersonId person) {
        return one("WHERE person = ? AND decided_at IS NULL FOR UPDATE", person.value());
    }

    /// When the last one of somebody was decided; null when none was.
    @Nullable Instant lastDecided(PersonId person) {
        OffsetDateTime last =
                database.jdbc()
                        .sql("SELECT max(decided_at) AS at FROM violation_case WHERE person = ?")
                        .param(person.value())
                        .query((row, _) ->
                                Optional.ofNullable(row.getObject("at", OffsetDateTime.class)))
                        .single()
                        .orElse(null);
        return last == null ? null : last.toInstant();
    }

    private Optional<ViolationCase> one(String where, String parameter) {
        return database.jdbc()
                .sql(SELECT + where)
                .param(parameter)
                .query((row, _) -> read(row))
                .optional();
    }

    /// Those about somebody; all, when it is null.
    Page<ViolationCase> list(@Nullable String person, long before, int limit) {
        return Page.of(
                database.jdbc()
                        .sql(
                                SELECT
                                        + """
                                        WHERE number < ? AND (?::text IS NULL OR person = ?)
                                        ORDER BY number DESC LIMIT ?
                                        """)
                        .param(before)
                        .param(person)
                        .param(person)
                        .param(limit + 1)
                        .query((row, _) -> read(row))
                        .list(),
                limit,
                ViolationCase::number);
    }

    private static ViolationCase read(ResultSet row) throws SQLException {
        return new ViolationCase(
                row.getString("id"),
                row.getLong("number"),
                new PersonId(row.getString("person")),
                Cause.of(row.getString("cause")),
                List.of((String[]) row.getArray("rules").getArray()),
                List.of((String[]) row.getArray("evidence").getArray()),
                row.getString("note"),
                instant(row, "opened_at"),
                row.getString("opened_by"),
                hearing(row),
                decision(row));
    }

    private static ViolationCase.@Nullable Hearing hearing(ResultSet row) throws SQLException {
        String statement = row.getString("statement");
        return statement == null
                ? null
                : new ViolationCase.Hearing(
                        statement, instant(row, "heard_at"), row.getString("heard_by"));
    }

    private static ViolationCase.@Nullable Decision decision(ResultSet row) throws SQLException {
        String finding = row.getString("finding");
        String sanction = row.getString("sanction");
        return finding == null
                ? null
                : new ViolationCase.Decision(
                        finding.equals("violation"),
                        sanction == null ? null : Sanction.of(sanction).orElseThrow(),
                        row.getString("hr_reference"),
                        instant(row, "decided_at"),
                        row.getString("decided_by"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
