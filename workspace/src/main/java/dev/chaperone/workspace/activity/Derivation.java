// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.activity;

import dev.chaperone.ledger.Event;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;

/// What entries of the ledger make of a row of `interaction`: a JSON object whose members are named
/// like the columns. The projection stores it, and whoever reads a row later derives it again and
/// compares: one derivation, two uses.
final class Derivation {
    private static final JsonMapper JSON = new JsonMapper();

    private Derivation() {}

    /// The row of a request whose end is not known.
    static ObjectNode row(long index, Event.Intent intent) {
        ObjectNode row = JSON.createObjectNode();
        row.put("intent", index);
        row.put("id", StoredText.of(intent.id()));
        row.put("at", StoredTime.of(intent.at()).toString());
        row.put("source", intent.source().written());
        Event.Caller caller = intent.caller();
        if (caller != null) {
            row.put("person", caller.person().value());
            row.put("token", StoredText.of(caller.token()));
        }
        putUse(row, intent.use());
        putVerdict(row, intent.verdict());
        row.put("prompt_bytes", bytes(intent.prompt()));
        putCapture(row, "prompt_capture", intent.prompt());
        return row;
    }

    private static void putUse(ObjectNode row, Event.Use use) {
        row.put("operation", StoredText.of(use.operation()));
        row.put("tool", value(use.tool()));
        row.put("tool_version", StoredText.orNull(use.toolVersion()));
        row.put("declared", use.declared());
        row.put("plan", value(use.plan()));
        row.put("vendor", value(use.vendor()));
        row.put("model", StoredText.orNull(use.model()));
        row.put("stream", use.stream());
        row.put("repository", StoredText.orNull(use.repository()));
        row.put("session", StoredText.orNull(use.session()));
        row.put("commit", StoredText.orNull(use.commit()));
        row.put("upstream", StoredText.orNull(use.upstream()));
        row.put("account", use.account().written());
    }

    private static void putVerdict(ObjectNode row, Event.Verdict verdict) {
        row.put("decision", verdict.effect().written());
        row.put("rule", StoredText.orNull(verdict.rule()));
        row.put("scan", verdict.scan().written());
        row.put("policy", verdict.policy().toString());
        row.put("register", verdict.register());
        row.put("exception", StoredText.orNull(verdict.exception()));
        putFindings(row, "", verdict.findings());
    }

    private static void putFindings(ObjectNode row, String prefix, List<Event.FindingCount> found) {
        if (!found.isEmpty()) {
            ArrayNode findings = row.putArray(prefix + "findings");
            ArrayNode detectors = row.putArray(prefix + "detectors");
            for (Event.FindingCount finding : found) {
                String detector = StoredText.of(finding.detector());
                detectors.add(detector);
                ObjectNode each =
                        findings.addObject()
                                .put("detector", detector)
                                .put("confidence", StoredText.of(finding.confidence()))
                                .put("count", finding.count());
                if (finding.name() != null) {
                    each.put("name", StoredText.of(finding.name()));
                }
            }
        }
    }

    /// Adds to a row how the request ended.
    static void end(ObjectNode row, long index, Event.Outcome outcome) {
        row.put("intent", outcome.intent());
        row.put("outcome", index);
        row.put("ended_at", StoredTime.of(outcome.at()).toString());
        row.put("result", outcome.result().written());
        row.put("status", outcome.status());
        row.put("answer_bytes", bytes(outcome.answer()));
        putCapture(row, "answer_capture", outcome.answer());
        Event.Look look = outcome.look();
        if (look != null) {
            row.put("answer_decision", look.effect().written());
            row.put("answer_rule", StoredText.orNull(look.rule()));
            row.put("answer_scan", look.scan().written());
            putFindings(row, "answer_", look.findings());
        }
        row.put("tokens_in", outcome.tokens().input());
        row.put("tokens_out", outcome.tokens().output());
        row.put("stop_reason", StoredText.orNull(outcome.stopReason()));
        row.put("millis", outcome.millis());
    }

    /// Prompt and answer go to the same class, if both are kept; the prompt's counts.
    private static void putCapture(ObjectNode row, String name, Event.@Nullable Body body) {
        Event.Capture capture = body == null ? null : body.capture();
        if (capture != null) {
            row.put(name, capture.level().written());
            if (capture.retention() != null && !row.has("capture_retention")) {
                row.put("capture_retention", StoredText.of(capture.retention()));
            }
        }
    }

    private static @Nullable String value(@Nullable Object id) {
        return id == null ? null : id.toString();
    }

    private static @Nullable Long bytes(Event.@Nullable Body body) {
        return body == null ? null : (Long) body.bytes();
    }
}
