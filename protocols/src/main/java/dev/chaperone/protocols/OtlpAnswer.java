// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.protocols;

import com.google.protobuf.CodedOutputStream;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// What an exporter of telemetry is answered.
final class OtlpAnswer {
    private static final String TOO_MANY = "more records than one export may hold";

    private OtlpAnswer() {}

    static byte[] json(OtlpSignal signal, long rejected) {
        String text =
                rejected == 0
                        ? "{}"
                        : "{\"partialSuccess\":{\"%s\":\"%d\",\"errorMessage\":\"%s\"}}"
                                .formatted(signal.rejected(), rejected, TOO_MANY);
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] json(int code, String message) {
        String escaped =
                new String(
                        JsonText.escape(message.getBytes(StandardCharsets.UTF_8)),
                        StandardCharsets.UTF_8);
        return "{\"code\":%d,\"message\":\"%s\"}"
                .formatted(code, escaped)
                .getBytes(StandardCharsets.UTF_8);
    }

    /// Field 1 of an answer is `partial_success`: how many, and why. It is the same for all
    /// signals.
    static byte[] protobuf(long rejected) {
        return rejected == 0
                ? new byte[0]
                : written(out ->
                        out.writeByteArray(
                                1,
                                written(inner -> {
                                    inner.writeInt64(1, rejected);
                                    inner.writeString(2, TOO_MANY);
                                })));
    }

    static byte[] protobuf(int code, String message) {
        return written(out -> {
            out.writeInt32(1, code);
            out.writeString(2, message);
        });
    }

    private interface Fields {
        void write(CodedOutputStream out) throws IOException;
    }

    private static byte[] written(Fields fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(bytes);
            fields.write(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory failed", e);
        }
        return bytes.toByteArray();
    }
}
