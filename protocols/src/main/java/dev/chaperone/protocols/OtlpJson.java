// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.protocols;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Reads an export in OTLP/JSON. Members that are not known are passed over.
final class OtlpJson {
    /// Values within values; what lies deeper is left out.
    private static final int DEEPEST = 8;

    private final OtlpSignal signal;
    private final OtlpRecords records = new OtlpRecords();

    private OtlpJson(OtlpSignal signal) {
        this.signal = signal;
    }

    static OtlpRecords read(OtlpSignal signal, byte[] body) throws UnreadableBodyException {
        OtlpJson reader = new OtlpJson(signal);
        try (JsonParser json = Json.parser(body, 0, body.length)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new UnreadableBodyException("Not a JSON object", 0);
            }
            Json.members(
                    json,
                    (name, value) -> {
                        if (name.equals(signal.resources())) {
                            Json.elements(value, reader::resource);
                        }
                    });
            if (json.nextToken() != null) {
                throw new UnreadableBodyException("More than one JSON object", 0);
            }
        } catch (IOException e) {
            // The message may hold a piece of the body.
            throw new UnreadableBodyException("Not JSON", 0);
        }
        return reader.records;
    }

    private void resource(JsonParser json) throws IOException {
        if (!records.hasRoom()) {
            return;
        }
        OtlpAttributes program = records.program();
        Json.members(
                json,
                (name, value) -> {
                    if (name.equals("resource")) {
                        attributesOf(value, program);
                    } else if (name.equals(signal.scopes())) {
                        Json.elements(value, scope -> scope(scope, program));
                    }
                });
    }

    private void scope(JsonParser json, OtlpAttributes program) throws IOException {
        OtlpRecord.Origin origin = new OtlpRecord.Origin(program);
        Json.members(
                json,
                (name, value) -> {
                    if (name.equals("scope")) {
                        Json.members(
                                value,
                                (inner, of) -> {
                                    if (inner.equals("name")) {
                                        origin.scope(string(of));
                                    }
                                });
                    } else if (name.equals(signal.records())) {
                        Json.elements(value, each -> record(each, origin));
                    }
                });
    }

    private void record(JsonParser json, OtlpRecord.Origin origin) throws IOException {
        if (!records.hasRoom()) {
            return;
        }
        OtlpRecord record = new OtlpRecord(origin);
        records.add(record);
        Json.members(
                json,
                (name, value) -> {
                    switch (name) {
                        case "name", "eventName" -> record.name(string(value));
                        case "body" -> record.body(value(value, 0));
                        case "timeUnixNano", "observedTimeUnixNano", "endTimeUnixNano" ->
                                record.nanos(number(value));
                        case "attributes" -> attributes(value, record.attributes());
                        case "events" -> Json.elements(value, of -> unnamed(of, record));
                        case "sum", "gauge", "histogram", "exponentialHistogram", "summary" ->
                                points(value, record);
                        default -> {
                            // Ids, counts and what a newer version adds.
                        }
                    }
                });
    }

    /// What happened within a span: it may be text, and nothing else is wanted of it.
    private static void unnamed(JsonParser json, OtlpRecord record) throws IOException {
        OtlpAttributes attributes = new OtlpAttributes();
        attributesOf(json, attributes);
        attributes.named().values().forEach(record.attributes()::add);
    }

    /// The points of a metric differ in what is of no interest here: one stands for all.
    private static void points(JsonParser json, OtlpRecord record) throws IOException {
        Json.members(
                json,
                (name, value) -> {
                    if (name.equals("dataPoints")) {
                        Json.elements(value, point -> attributesOf(point, record.attributes()));
                    }
                });
    }

    private static void attributesOf(JsonParser json, OtlpAttributes into) throws IOException {
        Json.members(
                json,
                (name, value) -> {
                    if (name.equals("attributes")) {
                        attributes(value, into);
                    }
                });
    }

    private static void attributes(JsonParser json, OtlpAttributes into) throws IOException {
        Json.elements(
                json,
                pair -> {
                    String[] found = {"", ""};
                    Json.members(
                            pair,
                            (name, value) -> {
                                if (name.equals("key")) {
                                    found[0] = string(value);
                                } else if (name.equals("value")) {
                                    found[1] = value(value, 0);
                                }
                            });
                    into.add(found[0], found[1]);
                });
    }

    /// An `AnyValue` as text; what is in a list is separated by commas.
    private static String value(JsonParser json, int depth) throws IOException {
        List<String> found = new ArrayList<>(1);
        if (depth < DEEPEST) {
            Json.members(
                    json,
                    (name, value) -> {
                        switch (name) {
                            case "stringValue", "intValue", "doubleValue", "boolValue" ->
                                    found.add(string(value));
                            case "arrayValue" -> list(value, false, found, depth);
                            case "kvlistValue" -> list(value, true, found, depth);
                            default -> {
                                // Bytes, and what a newer version adds.
                            }
                        }
                    });
        }
        return String.join(", ", found);
    }

    /// A list of values, or of names with values.
    private static void list(JsonParser json, boolean named, List<String> found, int depth)
            throws IOException {
        Json.members(
                json,
                (name, values) -> {
                    if (!name.equals("values")) {
                        return;
                    }
                    Json.elements(
                            values,
                            each -> {
                                if (!named) {
                                    found.add(value(each, depth + 1));
                                    return;
                                }
                                Json.members(
                                        each,
                                        (of, value) -> {
                                            if (of.equals("value")) {
                                                found.add(value(value, depth + 1));
                                            }
                                        });
                            });
                });
    }

    /// Texts, numbers and truth values, as they are written.
    private static String string(JsonParser json) throws IOException {
        return json.currentToken().isScalarValue() && json.currentToken() != JsonToken.VALUE_NULL
                ? json.getText()
                : "";
    }

    /// 64-bit numbers are written as texts.
    private static long number(JsonParser json) throws IOException {
        try {
            return Long.parseLong(string(json));
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
