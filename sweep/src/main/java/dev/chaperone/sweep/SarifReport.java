// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.sweep;

import com.fasterxml.jackson.core.JsonGenerator;

import dev.chaperone.detection.Confidence;
import dev.chaperone.detection.Detector.Severity;
import dev.chaperone.detection.Scanner;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Map;
import java.util.TreeMap;

/// SARIF 2.1.0 with what code-scanning services ask for. The rules come behind the results: only
/// then it is known which are needed.
final class SarifReport implements Report {
    private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

    private final Json json;
    private final Map<String, Description> rules = new TreeMap<>();

    SarifReport(PrintStream out) {
        json = new Json(out);
        json.write(SarifReport::begin);
    }

    private static void begin(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("$schema", SCHEMA);
        json.writeStringField("version", "2.1.0");
        json.writeArrayFieldStart("runs");
        json.writeStartObject();
        json.writeStringField("columnKind", "unicodeCodePoints");
        json.writeArrayFieldStart("results");
    }

    @Override
    public void add(Hit hit) {
        rules.put(hit.detector().id(), hit.detector());
        json.write(generator -> result(generator, hit));
    }

    private static void result(JsonGenerator json, Hit hit) throws IOException {
        json.writeStartObject();
        json.writeStringField("ruleId", hit.detector().id());
        json.writeStringField("level", level(hit.detector().severity()));
        message(json, "message", hit.detector().title() + ", " + hit.confidence().written());
        json.writeArrayFieldStart("locations");
        json.writeStartObject();
        json.writeObjectFieldStart("physicalLocation");
        artifact(json, hit);
        region(json, hit.span());
        json.writeEndObject();
        json.writeEndObject();
        json.writeEndArray();
        json.writeObjectFieldStart("partialFingerprints");
        json.writeStringField("chaperone/v1", hit.fingerprint());
        json.writeEndObject();
        json.writeObjectFieldStart("properties");
        json.writeStringField("confidence", hit.confidence().written());
        if (hit.content().commit() != null) {
            json.writeStringField("commit", hit.content().commit());
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void artifact(JsonGenerator json, Hit hit) throws IOException {
        json.writeObjectFieldStart("artifactLocation");
        String uri = Uri.of(hit.content());
        json.writeStringField("uri", uri);
        if (!uri.startsWith("file:")) {
            json.writeStringField("uriBaseId", "%SRCROOT%");
        }
        json.writeEndObject();
    }

    private static void region(JsonGenerator json, Span span) throws IOException {
        json.writeObjectFieldStart("region");
        json.writeNumberField("startLine", span.line());
        json.writeNumberField("startColumn", span.column());
        json.writeNumberField("endLine", span.endLine());
        json.writeNumberField("endColumn", span.endColumn());
        json.writeNumberField("byteOffset", span.start());
        json.writeNumberField("byteLength", span.end() - span.start());
        json.writeEndObject();
    }

    @Override
    public void end(Tally tally) {
        json.write(generator -> {
            generator.writeEndArray();
            tool(generator);
            invocation(generator, tally);
            generator.writeEndObject();
            generator.writeEndArray();
            generator.writeEndObject();
        });
        json.end();
    }

    private void tool(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("tool");
        json.writeObjectFieldStart("driver");
        json.writeStringField("name", "Chaperone");
        json.writeStringField("version", Scanner.builtIn().version());
        json.writeArrayFieldStart("rules");
        for (Description rule : rules.values()) {
            rule(json, rule);
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void rule(JsonGenerator json, Description rule) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", rule.id());
        json.writeStringField("name", rule.title());
        message(json, "shortDescription", rule.title());
        message(json, "fullDescription", rule.title() + " in the text");
        message(json, "help", help(rule));
        if (rule.revoke() != null) {
            json.writeStringField("helpUri", rule.revoke());
        }
        json.writeObjectFieldStart("defaultConfiguration");
        json.writeStringField("level", level(rule.severity()));
        json.writeEndObject();
        json.writeObjectFieldStart("properties");
        json.writeStringField("precision", precision(rule.best()));
        json.writeStringField("security-severity", score(rule.severity()));
        json.writeArrayFieldStart("tags");
        json.writeString("security");
        json.writeString(rule.kind());
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndObject();
    }

    private static String help(Description rule) {
        return "Revoke it"
                + (rule.revoke() == null ? " where it was made" : " at " + rule.revoke())
                + ", then take it out of the text and of the history. If it is none, say so with the"
                + " remark gitleaks:allow in its line, in .gitleaksignore or in a baseline.";
    }

    private static void invocation(JsonGenerator json, Tally tally) throws IOException {
        json.writeArrayFieldStart("invocations");
        json.writeStartObject();
        json.writeBooleanField("executionSuccessful", tally.isComplete());
        json.writeArrayFieldStart("toolExecutionNotifications");
        for (String problem : tally.problems()) {
            json.writeStartObject();
            json.writeStringField("level", "error");
            message(json, "message", problem);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndArray();
    }

    private static void message(JsonGenerator json, String name, String text) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeStringField("text", text);
        json.writeEndObject();
    }

    private static String level(Severity severity) {
        return switch (severity) {
            case CRITICAL, HIGH -> "error";
            case MEDIUM -> "warning";
            case LOW -> "note";
        };
    }

    /// On the scale of CVSS, as code-scanning services sort by it.
    private static String score(Severity severity) {
        return switch (severity) {
            case CRITICAL -> "9.5";
            case HIGH -> "8.0";
            case MEDIUM -> "5.5";
            case LOW -> "3.0";
        };
    }

    private static String precision(Confidence best) {
        return switch (best) {
            case EXACT, PROVEN -> "very-high";
            case SHAPED -> "high";
            case CONTEXTUAL -> "medium";
            case GENERIC -> "low";
        };
    }
}
