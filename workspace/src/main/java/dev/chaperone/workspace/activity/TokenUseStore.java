// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.activity;

import dev.chaperone.workspace.Database;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/// Reads from the table `interaction` which requests tokens made.
final class TokenUseStore {
    private final Database database;

    TokenUseStore(Database database) {
        this.database = database;
    }

    /// The index of the newest request of each of these tokens that made one.
    Map<String, Long> newest(Collection<String> tokens) {
        Map<String, Long> newest = new HashMap<>();
        database.jdbc()
                .sql(
                        """
                        SELECT t.id, i.intent FROM unnest(?::text[]) AS t (id)
                        CROSS JOIN LATERAL (
                            SELECT intent FROM interaction
                            WHERE token = t.id ORDER BY intent DESC LIMIT 1) AS i
                        """)
                .param(tokens.toArray(String[]::new))
                .query(row -> {
                    newest.put(row.getString("id"), row.getLong("intent"));
                });
        return newest;
    }
}
