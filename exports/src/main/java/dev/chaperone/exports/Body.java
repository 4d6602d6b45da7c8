// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.exports;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// What a batch is in a request over HTTP.
///
/// @param type media type
/// @param partly whether the answer may be that only a part was taken, as OTLP's may
record Body(String type, boolean partly, Writing writing) {
    /// How a batch becomes bytes.
    @FunctionalInterface
    interface Writing {
        byte[] of(List<Exported> batch) throws IOException;
    }

    static Body otlp(OtlpLogs logs) {
        return new Body("application/json", true, logs::request);
    }

    /// A JSON array of the events.
    ///
    /// @param format whose events are JSON
    static Body array(Format format) {
        return new Body(
                "application/json",
                false,
                batch -> {
                    ByteArrayOutputStream all = new ByteArrayOutputStream();
                    char between = '[';
                    for (Exported entry : batch) {
                        all.write(between);
                        all.writeBytes(format.event(entry));
                        between = ',';
                    }
                    all.write(']');
                    return all.toByteArray();
                });
    }

    /// A line for each event, behind the format's header where it has one.
    static Body lines(Format format) {
        byte[] end = format.lineEnd().getBytes(StandardCharsets.US_ASCII);
        return new Body(
                format.mediaType(),
                false,
                batch -> {
                    ByteArrayOutputStream all = new ByteArrayOutputStream();
                    byte[] header = format.header();
                    if (header != null) {
                        all.writeBytes(header);
                        all.writeBytes(end);
                    }
                    for (Exported entry : batch) {
                        all.writeBytes(format.event(entry));
                        all.writeBytes(end);
                    }
                    return all.toByteArray();
                });
    }
}
