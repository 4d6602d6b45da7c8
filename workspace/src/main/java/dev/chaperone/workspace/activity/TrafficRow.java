// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.activity;

import dev.chaperone.policy.Effect;
import dev.chaperone.policy.Recorded;
import dev.chaperone.policy.Recorded.Attachments;
import dev.chaperone.policy.Recorded.Point;
import dev.chaperone.policy.Register;
import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.ToolId;
import dev.chaperone.workspace.RejectedException;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Understands rows of `interaction` as policies go by requests. Whatever somebody wrote into the
/// table can be read: what is none of ours is not known.
final class TrafficRow {
    /// In the order in which the columns are read.
    static final String SELECT =
            """
            SELECT at, source, operation, person, tool, plan, repository, model, findings, scan,
                   decision, rule, policy
            FROM interaction
            """;

    /// What the gateway calls a repository whose name is in no form that is known.
    private static final String UNREADABLE = "unreadable";

    private static final JsonMapper JSON = new JsonMapper();
    private static final Digest NO_POLICY = Digest.of("");
    private static final int MOST_VALUES = 10_000;

    private final Map<String, Register.Member> people;
    private final Map<String, ToolId> tools = new HashMap<>();
    private final Map<String, PlanId> plans = new HashMap<>();
    private final Map<String, Digest> policies = new HashMap<>();

    TrafficRow(Map<String, Register.Member> people) {
        this.people = people;
    }

    Recorded read(ResultSet row) throws SQLException {
        String source = row.getString(2);
        String operation = row.getString(3);
        String person = row.getString(4);
        String repository = row.getString(7);
        String decision = row.getString(11);
        Point point = point(source, operation);
        Digest policy = once(row.getString(13), policies, Digest::parse);
        return new Recorded(
                row.getObject(1, OffsetDateTime.class).toInstant(),
                person,
                person == null ? null : people.get(person),
                new Recorded.Use(
                        once(row.getString(5), tools, ToolId::new),
                        once(row.getString(6), plans, PlanId::new),
                        UNREADABLE.equals(repository) ? null : repository,
                        row.getString(8),
                        source),
                point,
                content(row.getString(9), row.getString(10), point),
                new Recorded.Verdict(
                        effect(decision), row.getString(12), policy == null ? NO_POLICY : policy));
    }

    private static Effect effect(String decision) {
        for (Effect effect : Effect.values()) {
            if (effect.written().equals(decision)) {
                return effect;
            }
        }
        throw RejectedException.conflict(
                "A row of the recorded requests is none that this version wrote. Check the rows"
                        + " against the ledger on the start page.");
    }

    private static Point point(String source, String operation) {
        return switch (source) {
            case "hook" -> hook(operation);
            case "telemetry", "connector", "manual" -> Point.TOLD;
            default -> operation.equals("connect") ? Point.CONNECTION : Point.BETWEEN;
        };
    }

    private static Point hook(String operation) {
        return switch (operation) {
            case "hook-response" -> Point.ANSWER;
            case "hook-post", "hook-session", "hook-other" -> Point.AFTER;
            default -> Point.BEFORE;
        };
    }

    private static Recorded.Content content(@Nullable String findings, String scan, Point point) {
        if (findings == null && scan.equals("complete")) {
            return Recorded.Content.CLEAN;
        }
        boolean told = point == Point.TOLD;
        List<Recorded.Found> found = findings == null ? List.of() : found(findings);
        return switch (scan) {
            case "complete" -> new Recorded.Content(found, true, Attachments.NONE);
            // Telemetry has no attachments: partial means that a text was not read to its end, and
            // none that no text came.
            case "partial" ->
                    new Recorded.Content(found, !told, told ? Attachments.NONE : Attachments.SOME);
            default ->
                    new Recorded.Content(
                            found, told, told ? Attachments.NONE : Attachments.UNKNOWN);
        };
    }

    private static List<Recorded.Found> found(String json) {
        List<Recorded.Found> found = new ArrayList<>();
        for (JsonNode each : tree(json)) {
            found.add(
                    new Recorded.Found(
                            each.path("detector").asString(""),
                            each.path("count").asInt(0),
                            each.path("name").isString() ? each.path("name").asString("") : null));
        }
        return found;
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JacksonException e) {
            // Deeper or longer than we read, so not what we wrote: a finding that nobody knows.
            return JSON.createArrayNode().add(JSON.createObjectNode());
        }
    }

    /// Few different values come again and again.
    private static <T> @Nullable T once(
            @Nullable String written, Map<String, T> known, Function<String, T> made) {
        T value = written == null ? null : known.get(written);
        if (value == null && written != null) {
            value = made(written, made);
            if (value != null && known.size() < MOST_VALUES) {
                known.put(written, value);
            }
        }
        return value;
    }

    private static <T> @Nullable T made(String written, Function<String, T> made) {
        try {
            return made.apply(written);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
