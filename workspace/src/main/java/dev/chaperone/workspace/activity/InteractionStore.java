// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.activity;

import dev.chaperone.ledger.Event.Effect;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.vocabulary.ToolId;
import dev.chaperone.workspace.Database;

import org.springframework.jdbc.core.RowMapper;

import tools.jackson.databind.node.ObjectNode;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads the tables `interaction` and `interaction_facet`.
final class InteractionStore {
    /// Columns that [Filter#q] searches through their few different values.
    private static final List<String> FEW_VALUES = List.of("tool", "model", "repository", "rule");

    private static final int SAME_ID = 20;

    private static final String[] DECISIONS =
            Arrays.stream(Effect.values()).map(Effect::written).toArray(String[]::new);

    private final Database database;

    InteractionStore(Database database) {
        this.database = database;
    }

    /// Those with an intent before an index, newest first.
    List<ObjectNode> list(Scope scope, Filter filter, long before, int limit) {
        Conditions conditions = new Conditions().and("intent < ?", before).and(scope).and(filter);
        String text = filter.q();
        if (text != null) {
            FreeText found = find(text, scope, conditions, limit);
            conditions = new Conditions().and(found.sql(), found.parameters().toArray());
        }
        return query(
                "SELECT * FROM interaction\n",
                conditions,
                "ORDER BY intent DESC LIMIT " + limit,
                (row, _) -> Column.read(row));
    }

    private FreeText find(String text, Scope scope, Conditions conditions, int limit) {
        String pattern = Conditions.containing(text);
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (String column : FEW_VALUES) {
            List<String> found = values(column, scope, pattern, FreeText.MANY + 1);
            if (!found.isEmpty()) {
                values.put(column, found);
            }
        }
        return new FreeText(conditions, pattern, values, limit);
    }

    /// Those with this id, the newest first. Ids are unique unless a writer is at fault, or
    /// somebody who writes into the database.
    List<ObjectNode> find(Scope scope, String id) {
        return query(
                "SELECT * FROM interaction\n",
                new Conditions().and("id = ?", id).and(scope),
                "ORDER BY intent DESC LIMIT " + SAME_ID,
                (row, _) -> Column.read(row));
    }

    /// Each prompt once: one of which a hook told is counted when it was stopped there, or when
    /// none of its session came through the gateway; one of which telemetry told, when neither has
    /// seen its session. What else they tell is no prompt, nor is a connection through the forward
    /// proxy or a call of a tool's server.
    private static final String COUNTED =
            """
            (source NOT IN ('hook', 'telemetry') AND operation NOT IN ('connect', 'text')
             OR source <> 'telemetry' AND decision = 'blocked'
             OR operation = 'hook-prompt' AND NOT EXISTS (
                 SELECT FROM interaction AS sent
                 WHERE sent.session = interaction.session
                   AND sent.source NOT IN ('hook', 'telemetry'))
             OR operation = 'telemetry-prompt' AND NOT EXISTS (
                 SELECT FROM interaction AS seen
                 WHERE seen.session = interaction.session AND seen.source <> 'telemetry'))\
            """;

    private record Count(Instant hour, Effect decision, long number) {}

    List<Hour> hours(Scope scope, Instant from, Instant to) {
        Conditions conditions =
                new Conditions()
                        .and(from, to)
                        .and(scope)
                        .and(COUNTED)
                        .and("decision = ANY(?::text[])", (Object) DECISIONS);
        List<Count> counts =
                query(
                        """
                        SELECT date_trunc('hour', at, 'UTC') AS hour, decision, count(*) AS number
                        FROM interaction
                        """,
                        conditions,
                        "GROUP BY hour, decision ORDER BY hour",
                        (row, _) ->
                                new Count(
                                        row.getObject("hour", OffsetDateTime.class).toInstant(),
                                        InteractionRow.word(
                                                Effect.values(), row.getString("decision")),
                                        row.getLong("number")));
        Map<Instant, Map<Effect, Long>> hours = new LinkedHashMap<>();
        for (Count count : counts) {
            hours.computeIfAbsent(count.hour(), _ -> new EnumMap<>(Effect.class))
                    .put(count.decision(), count.number());
        }
        return hours.entrySet().stream().map(e -> new Hour(e.getKey(), e.getValue())).toList();
    }

