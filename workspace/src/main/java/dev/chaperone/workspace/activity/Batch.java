// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.activity;

import dev.chaperone.ledger.Event;
import dev.chaperone.ledger.Leaves;
import dev.chaperone.ledger.UnknownEventException;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
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
    private final Map<Seen, Times> seen = new LinkedHashMap<>();
    private final List<LookStore.Row> looks = new ArrayList<>();
    private int unknown;
    private int unreadable;

    /// Indices from the first to the last.
    record Span(long first, long last) {}

    /// From the first to the last entry.
    private record Times(Span entries, Instant first, Instant last) {
        Times and(Times later) {
            return new Times(new Span(entries.first(), later.entries.last()), first, later.last());
        }
    }

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

    /// Who and what was seen.
    List<ObjectNode> seen() {
        return seen.entrySet().stream().map(each -> row(each.getKey(), each.getValue())).toList();
    }

    /// Who was looked at.
    List<LookStore.Row> looks() {
        return looks;
    }

    private static ObjectNode row(Seen what, Times times) {
        return what.row()
                .put("first", times.entries().first())
                .put("last", times.entries().last())
                .put("first_seen", times.first().toString())
                .put("last_seen", times.last().toString());
    }

    private void add(long index, byte[] entry) {
        try {
            Event event = Leaves.read(entry);
            addSeen(index, event);
            Looked.in(event).forEach(person -> looks.add(new LookStore.Row(person, index)));
            switch (event) {
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

    private void addSeen(long index, Event event) {
        Instant at = StoredTime.of(event.at());
        for (Seen each : Seen.in(event)) {
            seen.merge(each, new Times(new Span(index, index), at, at), Times::and);
        }
    }

    private void addIntent(long index, Event.Intent intent) {
        ObjectNode row = Derivation.row(index, intent);
        interactions.put(index, row);
        hours.merge(
                StoredTime.of(intent.at()).truncatedTo(ChronoUnit.HOURS),
                new Span(index, index),
                (span, one) -> new Span(span.first(), one.last()));
        addFacets(row);
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
        if (!row.has("outcome")) {
            Derivation.end(row, index, outcome);
            for (JsonNode detector : row.path("answer_detectors")) {
                addFacet(row, "detector", detector);
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
}
