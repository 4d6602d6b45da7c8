// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/// The detectors that come with the product as [DetectorsBuild] leaves them behind, because reading
/// YAML would take most of a start: the same values one after the other.
final class PreparedDetectors {
    static final String RESOURCE = "detectors/prepared.bin";

    private PreparedDetectors() {}

    /// What the build left behind.
    static byte[] bytes() {
        return bytes(RESOURCE);
    }

    static byte[] bytes(String resource) {
        try (InputStream in = PreparedDetectors.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(
                        resource + " is missing; `./chaperone build` makes everything");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(resource + " could not be read", e);
        }
    }

    static byte[] write(List<Rule> rules) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutput out = new DataOutputStream(bytes);
        try {
            out.writeInt(rules.size());
            for (Rule rule : rules) {
                write(rule, out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static List<Rule> read(byte[] bytes) {
        DataInput in = new DataInputStream(new ByteArrayInputStream(bytes));
        try {
            int count = in.readInt();
            List<Rule> rules = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                rules.add(rule(in));
            }
            return rules;
        } catch (IOException e) {
            throw new UncheckedIOException("The prepared detectors are damaged", e);
        }
    }

    private static void write(Rule rule, DataOutput out) throws IOException {
        Detector detector = rule.detector();
        out.writeUTF(detector.id());
        out.writeUTF(detector.title());
        out.writeUTF(detector.provider());
        out.writeUTF(detector.kind().name());
        out.writeUTF(detector.severity().name());
        out.writeUTF(detector.confidence().name());
        write(detector.shapes(), out);
        write(detector.near(), out);
        writeOptional(detector.source(), out);
        writeOptional(detector.revoke(), out);
        // The other shapes are those that count only behind a word.
        out.writeInt(rule.shapes().size());
        out.writeUTF(rule.check().name());
        writeOptional(rule.scheme() == null ? null : rule.scheme().check().name(), out);
        out.writeInt(rule.records());
        write(rule.finds(), out);
        write(rule.passes(), out);
    }

    private static Rule rule(DataInput in) throws IOException {
        Detector detector =
                new Detector(
                        in.readUTF(),
                        in.readUTF(),
                        in.readUTF(),
                        Detector.Kind.valueOf(in.readUTF()),
                        Detector.Severity.valueOf(in.readUTF()),
                        Confidence.valueOf(in.readUTF()),
                        texts(in),
                        texts(in),
                        optional(in),
                        optional(in));
        int count = in.readInt();
        List<Shape> shapes = detector.shapes().stream().map(Shape::parse).toList();
        Check check = Check.valueOf(in.readUTF());
        String scheme = optional(in);
        return new Rule(
                detector,
                shapes.subList(0, count),
                check,
                scheme == null
                        ? null
                        : new Rule.Scheme(
                                shapes.subList(count, shapes.size()),
                                PersonalCheck.valueOf(scheme)),
                in.readInt(),
                texts(in),
                texts(in));
    }

    private static void write(List<String> texts, DataOutput out) throws IOException {
        out.writeInt(texts.size());
        for (String text : texts) {
            out.writeUTF(text);
        }
    }

    private static List<String> texts(DataInput in) throws IOException {
        String[] texts = new String[in.readInt()];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = in.readUTF();
        }
        return List.of(texts);
    }

    /// Nothing is written as an empty text, which no value is.
    private static void writeOptional(@Nullable String text, DataOutput out) throws IOException {
        out.writeUTF(text == null ? "" : text);
    }

    private static @Nullable String optional(DataInput in) throws IOException {
        String text = in.readUTF();
        return text.isEmpty() ? null : text;
    }
}
