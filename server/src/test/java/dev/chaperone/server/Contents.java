// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.ledger.Event;
import dev.chaperone.ledger.Leaves;

import org.springframework.jdbc.core.simple.JdbcClient;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// All that a running product holds, to see whether anything changed: a digest of each table and
/// what was changed by the ledger.
///
/// @param tables by name; without the copy of the ledger, and without when something was seen or
///   used
/// @param changes as the ledger names them, in order
record Contents(Map<String, String> tables, List<String> changes) {
    private static final Set<String> LEFT_OUT =
            Set.of(
                    "seen",
                    "patrol",
                    "projection",
                    "interaction",
                    "interaction_hour",
                    "interaction_facet",
                    "look");

    static Contents of(RunningDemo site) throws IOException {
        JdbcClient jdbc = site.instance().workspace().database().jdbc();
        Map<String, String> tables = new TreeMap<>();
        List<String> names = new ArrayList<>();
        jdbc.sql(
                        """
                        SELECT table_name FROM information_schema.tables
                        WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'
                        ORDER BY table_name
                        """)
                .query(row -> {
                    names.add(row.getString("table_name"));
                });
        for (String name : names) {
            if (!LEFT_OUT.contains(name)) {
                tables.put(
                        name,
                        jdbc.sql(
                                        "SELECT count(*) || ' ' || coalesce(md5(string_agg("
                                                + "t.row, '|' ORDER BY t.row)), '') FROM (SELECT"
                                                + " (to_jsonb(r) - 'used_at' - 'seen_at')::text"
                                                + " AS row FROM \""
                                                + name
                                                + "\" r) t")
                                .query(String.class)
                                .single());
            }
        }
        return new Contents(tables, changes(site));
    }

    private static List<String> changes(RunningDemo site) throws IOException {
        return site.instance().workspace().ledger().read(0, 10_000).stream()
                .map(Leaves::read)
                .filter(Event.Administered.class::isInstance)
                .map(Event.Administered.class::cast)
                .map(each -> each.action() + " " + each.subject())
                .toList();
    }
}
