// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.chaperone.detection.Finding;
import dev.chaperone.detection.Scanner;
import dev.chaperone.ledger.Commitment;
import dev.chaperone.protocols.DecodedText;
import dev.chaperone.protocols.Part;
import dev.chaperone.protocols.Prompt;
import dev.chaperone.protocols.UnreadableBodyException;
import dev.chaperone.protocols.WireFormat;
import dev.chaperone.protocols.WorkingDirectory;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Reads bodies and runs the detectors over them.
///
/// Assistants send the whole conversation again with every turn. A part that was read before is
/// known by its SHA-256 and is not read again, but what was found in it still counts: the cost of a
/// turn grows with what is new in it. The same digests make the commitment to the body, so that
/// every byte is hashed once.
///
/// For one thread at a time, except for the memory of earlier parts, which all share.
final class Inspector {
    /// Parts below this size are cheaper to read than to recognise.
    private static final int WORTH_REMEMBERING = 256;

    /// A comma, which always stands between two messages, may be hashed with the one behind it.
    private static final int SEPARATOR = 1;

    private final Scanner scanner;
    private final Memory memory;
    private final DecodedText text = new DecodedText();

    Inspector(Scanner scanner, Memory memory) {
        this.scanner = scanner;
        this.memory = memory;
    }

    /// Reads a whole body.
    ///
    /// @throws UnreadableBodyException when it is not what its format says
    Inspection inspect(WireFormat format, byte[] body) throws UnreadableBodyException {
        Prompt prompt = Prompt.read(format, body);
        Commitment commitment = new Commitment();
        int hashed = 0;
        Map<String, Inspection.Detected> sums = new TreeMap<>();
        int attachments = 0;
        String workingDirectory = null;
        for (Part part : prompt.parts()) {
            Reading reading;
            int length = part.to() - part.from();
            if (length < WORTH_REMEMBERING) {
                reading = read(part);
            } else {
                if (part.from() - hashed > SEPARATOR) {
                    commitment.saw(body, hashed, part.from());
                    commitment.cut();
                    hashed = part.from();
                }
                commitment.saw(body, hashed, part.to());
                hashed = part.to();
                reading = recall(Ending.of(format, commitment.cut(), length), part);
            }
            reading.detected()
                    .forEach(found -> sums.merge(found.detector(), found, Inspector::sum));
            attachments += part.attachments();
            if (workingDirectory == null) {
                workingDirectory = reading.workingDirectory();
            }
        }
        commitment.saw(body, hashed, body.length);
        return new Inspection(
                prompt,
                commitment.end(),
                new ArrayList<>(sums.values()),
                attachments,
                workingDirectory);
    }

    private Reading recall(Ending key, Part part) {
        Reading known = memory.readings.getIfPresent(key);
        if (known != null) {
            return known;
        }
        Reading reading = read(part);
        memory.readings.put(key, reading);
        return reading;
    }

    private Reading read(Part part) {
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
        private final Cache<Ending, Reading> readings;

        /// @param parts how many are remembered
        Memory(int parts) {
            // Its upkeep is done by whoever uses it: a thread for so little costs more than it
            // does.
            readings = Caffeine.newBuilder().maximumSize(parts).executor(Runnable::run).build();
        }

        /// How many are remembered now.
        long parts() {
            return readings.estimatedSize();
        }
    }

    private record Reading(List<Inspection.Detected> detected, @Nullable String workingDirectory) {
        static final Reading NOTHING = new Reading(List.of(), null);
    }

    /// A part, told by the piece it ends: equal pieces end in equal parts, if these are of one
    /// length; and equal parts are read alike, if they are of one format. The SHA-256 stands in
    /// four words: half the memory of an array and quick to compare.
    private record Ending(WireFormat format, int length, long a, long b, long c, long d) {
        private static final VarHandle WORDS =
                MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

        static Ending of(WireFormat format, byte[] sha256, int length) {
            return new Ending(
                    format,
                    length,
                    (long) WORDS.get(sha256, 0),
                    (long) WORDS.get(sha256, 8),
                    (long) WORDS.get(sha256, 16),
                    (long) WORDS.get(sha256, 24));
        }

        @Override
        public int hashCode() {
            return (int) a;
        }
    }
}
