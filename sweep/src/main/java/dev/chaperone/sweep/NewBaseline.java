// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.sweep;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/// The findings of now, for the next sweep; without their values, so that it can be kept in the
/// repository.
final class NewBaseline {
    private final Path file;
    private final List<Known> findings = new ArrayList<>();

    private record Known(String file, String detector, String fingerprint) {}

    NewBaseline(Path file) {
        this.file = file;
    }

    void add(Hit hit) {
        findings.add(new Known(hit.file(), hit.detector().id(), hit.fingerprint()));
    }

    int size() {
        return findings.size();
    }

    /// Whole or not at all.
    void write() throws SweepException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Json json = new Json(bytes);
        json.write(this::write);
        json.end();
        Path half = file.resolveSibling(file.getFileName() + ".half");
        try {
            Files.write(half, bytes.toByteArray());
            Files.move(half, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw SweepException.unreachable(file + " can not be written: " + e.getMessage());
        }
    }

    private void write(JsonGenerator json) throws IOException {
        json.setPrettyPrinter(new DefaultPrettyPrinter());
        json.writeStartObject();
        json.writeArrayFieldStart(Baseline.FINDINGS);
        for (Known each : findings) {
            json.writeStartObject();
            json.writeStringField("file", each.file());
            json.writeStringField("detector", each.detector());
            json.writeStringField(Baseline.FINGERPRINT, each.fingerprint());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
