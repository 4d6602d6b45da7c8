// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.exceptions;

import dev.chaperone.policy.Exemption;
import dev.chaperone.policy.Glob;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.ToolId;
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
import java.util.function.Function;

/// The tables `rule_exception` and `rule_exception_approval`.
final class RuleExceptionStore {
    private static final String SELECT =
            """
            SELECT seq, id, rule, person, team, tool, plan, repository, starts_at, ends_at,
                   requester, reason, risk, controls, requested_at, approved_at, ended_at,
                   ended_by, ended_as
            FROM rule_exception
            """;

    private final Database database;

    RuleExceptionStore(Database database) {
        this.database = database;
    }

    private record Row(long seq, RuleException exception) {}

    void insert(RuleException wanted) {
        NewException wish = wanted.wish();
        Scope scope = wish.scope();
        database.jdbc()
                .sql(
                        """
                        INSERT INTO rule_exception
                            (id, rule, person, team, tool, plan, repository, starts_at, ends_at,
                             requester, reason, risk, controls, requested_at)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """)
                .param(wanted.id())
                .param(scope.rule())
                .param(text(scope.person()))
                .param(scope.team())
                .param(text(scope.tool()))
                .param(text(scope.plan()))
                .param(text(scope.repository()))
                .param(Database.timestamp(wish.from()))
                .param(Database.timestamp(wish.until()))
                .param(wanted.requester())
                .param(wish.reason())
                .param(wish.risk())
                .param(wish.controls().toArray(String[]::new))
                .param(Database.timestamp(wanted.requestedAt()))
                .update();
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    void approve(String id, RuleException.Approval approval, boolean enough) {
        database.jdbc()
                .sql("INSERT INTO rule_exception_approval (exception, who, at) VALUES (?, ?, ?)")
                .params(id, approval.who(), Database.timestamp(approval.at()))
                .update();
        if (enough) {
            database.jdbc()
                    .sql("UPDATE rule_exception SET approved_at = ? WHERE id = ?")
                    .params(Database.timestamp(approval.at()), id)
                    .update();
        }
    }

    void end(String id, RuleException.Ending ending) {
        database.jdbc()
                .sql(
                        """
                        UPDATE rule_exception SET ended_as = ?, ended_by = ?, ended_at = ?
                        WHERE id = ?
                        """)
                .params(ending.as(), ending.who(), Database.timestamp(ending.at()), id)
                .update();
    }

    /// How many requests they let pass, by id.
    Map<String, Long> uses(List<String> ids) {
        Map<String, Long> uses = new HashMap<>();
        database.jdbc()
                .sql(
                        """
                        SELECT exception, count(*) AS number FROM interaction
                        WHERE exception = ANY (?) GROUP BY exception
                        """)
                .param(ids.toArray(String[]::new))
                .query(row -> {
                    uses.put(row.getString("exception"), row.getLong("number"));
                });
        return uses;
    }

    Optional<RuleException> find(String id) {
        return select("WHERE id = ?", id);
    }

    List<Exemption> everHeld() {
        return database.jdbc()
                .sql(
                        """
                        SELECT id, rule, person, team, tool, plan, repository,
                               greatest(starts_at, approved_at) AS begins,
                               least(ends_at, ended_at) AS ends
                        FROM rule_exception WHERE approved_at IS NOT NULL ORDER BY seq
                        """)
                .query((row, _) ->
                        new Exemption(
                                row.getString("id"),
                                row.getString("rule"),
                                id(row, "person", PersonId::new),
                                row.getString("team"),
                                id(row, "tool", ToolId::new),
                                id(row, "plan", PlanId::new),
                                id(row, "repository", Glob::new),
                                instant(row, "begins"),
                                instant(row, "ends")))
                .list();
    }

    /// Held until the end of the transaction.
    Optional<RuleException> hold(String id) {
        return select("WHERE id = ? FOR UPDATE", id);
    }

    private Optional<RuleException> select(String where, String id) {
        return database.jdbc()
                .sql(SELECT + where)
                .param(id)
                .query((row, _) -> row(row).exception())
                .optional();
    }

    /// Those that somebody asked for; all, when it is null.
    Page<RuleException> list(@Nullable String requester, long before, int limit) {
        List<Row> rows =
                database.jdbc()
                        .sql(
                                SELECT
                                        + """
                                        WHERE seq < ? AND (?::text IS NULL OR requester = ?)
                                        ORDER BY seq DESC LIMIT ?
                                        """)
                        .param(before)
                        .param(requester)
                        .param(requester)
                        .param(limit + 1)
                        .query((row, _) -> row(row))
                        .list();
        Page<Row> page = Page.of(rows, limit, Row::seq);
        return new Page<>(page.items().stream().map(Row::exception).toList(), page.next());
    }

    private Row row(ResultSet row) throws SQLException {
        NewException wish =
                new NewException(
                        new Scope(
                                row.getString("rule"),
                                id(row, "person", PersonId::new),
                                row.getString("team"),
                                id(row, "tool", ToolId::new),
                                id(row, "plan", PlanId::new),
                                id(row, "repository", Glob::new)),
                        row.getString("reason"),
                        row.getString("risk"),
                        List.of((String[]) row.getArray("controls").getArray()),
                        instant(row, "starts_at"),
                        instant(row, "ends_at"));
        OffsetDateTime approved = row.getObject("approved_at", OffsetDateTime.class);
        String id = row.getString("id");
        RuleException exception =
                new RuleException(
                        id,
                        wish,
                        row.getString("requester"),
                        instant(row, "requested_at"),
                        approvals(id),
                        approved == null ? null : approved.toInstant(),
                        ending(row));
        return new Row(row.getLong("seq"), exception);
    }

    private List<RuleException.Approval> approvals(String id) {
        return database.jdbc()
                .sql("SELECT who, at FROM rule_exception_approval WHERE exception = ? ORDER BY at")
                .param(id)
                .query((row, _) ->
                        new RuleException.Approval(row.getString("who"), instant(row, "at")))
                .list();
    }

    private static RuleException.@Nullable Ending ending(ResultSet row) throws SQLException {
        OffsetDateTime ended = row.getObject("ended_at", OffsetDateTime.class);
        return ended == null
                ? null
                : new RuleException.Ending(
                        row.getString("ended_as"), row.getString("ended_by"), ended.toInstant());
    }

    private static <T> @Nullable T id(ResultSet row, String column, Function<String, T> made)
            throws SQLException {
        String value = row.getString(column);
        return value == null ? null : made.apply(value);
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
