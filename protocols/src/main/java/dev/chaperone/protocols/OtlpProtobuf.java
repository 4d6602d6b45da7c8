// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.protocols;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Reads an export in protobuf, field by field, so that no more is taken than there is room for.
/// The numbers are those of opentelemetry-proto; fields that are not known are passed over.
final class OtlpProtobuf {
    /// Values within values; what lies deeper is left out.
    private static final int DEEPEST = 8;

    private static final int SUM = 7;

    private final OtlpSignal signal;
    private final OtlpRecords records = new OtlpRecords();

    private OtlpProtobuf(OtlpSignal signal) {
        this.signal = signal;
    }

    static OtlpRecords read(OtlpSignal signal, byte[] body) throws UnreadableBodyException {
        OtlpProtobuf reader = new OtlpProtobuf(signal);
        CodedInputStream in = CodedInputStream.newInstance(body);
        try {
            fields(in, number -> number == 1 && message(in, () -> reader.resource(in)));
            return reader.records;
        } catch (IOException e) {
            throw new UnreadableBodyException("Not protobuf", in.getTotalBytesRead());
        }
    }

    /// What to do with a field; false when it is not known.
    private interface Field {
        boolean read(int number) throws IOException;
    }

    private interface Message {
        void read() throws IOException;
    }

    private static void fields(CodedInputStream in, Field each) throws IOException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (!each.read(WireFormat.getTagFieldNumber(tag))) {
                in.skipField(tag);
            }
        }
    }

    /// Reads a message within a message to its end.
    private static boolean message(CodedInputStream in, Message message) throws IOException {
        int before = in.pushLimit(in.readRawVarint32());
        message.read();
        in.checkLastTagWas(0);
        in.popLimit(before);
        return true;
    }

    private void resource(CodedInputStream in) throws IOException {
        if (!records.hasRoom()) {
            fields(in, _ -> false);
            return;
        }
        OtlpAttributes program = records.program();
        fields(
                in,
                number ->
                        switch (number) {
                            case 1 -> message(in, () -> attributes(in, 1, program));
                            case 2 -> message(in, () -> scope(in, program));
                            default -> false;
                        });
    }

    private void scope(CodedInputStream in, OtlpAttributes program) throws IOException {
        OtlpRecord.Origin origin = new OtlpRecord.Origin(program);
        fields(
                in,
                number ->
                        switch (number) {
                            case 1 -> message(in, () -> name(in, origin));
                            case 2 -> message(in, () -> record(in, origin));
                            default -> false;
                        });
    }

    private static void name(CodedInputStream in, OtlpRecord.Origin origin) throws IOException {
        fields(
                in,
                number -> {
                    if (number != 1) {
                        return false;
                    }
                    origin.scope(in.readString());
                    return true;
                });
    }

    private void record(CodedInputStream in, OtlpRecord.Origin origin) throws IOException {
        if (!records.hasRoom()) {
            fields(in, _ -> false);
            return;
        }
        OtlpRecord record = new OtlpRecord(origin);
        records.add(record);
        fields(
                in,
                number ->
                        switch (signal) {
                            case LOGS -> log(in, number, record);
                            case TRACES -> span(in, number, record);
                            case METRICS -> metric(in, number, record);
                        });
    }

    private static boolean log(CodedInputStream in, int number, OtlpRecord record)
            throws IOException {
        switch (number) {
            case 1, 11 -> record.nanos(in.readFixed64());
            case 5 -> record.body(value(in, 0));
            case 6 -> attribute(in, record.attributes());
            case 12 -> record.name(in.readString());
            default -> {
                return false;
            }
        }
        return true;
    }

    private static boolean span(CodedInputStream in, int number, OtlpRecord record)
            throws IOException {
        switch (number) {
            case 5 -> record.name(in.readString());
            case 8 -> record.nanos(in.readFixed64());
            case 9 -> attribute(in, record.attributes());
            case 11 -> unnamed(in, record);
            default -> {
                return false;
            }
        }
        return true;
    }

    private static boolean metric(CodedInputStream in, int number, OtlpRecord record)
            throws IOException {
        return switch (number) {
            case 1 -> {
                record.name(in.readString());
                yield true;
            }
            // Gauge, sum, histogram, exponential histogram, summary: their points are field 1.
            case 5, SUM, 9, 10, 11 ->
                    message(
                            in,
                            () ->
                                    fields(
                                            in,
                                            inner ->
                                                    inner == 1
                                                            && message(
                                                                    in,
                                                                    () ->
                                                                            attributes(
                                                                                    in,
                                                                                    ofPoint(number),
                                                                                    record
                                                                                            .attributes()))));
            default -> false;
        };
    }

    /// In which field a point of a metric of that kind has its attributes.
    private static int ofPoint(int metric) {
        return switch (metric) {
            case 9 -> 9;
            case 10 -> 1;
            default -> 7;
        };
    }

    /// What happened within a span: it may be text, and nothing else is wanted of it.
    private static void unnamed(CodedInputStream in, OtlpRecord record) throws IOException {
        OtlpAttributes attributes = new OtlpAttributes();
        message(in, () -> attributes(in, 3, attributes));
        attributes.named().values().forEach(record.attributes()::add);
    }

    /// All attributes of a message that has them in this field.
    private static void attributes(CodedInputStream in, int field, OtlpAttributes into)
            throws IOException {
        fields(
                in,
                number -> {
                    if (number != field) {
                        return false;
                    }
                    attribute(in, into);
                    return true;
                });
    }

    private static void attribute(CodedInputStream in, OtlpAttributes into) throws IOException {
        String[] found = {"", ""};
        message(
                in,
                () ->
                        fields(
                                in,
                                number -> {
                                    switch (number) {
                                        case 1 -> found[0] = in.readString();
                                        case 2 -> found[1] = value(in, 0);
                                        default -> {
                                            return false;
                                        }
                                    }
                                    return true;
                                }));
        into.add(found[0], found[1]);
    }

    /// An `AnyValue` as text; what is in a list is separated by commas.
    private static String value(CodedInputStream in, int depth) throws IOException {
        List<String> found = new ArrayList<>(1);
        message(in, () -> fields(in, number -> value(in, number, found, depth)));
        return String.join(", ", found);
    }

    private static boolean value(CodedInputStream in, int number, List<String> found, int depth)
            throws IOException {
        switch (number) {
            case 1 -> found.add(in.readString());
            case 2 -> found.add(Boolean.toString(in.readBool()));
            case 3 -> found.add(Long.toString(in.readInt64()));
            case 4 -> found.add(Double.toString(in.readDouble()));
            case 5, 6 -> {
                return depth < DEEPEST
                        && message(in, () -> list(in, number == 6, found, depth + 1));
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    /// A list of values, or of names with values.
    private static void list(CodedInputStream in, boolean named, List<String> found, int depth)
            throws IOException {
        fields(
                in,
                number -> {
                    if (number != 1) {
                        return false;
                    }
                    if (!named) {
                        found.add(value(in, depth));
                        return true;
                    }
                    return message(
                            in,
                            () ->
                                    fields(
                                            in,
                                            inner -> {
                                                if (inner != 2) {
                                                    return false;
                                                }
                                                found.add(value(in, depth));
                                                return true;
                                            }));
                });
    }
}
