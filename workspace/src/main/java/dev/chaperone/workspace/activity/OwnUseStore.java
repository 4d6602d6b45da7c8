// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.activity;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.vocabulary.ToolId;
import dev.chaperone.workspace.Database;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;

/// Reads of the table `interaction` how much there is of one person.
final class OwnUseStore {
    private static final int MOST = 100;

    private final Database database;

    OwnUseStore(Database database) {
        this.database = database;
    }

    /// @param since begin of the time that counts as lately
    OwnUse of(PersonId person, Instant since) {
        List<OwnUse.OfTool> tools = tools(person, since);
        return new OwnUse(
                tools.stream().mapToLong(OwnUse.OfTool::requests).sum(), tools, refusals(person));
    }

    private List<OwnUse.OfTool> tools(PersonId person, Instant since) {
        return database.jdbc()
                .sql(
                        """
                        SELECT tool, count(*) AS requests,
                               count(*) FILTER (WHERE decision = 'blocked') AS refused,
                               count(*) FILTER (WHERE at >= ?) AS lately,
                               min(at) AS first, max(at) AS last
                        FROM interaction WHERE person = ?
                        GROUP BY tool ORDER BY max(at) DESC
                        """)
                .params(Database.timestamp(since), person.value())
                .query((row, _) -> {
                    String tool = row.getString("tool");
                    return new OwnUse.OfTool(
                            tool == null ? null : new ToolId(tool),
                            row.getLong("requests"),
                            row.getLong("refused"),
                            row.getLong("lately"),
                            instant(row, "first"),
                            instant(row, "last"));
                })
                .list();
    }

    private List<OwnUse.OfRule> refusals(PersonId person) {
        return database.jdbc()
                .sql(
                        """
                        SELECT rule, count(*) AS requests, max(at) AS last
                        FROM interaction WHERE person = ? AND decision = 'blocked'
                        GROUP BY rule ORDER BY max(at) DESC LIMIT ?
                        """)
                .params(person.value(), MOST)
                .query((row, _) ->
                        new OwnUse.OfRule(
                                row.getString("rule"),
                                row.getLong("requests"),
                                instant(row, "last")))
                .list();
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
