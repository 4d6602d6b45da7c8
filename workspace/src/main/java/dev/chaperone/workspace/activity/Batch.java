// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.activity;

import dev.chaperone.ledger.Event;
import dev.chaperone.ledger.Leaves;
import dev.chaperone.ledger.UnknownEventException;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What a run of the ledger's entries changes in the tables: rows as JSON objects whose members are
/// named like the columns.
final class Batch {
    private static final JsonMapper JSON = new JsonMapper();

    private final long from;
    private final int size;
    private final Map<Long, ObjectNode> interactions = new LinkedHashMap<>();
    private final Map<Long, ObjectNode> outcomes = new LinkedHashMap<>();
    private final Map<Instant, Span> hours = new LinkedHashMap<>();
    private final Set<Facet> facets = new LinkedHashSet<>();
    private int unknown;
    private int unreadable;

    /// Indices from the first to the last.
    record Span(long first, long last) {}

    /// Reads entries.
    ///
    /// @param from index of the first
    Batch(long from, List<byte[]> entries) {
        this.from = from;
        this.size = entries.size();
        for (int i = 0; i < size; i++) {
            add(from + i, entries.get(i));
        }
    }

    long from() {
        return from;
    }

    /// Index of the first entry after it.
    long next() {
        return from + size;
    }

    /// Entries of a type that this version does not know.
    int unknown() {
        return unknown;
    }

    /// Entries that are none.
    int unreadable() {
        return unreadable;
    }

    /// New rows, with their outcome if it is in this run too.
    Collection<ObjectNode> interactions() {
        return interactions.values();
    }

    /// Outcomes of rows of earlier runs.
    Collection<ObjectNode> outcomes() {
        return outcomes.values();
    }

    /// Where the intents of each hour are.
    Map<Instant, Span> hours() {
        return hours;
    }

    Set<Facet> facets() {
        return facets;
    }

    private void add(long index, byte[] entry) {
        try {
            switch (Leaves.read(entry)) {
                case Event.Intent intent -> addIntent(index, intent);
                case Event.Outcome outcome -> addOutcome(index, outcome);
                case Event.Administered _ -> {
                    // Changes of people, tokens and policies are no requests.
                }
            }
        } catch (UnknownEventException e) {
            unknown++;
        } catch (IllegalArgumentException e) {
            unreadable++;
        }
    }

    private void addIntent(long index, Event.Intent intent) {
        ObjectNode row = JSON.createObjectNode();
        row.put("intent", index);
        row.put("id", StoredText.of(intent.id()));
        Instant at = StoredTime.of(intent.at());
        row.put("at", at.toString());
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
        interactions.put(index, row);
        hours.merge(
                at.truncatedTo(ChronoUnit.HOURS),
                new Span(index, index),
                (span, one) -> new Span(span.first(), one.last()));
        addFacets(row);
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
        row.put("upstream", StoredText.orNull(use.upstream()));
        row.put("account", use.account().written());
    }

    private static void putVerdict(ObjectNode row, Event.Verdict verdict) {
        row.put("decision", verdict.effect().written());
        row.put("rule", StoredText.orNull(verdict.rule()));
        row.put("scan", verdict.scan().written());
        row.put("policy", verdict.policy().toString());
        row.put("register", verdict.register());
        if (!verdict.findings().isEmpty()) {
            ArrayNode findings = row.putArray("findings");
            ArrayNode detectors = row.putArray("detectors");
            for (Event.FindingCount finding : verdict.findings()) {
                String detector = StoredText.of(finding.detector());
                detectors.add(detector);
                findings.addObject()
                        .put("detector", detector)
                        .put("confidence", StoredText.of(finding.confidence()))
                        .put("count", finding.count());
            }
        }
    }

    /// Of several outcomes of a request the first counts, and only when the request came before.
    private void addOutcome(long index, Event.Outcome outcome) {
        if (outcome.intent() < 0 || outcome.intent() >= index) {
            return;
        }
        ObjectNode row = interactions.get(outcome.intent());
        if (row == null) {
            row = outcomes.computeIfAbsent(outcome.intent(), _ -> JSON.createObjectNode());
        }
        if (row.has("outcome")) {
            return;
        }
        row.put("intent", outcome.intent());
        row.put("outcome", index);
        row.put("ended_at", StoredTime.of(outcome.at()).toString());
        row.put("result", outcome.result().written());
        row.put("status", outcome.status());
        row.put("answer_bytes", bytes(outcome.answer()));
        putCapture(row, "answer_capture", outcome.answer());
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

    private void addFacets(ObjectNode row) {
        for (String kind : List.of("person", "tool", "model", "repository", "rule")) {
            addFacet(row, kind, row.path(kind));
        }
        for (JsonNode detector : row.path("detectors")) {
            addFacet(row, "detector", detector);
        }
    }

    private void addFacet(ObjectNode row, String kind, JsonNode value) {
        if (value.isString()) {
            facets.add(new Facet(kind, Facet.ANYBODY, value.stringValue()));
            if (row.has("person")) {
                facets.add(new Facet(kind, row.path("person").stringValue(), value.stringValue()));
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
