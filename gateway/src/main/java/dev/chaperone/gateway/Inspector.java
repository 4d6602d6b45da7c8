// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.chaperone.detection.Finding;
import dev.chaperone.detection.Scanner;
import dev.chaperone.protocols.DecodedText;
import dev.chaperone.protocols.Part;
import dev.chaperone.protocols.Prompt;
import dev.chaperone.protocols.UnreadableBodyException;
import dev.chaperone.protocols.WireFormat;
import dev.chaperone.protocols.WorkingDirectory;
import dev.chaperone.vocabulary.Digest;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Reads bodies and runs the detectors over them.
///
/// Assistants send the whole conversation again with every turn. A part that was read before is
/// known by its SHA-256 and is not read again, but what was found in it still counts: the cost of a
/// turn grows with what is new in it.
///
/// For one thread at a time, except for the memory of earlier parts, which all share.
final class Inspector {
    /// Parts below this size are cheaper to read than to recognise.
    private static final int WORTH_REMEMBERING = 256;

    private final Scanner scanner;
    private final Memory memory;
    private final DecodedText text = new DecodedText();
    private final MessageDigest sha256 = Digest.sha256();

    Inspector(Scanner scanner, Memory memory) {
        this.scanner = scanner;
        this.memory = memory;
    }

    /// Reads a whole body.
    ///
    /// @throws UnreadableBodyException when it is not what its format says
    Inspection inspect(WireFormat format, byte[] body) throws UnreadableBodyException {
        Prompt prompt = Prompt.read(format, body);
        Map<String, Inspection.Detected> sums = new TreeMap<>();
        int attachments = 0;
        String workingDirectory = null;
        for (Part part : prompt.parts()) {
            Reading reading = read(body, part);
            reading.detected()
                    .forEach(found -> sums.merge(found.detector(), found, Inspector::sum));
            attachments += part.attachments();
            if (workingDirectory == null) {
                workingDirectory = reading.workingDirectory();
            }
        }
        return new Inspection(
                prompt, new ArrayList<>(sums.values()), attachments, workingDirectory);
    }

    private Reading read(byte[] body, Part part) {
        int length = part.to() - part.from();
        if (length < WORTH_REMEMBERING) {
            return readAnew(part);
        }
        sha256.update(body, part.from(), length);
        PartDigest digest = PartDigest.of(sha256.digest());
        Reading known = memory.readings.getIfPresent(digest);
        if (known != null) {
            return known;
        }
        Reading reading = readAnew(part);
        memory.readings.put(digest, reading);
        return reading;
    }

    private Reading readAnew(Part part) {
        text.clear();
        part.decode(text);
        List<Finding> findings = scanner.scan(text.bytes(), 0, text.length());
        String workingDirectory = WorkingDirectory.find(text.bytes(), 0, text.length());
        if (findings.isEmpty() && workingDirectory == null) {
            return Reading.NOTHING;
        }
        Map<String, Inspection.Detected> sums = new TreeMap<>();
        for (Finding finding : findings) {
            sums.merge(
                    finding.detector(),
                    new Inspection.Detected(finding.detector(), finding.confidence().written(), 1),
                    Inspector::sum);
        }
        return new Reading(List.copyOf(sums.values()), workingDirectory);
    }

    private static Inspection.Detected sum(Inspection.Detected one, Inspection.Detected other) {
        return new Inspection.Detected(
                one.detector(), one.confidence(), one.count() + other.count());
    }

    /// What was found in parts that were read before, by digest; the least used are forgotten.
    static final class Memory {
        private static final int PARTS = 100_000;

        private final Cache<PartDigest, Reading> readings =
                Caffeine.newBuilder().maximumSize(PARTS).build();
    }

    private record Reading(List<Inspection.Detected> detected, @Nullable String workingDirectory) {
        static final Reading NOTHING = new Reading(List.of(), null);
    }

    /// A SHA-256 value as four words: half the memory of an array and quick to compare.
    private record PartDigest(long a, long b, long c, long d) {
        private static final VarHandle WORDS =
                MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

        static PartDigest of(byte[] digest) {
            return new PartDigest(
                    (long) WORDS.get(digest, 0),
                    (long) WORDS.get(digest, 8),
                    (long) WORDS.get(digest, 16),
                    (long) WORDS.get(digest, 24));
        }

        @Override
        public int hashCode() {
            return (int) a;
        }
    }
}
