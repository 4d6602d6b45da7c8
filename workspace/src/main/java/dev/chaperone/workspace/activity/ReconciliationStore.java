// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.activity;

import dev.chaperone.workspace.Database;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Reads the tables that [ProjectionStore] writes, piece by piece, to compare them.
final class ReconciliationStore {
    private static final JsonMapper JSON = new JsonMapper();

    /// Whether a choice comes from a row, by its kind. Those of a person are looked up apart: one
    /// condition for both would read through everybody's rows for somebody with few.
    private static final String BACKED =
            Stream.of(
                            backed("person", "i.person = f.value"),
                            backed("tool", "i.tool = f.value"),
                            backed("model", "i.model = f.value"),
                            backed("repository", "i.repository = f.value"),
                            backed("rule", "i.rule = f.value"),
                            backed("detector", "i.detectors @> ARRAY[f.value]"))
                    .collect(Collectors.joining("\n"));

    private final Database database;

    private static String backed(String kind, String condition) {
        return """
        WHEN '%1$s' THEN CASE f.person
            WHEN '' THEN EXISTS (SELECT 1 FROM interaction i WHERE %2$s)
            ELSE EXISTS (SELECT 1 FROM interaction i WHERE %2$s AND i.person = f.person) END\
        """
                .formatted(kind, condition);
    }

    ReconciliationStore(Database database) {
        this.database = database;
    }

    /// The rows of the requests from one index to before another, by index.
    Map<Long, ObjectNode> rows(long from, long to) {
        return byIntent(
                database.jdbc()
                        .sql("SELECT * FROM interaction WHERE intent >= ? AND intent < ?")
                        .params(from, to)
                        .query((row, _) -> Column.read(row))
                        .list());
    }

    /// The rows of some requests, by index.
    Map<Long, ObjectNode> rows(Collection<Long> intents) {
        if (intents.isEmpty()) {
            return Map.of();
        }
        return byIntent(
                database.jdbc()
                        .sql("SELECT * FROM interaction WHERE intent = ANY(?)")
                        .param(intents.toArray(Long[]::new))
                        .query((row, _) -> Column.read(row))
                        .list());
    }

    private static Map<Long, ObjectNode> byIntent(List<ObjectNode> rows) {
        Map<Long, ObjectNode> byIntent = new HashMap<>();
        rows.forEach(row -> byIntent.put(row.path(Column.INTENT.written()).longValue(), row));
        return byIntent;
    }

    /// How many rows there are from one index to before another, by blocks of so many entries.
    Map<Long, Integer> counts(long from, long before, long block) {
        Map<Long, Integer> counts = new HashMap<>();
        database.jdbc()
                .sql(
                        """
                        SELECT intent / ? AS block, count(*) AS number FROM interaction
                        WHERE intent >= ? AND intent < ? GROUP BY 1
                        """)
                .params(block, from, before)
                .query(row -> {
                    counts.put(row.getLong("block"), row.getInt("number"));
                });
        return counts;
    }

    /// Indices of rows that are before the first entry or not before another.
    List<Long> outside(long size, int limit) {
        return database.jdbc()
                .sql(
                        """
                        SELECT intent FROM interaction WHERE intent < 0 OR intent >= ?
                        ORDER BY intent LIMIT ?
                        """)
                .params(size, limit)
                .query((row, _) -> row.getLong("intent"))
                .list();
    }

    /// Those of some choices that are not stored.
    List<Facet> missing(Collection<Facet> facets) {
        if (facets.isEmpty()) {
            return List.of();
        }
        return database.jdbc()
                .sql(
                        """
                        SELECT wanted.kind, wanted.person, wanted.value
                        FROM json_populate_recordset(NULL::interaction_facet, ?::json) AS wanted
                        WHERE NOT EXISTS (
                            SELECT 1 FROM interaction_facet f
                            WHERE f.kind = wanted.kind AND f.person = wanted.person
                              AND f.value = wanted.value)
                        """)
                .param(JSON.writeValueAsString(facets.stream().map(Facet::row).toList()))
                .query((row, _) ->
                        new Facet(
                                row.getString("kind"),
                                row.getString("person"),
                                row.getString("value")))
                .list();
    }

    /// Some choices behind another, and whether each comes from a request.
    List<Choice> choices(Facet after, int limit) {
        return database.jdbc()
                .sql(
                        """
                        SELECT f.kind, f.person, f.value, CASE f.kind %s ELSE false END AS backed
                        FROM (SELECT * FROM interaction_facet
                              WHERE (kind, person, value) > (?, ?, ?)
                              ORDER BY kind, person, value LIMIT ?) AS f
                        ORDER BY f.kind, f.person, f.value
                        """
                                .formatted(BACKED))
                .params(after.kind(), after.person(), after.value(), limit)
                .query((row, _) ->
                        new Choice(
                                new Facet(
                                        row.getString("kind"),
                                        row.getString("person"),
                                        row.getString("value")),
                                row.getBoolean("backed")))
                .list();
    }

    /// A stored value to choose from.
    ///
    /// @param backed whether a stored request has it
    record Choice(Facet facet, boolean backed) {}

    /// Between which indices the requests of each hour are said to be.
    Map<Instant, Batch.Span> hours() {
        Map<Instant, Batch.Span> hours = new HashMap<>();
        database.jdbc()
                .sql("SELECT hour, first, last FROM interaction_hour")
                .query(row -> {
                    hours.put(
                            row.getObject("hour", OffsetDateTime.class).toInstant(),
                            new Batch.Span(row.getLong("first"), row.getLong("last")));
                });
        return hours;
    }
}
