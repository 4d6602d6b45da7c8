// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.activity;

import dev.chaperone.workspace.Database;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Reads the table `look`.
final class LookStore {
    private final Database database;

    LookStore(Database database) {
        this.database = database;
    }

    /// Who was looked at, by an entry.
    record Row(String person, long entry) {}

    /// The entries about a person before another, the newest first.
    List<Long> list(String person, long before, int limit) {
        return database.jdbc()
                .sql(
                        """
                        SELECT entry FROM look WHERE person = ? AND entry < ?
                        ORDER BY entry DESC LIMIT ?
                        """)
                .params(person, before, limit)
                .query((row, _) -> row.getLong("entry"))
                .list();
    }

    long count(String person) {
        return database.jdbc()
                .sql("SELECT count(*) FROM look WHERE person = ?")
                .param(person)
                .query(Long.class)
                .single();
    }

    /// The rows of the entries from one index to before another.
    Set<Row> between(long from, long to) {
        return new HashSet<>(
                database.jdbc()
                        .sql("SELECT person, entry FROM look WHERE entry >= ? AND entry < ?")
                        .params(from, to)
                        .query((row, _) -> new Row(row.getString("person"), row.getLong("entry")))
                        .list());
    }
}