    /// How often each detector fired since then, in prompts or answers.
    List<Hits> hits(Scope scope, Instant since) {
        return query(
                """
                SELECT detector, count(*) AS requests, max(at) AS last
                FROM interaction,
                     LATERAL (SELECT unnest(detectors) UNION SELECT unnest(answer_detectors))
                         AS fired (detector)
                """,
                new Conditions()
                        .and("(detectors IS NOT NULL OR answer_detectors IS NOT NULL)")
                        .and("at >= ?", Database.timestamp(since))
                        .and(scope),
                "GROUP BY detector ORDER BY detector",
                (row, _) ->
                        new Hits(
                                row.getString("detector"),
                                row.getLong("requests"),
                                row.getObject("last", OffsetDateTime.class).toInstant()));
    }

    /// How often one detector fired since then; nothing when it did not.
    Optional<Hits> hits(Scope scope, String detector, Instant since) {
        return query(
                        "SELECT count(*) AS requests, max(at) AS last FROM interaction\n",
                        new Conditions()
                                .and(
                                        "(detectors @> ARRAY[?]::text[]"
                                                + " OR answer_detectors @> ARRAY[?]::text[])",
                                        detector,
                                        detector)
                                .and("at >= ?", Database.timestamp(since))
                                .and(scope),
                        "HAVING count(*) > 0",
                        (row, _) ->
                                new Hits(
                                        detector,
                                        row.getLong("requests"),
                                        row.getObject("last", OffsetDateTime.class).toInstant()))
                .stream()
                .findFirst();
    }

    /// What was sent to models since then.
    List<Used> used(Instant since) {
        return query(
                """
                SELECT person, tool, model, count(*) AS requests,
                       coalesce(sum(tokens_in), 0) AS input,
                       coalesce(sum(tokens_out), 0) AS output,
                       coalesce(sum(prompt_bytes) FILTER (
                           WHERE tokens_in IS NULL AND answer_bytes IS NOT NULL), 0) AS bytes_in,
                       coalesce(sum(answer_bytes) FILTER (
                           WHERE tokens_out IS NULL), 0) AS bytes_out
                FROM interaction
                """,
                new Conditions()
                        .and("at >= ?", Database.timestamp(since))
                        .and("source = ANY ('{gateway,proxy}') AND decision <> 'blocked'")
                        .and("person IS NOT NULL AND tool IS NOT NULL"),
                "GROUP BY person, tool, model",
                (row, _) ->
                        new Used(
                                new PersonId(row.getString("person")),
                                new ToolId(row.getString("tool")),
                                row.getString("model"),
                                row.getLong("requests"),
                                row.getLong("input"),
                                row.getLong("output"),
                                row.getLong("bytes_in"),
                                row.getLong("bytes_out")));
    }

    /// Different values, sorted.
    ///
    /// @param kind as in [Facet]
    /// @param pattern that values fit, whatever their capitals
    List<String> values(String kind, Scope scope, String pattern, int limit) {
        String person =
                switch (scope) {
                    case Scope.Everybody() -> Facet.ANYBODY;
                    case Scope.Only(var id) -> id.value();
                };
        return query(
                "SELECT value FROM interaction_facet\n",
                new Conditions()
                        .and("kind = ?", kind)
                        .and("person = ?", person)
                        .and("value ILIKE ?", pattern),
                "ORDER BY value LIMIT " + limit,
                (row, _) -> row.getString("value"));
    }

    long count(Scope scope) {
        return query(
                        "SELECT count(*) AS number FROM interaction\n",
                        new Conditions().and(scope),
                        "",
                        (row, _) -> row.getLong("number"))
                .getFirst();
    }

    private <T> List<T> query(
            String select, Conditions conditions, String rest, RowMapper<T> mapper) {
        return database.inTransaction(() -> {
            // A plan for one common value is a bad plan for a rare one.
            database.jdbc().sql("SET LOCAL plan_cache_mode = force_custom_plan").update();
            return database.jdbc()
                    .sql(select + conditions.where() + rest)
                    .params(conditions.values())
                    .query(mapper)
                    .list();
        });
    }
}
