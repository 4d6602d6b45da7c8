// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.protocols;

import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;

import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What real assistants exported; long texts are cut.
final class RecordedTelemetry {
    private static final Path FOLDER =
            Path.of("src/test/resources/dev/chaperone/protocols/telemetry");

    private RecordedTelemetry() {}

    static OtlpSignal signal(String name) {
        return OtlpSignal.valueOf(name.substring(name.indexOf('.') + 1).toUpperCase(Locale.ROOT));
    }

    static byte[] json(String name) {
        try {
            return Files.readAllBytes(FOLDER.resolve(name + ".json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The same as the library of OpenTelemetry writes it.
    static byte[] protobuf(OtlpSignal signal, byte[] json) {
        Message.Builder export =
                switch (signal) {
                    case LOGS -> ExportLogsServiceRequest.newBuilder();
                    case TRACES -> ExportTraceServiceRequest.newBuilder();
                    case METRICS -> ExportMetricsServiceRequest.newBuilder();
                };
        try {
            JsonFormat.parser()
                    .ignoringUnknownFields()
                    .merge(new String(json, StandardCharsets.UTF_8), export);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return export.build().toByteArray();
    }

    static List<Report> read(OtlpEncoding encoding, OtlpSignal signal, byte[] body)
            throws UnreadableBodyException {
        List<Report> reports = new ArrayList<>();
        encoding.read(signal, body, reports::add);
        return reports;
    }
}
