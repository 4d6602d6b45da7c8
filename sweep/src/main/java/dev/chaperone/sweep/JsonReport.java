// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.sweep;

import com.fasterxml.jackson.core.JsonGenerator;

import java.io.IOException;
import java.io.PrintStream;

/// An array for programs; its names are a promise (docs/detect.md).
final class JsonReport implements Report {
    private final Json json;

    JsonReport(PrintStream out) {
        json = new Json(out);
        json.write(JsonGenerator::writeStartArray);
    }

    @Override
    public void add(Hit hit) {
        json.write(generator -> write(generator, hit));
    }

    private static void write(JsonGenerator json, Hit hit) throws IOException {
        json.writeStartObject();
        json.writeStringField("file", hit.file());
        json.writeStringField("detector", hit.detector().id());
        json.writeStringField("confidence", hit.confidence().written());
        json.writeNumberField("line", hit.span().line());
        json.writeNumberField("start", hit.span().start());
        json.writeNumberField("end", hit.span().end());
        json.writeStringField("kind", hit.detector().kind());
        if (hit.content().commit() != null) {
            json.writeStringField("commit", hit.content().commit());
        }
        json.writeEndObject();
    }

    @Override
    public void end(Tally tally) {
        json.write(JsonGenerator::writeEndArray);
        json.end();
    }
}
