// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.activity;

import dev.chaperone.ledger.Event;
import dev.chaperone.vocabulary.CaptureLevel;
import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.ToolId;
import dev.chaperone.vocabulary.VendorId;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// A row of `interaction`, read.
final class InteractionRow {
    private static final JsonMapper JSON = new JsonMapper();

    private InteractionRow() {}

    static Interaction read(ResultSet row) throws SQLException {
        return new Interaction(
                row.getLong("intent"),
                row.getString("id"),
                instant(row, "at"),
                word(Event.Source.values(), row.getString("source")),
                caller(row),
                use(row),
                verdict(row),
                number(row, "prompt_bytes"),
                level(row, "prompt_capture"),
                row.getString("capture_retention"),
                outcome(row));
    }

    private static Event.@Nullable Caller caller(ResultSet row) throws SQLException {
        String person = row.getString("person");
        return person == null
                ? null
                : new Event.Caller(new PersonId(person), row.getString("token"));
    }

    private static Event.Use use(ResultSet row) throws SQLException {
        return new Event.Use(
                row.getString("operation"),
                id(row, "tool", ToolId::new),
                row.getString("tool_version"),
                row.getBoolean("declared"),
                id(row, "plan", PlanId::new),
                id(row, "vendor", VendorId::new),
                row.getString("model"),
                row.getBoolean("stream"),
                row.getString("repository"),
                row.getString("session"),
                row.getString("upstream"),
                word(Event.Account.values(), row.getString("account")));
    }

    private static Event.Verdict verdict(ResultSet row) throws SQLException {
        return new Event.Verdict(
                word(Event.Effect.values(), row.getString("decision")),
                row.getString("rule"),
                findings(row.getString("findings")),
                word(Event.Scan.values(), row.getString("scan")),
                Digest.parse(row.getString("policy")),
                row.getLong("register"));
    }

    private static List<Event.FindingCount> findings(@Nullable String json) {
        List<Event.FindingCount> findings = new ArrayList<>();
        if (json != null) {
            for (JsonNode finding : JSON.readTree(json)) {
                findings.add(
                        new Event.FindingCount(
                                finding.path("detector").stringValue(),
                                finding.path("confidence").stringValue(),
                                finding.path("count").intValue()));
            }
        }
        return findings;
    }

    private static Interaction.@Nullable Outcome outcome(ResultSet row) throws SQLException {
        Long index = number(row, "outcome");
        return index == null
                ? null
                : new Interaction.Outcome(
                        index,
                        instant(row, "ended_at"),
                        word(Event.Result.values(), row.getString("result")),
                        row.getObject("status", Integer.class),
                        number(row, "answer_bytes"),
                        level(row, "answer_capture"),
                        new Event.Tokens(number(row, "tokens_in"), number(row, "tokens_out")),
                        row.getString("stop_reason"),
                        row.getLong("millis"));
    }

    private static @Nullable CaptureLevel level(ResultSet row, String column) throws SQLException {
        String written = row.getString(column);
        return written == null
                ? null
                : CaptureLevel.parse(written).orElseThrow(() -> unknownWord(written));
    }

    private static <T> @Nullable T id(ResultSet row, String column, Function<String, T> of)
            throws SQLException {
        String value = row.getString(column);
        return value == null ? null : of.apply(value);
    }

    private static @Nullable Long number(ResultSet row, String column) throws SQLException {
        return row.getObject(column, Long.class);
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    static <W extends Event.Word> W word(W[] words, String written) {
        for (W word : words) {
            if (word.written().equals(written)) {
                return word;
            }
        }
        throw unknownWord(written);
    }

    private static IllegalStateException unknownWord(String written) {
        return new IllegalStateException("The database has an unknown word: '" + written + "'");
    }
}
