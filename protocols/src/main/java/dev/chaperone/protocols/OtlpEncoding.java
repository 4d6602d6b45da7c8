// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.protocols;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/// How telemetry is written on the wire. An answer is written as the request was.
public enum OtlpEncoding {
    JSON("application/json"),
    PROTOBUF("application/x-protobuf");

    private final String mediaType;

    OtlpEncoding(String mediaType) {
        this.mediaType = mediaType;
    }

    /// By the content type, if it is one of the two.
    public static Optional<OtlpEncoding> of(@Nullable String contentType) {
        String media =
                contentType == null
                        ? ""
                        : contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return List.of(values()).stream().filter(each -> each.mediaType.equals(media)).findFirst();
    }

    public String mediaType() {
        return mediaType;
    }

    /// Reads an export, record by record; what is beyond the bounds of [OtlpRecords] is counted.
    ///
    /// @param each takes the reports in order
    /// @return how many records were not taken
    /// @throws UnreadableBodyException when it is not what it claims to be
    public long read(OtlpSignal signal, byte[] body, Consumer<Report> each)
            throws UnreadableBodyException {
        OtlpRecords records =
                switch (this) {
                    case JSON -> OtlpJson.read(signal, body);
                    case PROTOBUF -> OtlpProtobuf.read(signal, body);
                };
        TelemetryTable table = TelemetryTable.builtIn();
        records.programs().forEach(program -> each.accept(table.report(program)));
        records.taken().forEach(taken -> each.accept(table.report(signal, taken)));
        return records.rejected();
    }

    /// The answer to an export that was taken.
    ///
    /// @param rejected how many of its records were not
    public byte[] answer(OtlpSignal signal, long rejected) {
        return switch (this) {
            case JSON -> OtlpAnswer.json(signal, rejected);
            case PROTOBUF -> OtlpAnswer.protobuf(rejected);
        };
    }

    /// The answer to an export that was not: a `google.rpc.Status`.
    ///
    /// @param code of `google.rpc.Code`
    public byte[] refusal(int code, String message) {
        return switch (this) {
            case JSON -> OtlpAnswer.json(code, message);
            case PROTOBUF -> OtlpAnswer.protobuf(code, message);
        };
    }
}
