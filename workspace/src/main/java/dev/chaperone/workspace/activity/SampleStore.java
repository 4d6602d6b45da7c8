// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.activity;

import dev.chaperone.workspace.Database;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Counts and draws from what was recorded.
final class SampleStore {
    private static final int MOST_RULES = 20;

    private final Database database;

    SampleStore(Database database) {
        this.database = database;
    }

    /// How many of each kind are drawn; what is not there is not made up for.
    private enum Stratum {
        BLOCKED("decision = 'blocked'", 10),
        EXCEPTED("exception IS NOT NULL", 5),
        MARKED("decision IN ('warned', 'redacted')", 5),
        UNIDENTIFIED("person IS NULL", 3),
        ANY("true", 10);

        private final String condition;
        private final int most;

        Stratum(String condition, int most) {
            this.condition = condition;
            this.most = most;
        }
    }

    Figures figures(Instant from, Instant to) {
        return database.jdbc()
                .sql(
                        """
                        SELECT count(*) AS everything, count(DISTINCT person) AS people,
                               count(*) FILTER (WHERE person IS NULL) AS unidentified,
                               count(*) FILTER (WHERE scan = 'none') AS unscanned,
                               count(*) FILTER (WHERE exception IS NOT NULL) AS exceptions
                        FROM interaction WHERE at >= ? AND at < ?
                        """)
                .params(Database.timestamp(from), Database.timestamp(to))
                .query((row, _) ->
                        new Figures(
                                row.getLong("everything"),
                                counts("decision", 10, from, to),
                                counts("rule", MOST_RULES, from, to),
                                row.getLong("people"),
                                row.getLong("unidentified"),
                                row.getLong("unscanned"),
                                row.getLong("exceptions")))
                .single();
    }

    private Map<String, Long> counts(String column, int most, Instant from, Instant to) {
        Map<String, Long> counts = new LinkedHashMap<>();
        database.jdbc()
                .sql(
                        """
                        SELECT %1$s AS word, count(*) AS number FROM interaction
                        WHERE at >= ? AND at < ? AND %1$s IS NOT NULL
                        GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ?
                        """
                                .formatted(column))
                .params(Database.timestamp(from), Database.timestamp(to), most)
                .query(row -> {
                    counts.put(row.getString("word"), row.getLong("number"));
                });
        return counts;
    }

    List<String> sample(Instant from, Instant to, String seed) {
        Set<String> sample = new LinkedHashSet<>();
        for (Stratum stratum : Stratum.values()) {
            sample.addAll(draw(stratum, from, to, seed));
        }
        return new ArrayList<>(sample);
    }

    private List<String> draw(Stratum stratum, Instant from, Instant to, String seed) {
        return database.jdbc()
                .sql(
                        """
                        SELECT id FROM interaction WHERE at >= ? AND at < ? AND %s
                        ORDER BY md5(? || id) LIMIT ?
                        """
                                .formatted(stratum.condition))
                .params(Database.timestamp(from), Database.timestamp(to), seed, stratum.most)
                .query((row, _) -> row.getString("id"))
                .list();
    }
}
