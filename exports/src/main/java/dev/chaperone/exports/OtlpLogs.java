// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.exports;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// OpenTelemetry log records in the JSON of OTLP/HTTP, with the attributes of the conventions for
/// generative AI where there are some and `chaperone.*` for the rest. No content, ever.
final class OtlpLogs {
    /// The version of the conventions whose names are used; later ones may rename them.
    static final String SCHEMA = "https://opentelemetry.io/schemas/1.37.0";

    private static final int INFO = 9;
    private static final int WARN = 13;
    private static final int ERROR = 17;

    /// Names of others; a fact that is not listed is `chaperone.` and its column's name.
    private static final Map<Field, String> CONVENTIONS =
            Map.ofEntries(
                    Map.entry(Field.VENDOR, "gen_ai.provider.name"),
                    Map.entry(Field.MODEL, "gen_ai.request.model"),
                    Map.entry(Field.SESSION, "gen_ai.conversation.id"),
                    Map.entry(Field.TOOL, "gen_ai.agent.name"),
                    Map.entry(Field.INPUT_TOKENS, "gen_ai.usage.input_tokens"),
                    Map.entry(Field.OUTPUT_TOKENS, "gen_ai.usage.output_tokens"),
                    Map.entry(Field.STATUS, "http.response.status_code"),
                    Map.entry(Field.REPOSITORY, "vcs.repository.name"),
                    Map.entry(Field.COMMIT, "vcs.ref.head.revision"),
                    Map.entry(Field.PERSON, "enduser.pseudo.id"),
                    Map.entry(Field.EMAIL, "user.email"));

    private final Emails emails;

    OtlpLogs(Emails emails) {
        this.emails = emails;
    }

    /// The body of one export request.
    byte[] request(List<Exported> entries) throws IOException {
        List<Facts> facts = new java.util.ArrayList<>();
        for (Exported entry : entries) {
            facts.add(Facts.of(entry, emails));
        }
        return Json.bytes(json ->
                json.array(
                        "resourceLogs",
                        resources ->
                                resources.item(resource -> resource(resource, entries, facts))));
    }

    private static void resource(Json json, List<Exported> entries, List<Facts> facts)
            throws IOException {
        json.object(
                        "resource",
                        resource ->
                                resource.array(
                                        "attributes",
                                        attributes -> {
                                            attribute(attributes, "service.name", "chaperone");
                                            attribute(
                                                    attributes,
                                                    "service.instance.id",
                                                    entries.getFirst().origin());
                                        }))
                .array(
                        "scopeLogs",
                        scopes ->
                                scopes.item(scope -> {
                                    scope.object(
                                                    "scope",
                                                    names ->
                                                            names.text(
                                                                    "name",
                                                                    "dev.chaperone.exports"))
                                            .array(
                                                    "logRecords",
                                                    records -> {
                                                        for (int i = 0; i < entries.size(); i++) {
                                                            Exported entry = entries.get(i);
                                                            Facts stated = facts.get(i);
                                                            records.item(record ->
                                                                    write(record, entry, stated));
                                                        }
                                                    })
                                            .text("schemaUrl", SCHEMA);
                                }))
                .text("schemaUrl", SCHEMA);
    }

    private static void write(Json json, Exported entry, Facts facts) throws IOException {
        int severity = severity(facts);
        String type = facts.textOr(Field.TYPE, "");
        Instant at = entry.at();
        json.text("timeUnixNano", at == null ? "0" : nanos(at))
                .number("severityNumber", (long) severity)
                .text(
                        "severityText",
                        severity == INFO ? "INFO" : severity == WARN ? "WARN" : "ERROR")
                .text("eventName", "chaperone." + type)
                .array(
                        "attributes",
                        attributes -> {
                            attribute(attributes, "tlog.origin", entry.origin());
                            attribute(attributes, "tlog.index", facts.number(Field.INDEX));
                            attribute(attributes, "tlog.leaf_hash", facts.text(Field.LEAF_HASH));
                            attribute(attributes, "gen_ai.operation.name", operation(facts));
                            if (facts.has(Field.STOP_REASON)) {
                                stopReason(attributes, facts.textOr(Field.STOP_REASON, ""));
                            }
                            for (Field field : Field.values()) {
                                rest(attributes, field, facts);
                            }
                        });
    }

    private static void rest(Json json, Field field, Facts facts) throws IOException {
        switch (field) {
            case INDEX, LEAF_HASH, TIME, TYPE, STOP_REASON -> {}
            default -> {
                String name = CONVENTIONS.getOrDefault(field, "chaperone." + field.written());
                Long number = facts.number(field);
                if (number == null) {
                    attribute(json, name, facts.text(field));
                } else {
                    attribute(json, name, number);
                }
            }
        }
    }

    private static int severity(Facts facts) {
        String result = facts.text(Field.RESULT);
        if (result != null) {
            return result.equals("answered") ? INFO : result.equals("failed") ? ERROR : WARN;
        }
        String decision = facts.text(Field.DECISION);
        return decision == null || decision.equals("allowed") ? INFO : WARN;
    }

    /// The word of the conventions for our operation, or ours.
    private static @Nullable String operation(Facts facts) {
        String operation = facts.text(Field.OPERATION);
        return operation == null
                ? null
                : switch (operation) {
                    case "messages", "chat", "responses" -> "chat";
                    default -> operation;
                };
    }

    private static void stopReason(Json json, String reason) throws IOException {
        json.item(attribute ->
                attribute
                        .text("key", "gen_ai.response.finish_reasons")
                        .object(
                                "value",
                                value ->
                                        value.object(
                                                "arrayValue",
                                                list ->
                                                        list.array(
                                                                "values",
                                                                items ->
                                                                        items.item(item ->
                                                                                item.text(
                                                                                        "stringValue",
                                                                                        reason))))));
    }

    private static void attribute(Json json, String name, @Nullable String value)
            throws IOException {
        if (value != null) {
            json.item(attribute ->
                    attribute
                            .text("key", name)
                            .object("value", written -> written.text("stringValue", value)));
        }
    }

    /// Whole numbers of 64 bits are texts in the JSON of protocol buffers.
    private static void attribute(Json json, String name, @Nullable Long value) throws IOException {
        if (value != null) {
            json.item(attribute ->
                    attribute
                            .text("key", name)
                            .object(
                                    "value",
                                    written -> written.text("intValue", value.toString())));
        }
    }

    private static String nanos(Instant at) {
        return Math.addExact(Math.multiplyExact(at.getEpochSecond(), 1_000_000_000L), at.getNano())
                + "";
    }
}
