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
import tools.jackson.databind.node.ObjectNode;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// A row of `interaction`, in the form of [Derivation], understood.
final class InteractionRow {
    private InteractionRow() {}

    /// @throws IllegalArgumentException when nothing of ours ever wrote such a row
    static Interaction read(ObjectNode row, Standing standing) {
        return new Interaction(
                row.path("intent").longValue(),
                text(row, "id"),
                Instant.parse(text(row, "at")),
                word(Event.Source.values(), text(row, "source")),
                caller(row),
                use(row),
                verdict(row),
                number(row, "prompt_bytes"),
                level(row, "prompt_capture"),
                optional(row, "capture_retention"),
                outcome(row),
                standing);
    }

    private static Event.@Nullable Caller caller(ObjectNode row) {
        return optional(row, "person") == null
                ? null
                : new Event.Caller(new PersonId(text(row, "person")), text(row, "token"));
    }

    private static Event.Use use(ObjectNode row) {
        return new Event.Use(
                text(row, "operation"),
                id(row, "tool", ToolId::new),
                optional(row, "tool_version"),
                flag(row, "declared"),
                id(row, "plan", PlanId::new),
                id(row, "vendor", VendorId::new),
                optional(row, "model"),
                flag(row, "stream"),
                optional(row, "repository"),
                optional(row, "session"),
                optional(row, "upstream"),
                word(Event.Account.values(), text(row, "account")),
                null,
                optional(row, "commit"));
    }

    private static Event.Verdict verdict(ObjectNode row) {
        return new Event.Verdict(
                word(Event.Effect.values(), text(row, "decision")),
                optional(row, "rule"),
                findings(row.path("findings")),
                word(Event.Scan.values(), text(row, "scan")),
                Digest.parse(text(row, "policy")),
                row.path("register").longValue(),
                optional(row, "exception"));
    }

    private static List<Event.FindingCount> findings(JsonNode json) {
        List<Event.FindingCount> findings = new ArrayList<>();
        for (JsonNode finding : json) {
            findings.add(
                    new Event.FindingCount(
                            finding.path("detector").asString(""),
                            finding.path("confidence").asString(""),
                            finding.path("count").asInt(0),
                            finding.path("name").isString()
                                    ? finding.path("name").asString("")
                                    : null));
        }
        return findings;
    }

    private static Interaction.@Nullable Outcome outcome(ObjectNode row) {
        Long index = number(row, "outcome");
        return index == null
                ? null
                : new Interaction.Outcome(
                        index,
                        Instant.parse(text(row, "ended_at")),
                        word(Event.Result.values(), text(row, "result")),
                        row.path("status").isNumber()
                                ? (Integer) row.path("status").intValue()
                                : null,
                        number(row, "answer_bytes"),
                        level(row, "answer_capture"),
                        look(row),
                        new Event.Tokens(number(row, "tokens_in"), number(row, "tokens_out")),
                        optional(row, "stop_reason"),
                        row.path("millis").longValue());
    }

    private static Event.@Nullable Look look(ObjectNode row) {
        String effect = optional(row, "answer_decision");
        return effect == null
                ? null
                : new Event.Look(
                        word(Event.Effect.values(), effect),
                        optional(row, "answer_rule"),
                        findings(row.path("answer_findings")),
                        word(Event.Scan.values(), text(row, "answer_scan")));
    }

    private static @Nullable CaptureLevel level(ObjectNode row, String column) {
        String written = optional(row, column);
        return written == null
                ? null
                : CaptureLevel.parse(written)
                        .orElseThrow(() -> new IllegalArgumentException("There is no such word"));
    }

    private static <T> @Nullable T id(ObjectNode row, String column, Function<String, T> of) {
        String value = optional(row, column);
        return value == null ? null : of.apply(value);
    }

    private static String text(ObjectNode row, String column) {
        String text = optional(row, column);
        if (text == null) {
            throw new IllegalArgumentException("The row has nothing in " + column);
        }
        return text;
    }

    private static @Nullable String optional(ObjectNode row, String column) {
        JsonNode value = row.path(column);
        return value.isString() ? value.stringValue() : null;
    }

    private static @Nullable Long number(ObjectNode row, String column) {
        JsonNode value = row.path(column);
        return value.isNumber() ? (Long) value.longValue() : null;
    }

    private static boolean flag(ObjectNode row, String column) {
        return row.path(column).asBoolean(false);
    }

    static <W extends Event.Word> W word(W[] words, String written) {
        for (W word : words) {
            if (word.written().equals(written)) {
                return word;
            }
        }
        throw new IllegalArgumentException("There is no such word");
    }
}
