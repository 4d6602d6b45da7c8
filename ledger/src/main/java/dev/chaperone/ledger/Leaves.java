// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.ledger;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Writes an [Event] as the bytes of a ledger entry: canonical JSON (RFC 8785: members sorted by
/// name, no white space, only integers), with `type` and the format's version `v`. A half of a
/// surrogate pair, which UTF-8 can not hold, becomes U+FFFD.
///
/// Members without a value are left out. Readers must keep and hash the exact bytes; they never
/// write an entry again.
public final class Leaves {
    private static final JsonFactory JSON =
            new JsonFactoryBuilder()
                    .characterEscapes(new CanonicalText())
                    .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
                    .build();
    private static final int VERSION = 1;

    private Leaves() {}

    /// The entry's bytes, ready to append.
    public static byte[] write(Event event) {
        try (ByteArrayBuilder bytes = new ByteArrayBuilder(1024)) {
            try (JsonGenerator json = JSON.createGenerator(bytes)) {
                json.writeStartObject();
                switch (event) {
                    case Event.Intent intent -> writeIntent(json, intent);
                    case Event.Outcome outcome -> writeOutcome(json, outcome);
                    case Event.Administered administered -> writeAdministered(json, administered);
                }
                json.writeEndObject();
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory failed", e);
        }
    }

    /// What an entry says.
    ///
    /// @throws UnknownEventException when a newer version wrote an entry of another type
    /// @throws IllegalArgumentException when the bytes are no entry
    public static Event read(byte[] entry) {
        return LeafReader.read(entry);
    }

    private static void writeIntent(JsonGenerator json, Event.Intent intent) throws IOException {
        Event.Use use = intent.use();
        text(json, "account", use.account().written());
        writeTime(json, intent.at());
        Event.Caller caller = intent.caller();
        if (caller != null) {
            json.writeObjectFieldStart("caller");
            text(json, "person", caller.person().value());
            text(json, "token", caller.token());
            json.writeEndObject();
        }
        optional(json, "commit", use.commit());
        writeVerdict(json, intent.verdict());
        text(json, "id", intent.id());
        optional(json, "model", use.model());
        text(json, "operation", use.operation());
        optional(json, "plan", use.plan());
        writeBody(json, "prompt", intent.prompt());
        if (intent.reported() != null) {
            writeReported(json, intent.reported());
        }
        optional(json, "repository", use.repository());
        writeBody(json, "sent", intent.sent());
        optional(json, "session", use.session());
        text(json, "source", intent.source().written());
        json.writeBooleanField("stream", use.stream());
        if (use.tool() != null) {
            json.writeObjectFieldStart("tool");
            json.writeBooleanField("declared", use.declared());
            text(json, "id", use.tool().value());
            optional(json, "version", use.toolVersion());
            json.writeEndObject();
        }
        optional(json, "turn", use.turn());
        text(json, "type", "intent");
        optional(json, "upstream", use.upstream());
        json.writeNumberField("v", VERSION);
        optional(json, "vendor", use.vendor());
    }

    private static void writeReported(JsonGenerator json, Event.Reported reported)
            throws IOException {
        json.writeObjectFieldStart("reported");
        count(json, "calls", reported.calls());
        count(json, "failures", reported.failures());
        if (!reported.mcp().isEmpty()) {
            json.writeArrayFieldStart("mcp");
            for (String server : reported.mcp()) {
                json.writeString(CanonicalText.wellFormed(server));
            }
            json.writeEndArray();
        }
        optional(json, "permissions", reported.permissions());
        count(json, "prompts", reported.prompts());
        count(json, "tools", reported.tools());
        json.writeEndObject();
    }

    private static void count(JsonGenerator json, String name, int count) throws IOException {
        if (count != 0) {
            json.writeNumberField(name, count);
        }
    }

    private static void writeVerdict(JsonGenerator json, Event.Verdict verdict) throws IOException {
        json.writeObjectFieldStart("decision");
        text(json, "effect", verdict.effect().written());
        optional(json, "exception", verdict.exception());
        writeFindings(json, verdict.findings());
        text(json, "policy", verdict.policy().toString());
        json.writeNumberField("register", verdict.register());
        optional(json, "rule", verdict.rule());
        text(json, "scan", verdict.scan().written());
        json.writeEndObject();
    }

    private static void writeLook(JsonGenerator json, Event.Look look) throws IOException {
        json.writeObjectFieldStart("decision");
        text(json, "effect", look.effect().written());
        writeFindings(json, look.findings());
        optional(json, "rule", look.rule());
        text(json, "scan", look.scan().written());
        json.writeEndObject();
    }

    private static void writeFindings(JsonGenerator json, List<Event.FindingCount> findings)
            throws IOException {
        json.writeArrayFieldStart("findings");
        for (Event.FindingCount finding : findings) {
            json.writeStartObject();
            text(json, "confidence", finding.confidence());
            json.writeNumberField("count", finding.count());
            text(json, "detector", finding.detector());
            optional(json, "name", finding.name());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeOutcome(JsonGenerator json, Event.Outcome outcome) throws IOException {
        writeBody(json, "answer", outcome.answer());
        writeTime(json, outcome.at());
        if (outcome.look() != null) {
            writeLook(json, outcome.look());
        }
        json.writeNumberField("intent", outcome.intent());
        json.writeNumberField("millis", outcome.millis());
        text(json, "result", outcome.result().written());
        if (outcome.status() != null) {
            json.writeNumberField("status", outcome.status());
        }
        optional(json, "stopReason", outcome.stopReason());
        Event.Tokens tokens = outcome.tokens();
        if (tokens.input() != null || tokens.output() != null) {
            json.writeObjectFieldStart("tokens");
            if (tokens.input() != null) {
                json.writeNumberField("input", tokens.input());
            }
            if (tokens.output() != null) {
                json.writeNumberField("output", tokens.output());
            }
            json.writeEndObject();
        }
        text(json, "type", "outcome");
        optional(json, "upstream", outcome.upstream());
        json.writeNumberField("v", VERSION);
    }

    private static void writeAdministered(JsonGenerator json, Event.Administered event)
            throws IOException {
        text(json, "action", event.action());
        text(json, "actor", event.actor());
        writeTime(json, event.at());
        json.writeObjectFieldStart("details");
        // Mended names may sort differently.
        SortedMap<String, String> details = new TreeMap<>();
        event.details()
                .forEach((name, value) -> details.put(CanonicalText.wellFormed(name), value));
        for (Map.Entry<String, String> detail : details.entrySet()) {
            text(json, detail.getKey(), detail.getValue());
        }
        json.writeEndObject();
        text(json, "subject", event.subject());
        text(json, "type", "administered");
        json.writeNumberField("v", VERSION);
    }

    private static void writeBody(JsonGenerator json, String name, Event.@Nullable Body body)
            throws IOException {
        if (body != null) {
            json.writeObjectFieldStart(name);
            json.writeNumberField("bytes", body.bytes());
            Event.Capture capture = body.capture();
            if (capture != null) {
                json.writeObjectFieldStart("capture");
                if (capture.failed()) {
                    json.writeBooleanField("failed", true);
                }
                text(json, "level", capture.level().written());
                optional(json, "retention", capture.retention());
                json.writeEndObject();
            }
            text(json, "commitment", body.commitment().toString());
            json.writeEndObject();
        }
    }

    private static void writeTime(JsonGenerator json, Instant at) throws IOException {
        text(json, "at", at.toString());
    }

    private static void optional(JsonGenerator json, String name, @Nullable Object value)
            throws IOException {
        if (value != null) {
            text(json, name, value.toString());
        }
    }

    private static void text(JsonGenerator json, String name, String value) throws IOException {
        json.writeStringField(name, CanonicalText.wellFormed(value));
    }
}
