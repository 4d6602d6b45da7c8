// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.activity;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Database;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;

/// Reads refused requests of known people.
final class BlockedRequestStore {
    private final Database database;

    BlockedRequestStore(Database database) {
        this.database = database;
    }

    /// The next ones, in the order of the ledger.
    List<BlockedRequest> after(long seen, Set<String> without, int limit) {
        return database.jdbc()
                .sql(
                        """
                        SELECT intent, id, at, person, rule FROM interaction
                        WHERE decision = 'blocked' AND intent > ? AND person IS NOT NULL
                          AND rule <> ALL (?)
                        ORDER BY intent LIMIT ?
                        """)
                .params(seen, without.toArray(String[]::new), limit)
                .query((row, _) -> read(row))
                .list();
    }

    /// The last ones of somebody, the newest first.
    List<BlockedRequest> of(PersonId person, long upTo, Set<String> without, int limit) {
        return database.jdbc()
                .sql(
                        """
                        SELECT intent, id, at, person, rule FROM interaction
                        WHERE person = ? AND decision = 'blocked' AND intent <= ?
                          AND rule <> ALL (?)
                        ORDER BY intent DESC LIMIT ?
                        """)
                .params(person.value(), upTo, without.toArray(String[]::new), limit)
                .query((row, _) -> read(row))
                .list();
    }

    private static BlockedRequest read(ResultSet row) throws SQLException {
        return new BlockedRequest(
                row.getLong("intent"),
                row.getString("id"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                new PersonId(row.getString("person")),
                row.getString("rule"));
    }
}
