// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.chaperone.captures.Capture;
import dev.chaperone.detection.Finding;
import dev.chaperone.detection.Scan;
import dev.chaperone.detection.Scanner;
import dev.chaperone.detection.TimeLimit;
import dev.chaperone.ledger.Commitment;
import dev.chaperone.protocols.AnswerText;
import dev.chaperone.protocols.DecodedText;
import dev.chaperone.protocols.Part;
import dev.chaperone.protocols.Prompt;
import dev.chaperone.protocols.UnreadableBodyException;
import dev.chaperone.protocols.WireFormat;
import dev.chaperone.protocols.WorkingDirectory;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

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

    private static final int MOST_NAMES = 50;
    private static final int MOST_SERVERS = 50;

    /// A comma, which always stands between two messages, may be hashed with the one behind it.
    private static final int SEPARATOR = 1;

    private static final Logger LOG = LoggerFactory.getLogger(Inspector.class);

    private final Scanner scanner;
    private final Memory memory;
    private final Duration time;
    private final DecodedText text = new DecodedText();
    private TimeLimit limit = TimeLimit.NONE;

    /// @param time that the detectors may take for a body
    Inspector(Scanner scanner, Memory memory, Duration time) {
        this.scanner = scanner;
        this.memory = memory;
        this.time = time;
    }

    Scanner scanner() {
        return scanner;
    }

    /// Reads a whole body.
    ///
    /// @param mayBeKept whether what opens the commitment may be needed
    /// @throws UnreadableBodyException when it is not what its format says
    Inspection inspect(WireFormat format, byte[] body, boolean mayBeKept)
            throws UnreadableBodyException {
        Prompt prompt = Prompt.read(format, body);
        limit = TimeLimit.in(time);
        Commitment commitment = mayBeKept ? Commitment.toKeep(body.length) : new Commitment();
        int hashed = 0;
        Map<String, Inspection.Detected> sums = new TreeMap<>();
        boolean scanned = true;
        int attachments = 0;
        String workingDirectory = null;
        List<Part> found = List.of();
        Set<String> servers = new TreeSet<>();
        for (Part part : prompt.parts()) {
            Reading reading;
            int length = part.to() - part.from();
            if (length < WORTH_REMEMBERING) {
                reading = read(format, part);
            } else {
                if (part.from() - hashed > SEPARATOR) {
                    commitment.saw(body, hashed, part.from());
                    commitment.cut();
                    hashed = part.from();
                }
                commitment.saw(body, hashed, part.to());
                hashed = part.to();
                reading =
                        recall(
                                Ending.of(
                                        scanner.version(),
                                        format,
                                        part.holds(),
                                        commitment.cut(),
                                        length),
                                part);
            }
            if (!reading.detected().isEmpty()) {
                found = found.isEmpty() ? new ArrayList<>() : found;
                found.add(part);
                reading.detected()
                        .forEach(each -> sums.merge(each.key(), each, Inspection.Detected::plus));
            }
            scanned &= reading.scanned();
            attachments += part.attachments();
            if (servers.size() < MOST_SERVERS) {
                servers.addAll(reading.servers());
            }
            if (workingDirectory == null) {
                workingDirectory = reading.workingDirectory();
            }
        }
        commitment.saw(body, hashed, body.length);
        Commitment.Sealed opening = mayBeKept ? commitment.seal() : null;
        return new Inspection(
                scanner,
                prompt,
                opening == null ? commitment.end() : opening.body(),
                withFewNames(sums.values()),
                scanned,
                attachments,
                workingDirectory,
                servers.stream().limit(MOST_SERVERS).toList(),
                found,
                opening);
    }

    /// The first names of secrets; further ones are counted without, so that the record fits into
    /// the ledger whatever somebody pastes.
    static List<Inspection.Detected> withFewNames(Collection<Inspection.Detected> all) {
        Map<String, Inspection.Detected> few = new TreeMap<>();
        int names = 0;
        for (Inspection.Detected each : all) {
            names += each.name() == null ? 0 : 1;
            Inspection.Detected told = names > MOST_NAMES ? each.withoutName() : each;
            few.merge(told.key(), told, Inspection.Detected::plus);
        }
        return List.copyOf(few.values());
    }

    /// What must not be kept of a body at level redacted: what the detectors found in it, and the
    /// attachments, which they can not read. Where something was found is not remembered, so the
    /// parts concerned are read again.
    List<Capture.Masked> masks(Inspection inspection) {
        Masks masks = new Masks();
        for (Part part : inspection.prompt().parts()) {
            part.attachments(masks::add);
        }
        for (Part part : inspection.found()) {
            text.clear();
            part.decode(text);
            maskFindings(part, masks);
        }
        return masks.inOrder();
    }

    /// A body without what these detectors find. Where that stands is not remembered, so the parts
    /// concerned are read again.
    void redact(Inspection inspection, Set<String> detectors, Redaction redaction) {
        for (Part part : inspection.found()) {
            text.clear();
            part.decode(text);
            findings(finding -> {
                if (detectors.contains(finding.detector())) {
                    part.strings(
                            text.rawOffset(finding.start()),
                            text.rawOffset(finding.end()),
                            (from, to) -> redaction.add(finding.detector(), from, to, part));
                }
            });
        }
    }

    private void maskFindings(Part part, Masks masks) {
        findings(finding ->
                part.strings(
                        text.rawOffset(finding.start()),
                        text.rawOffset(finding.end()),
                        masks::add));
    }

    /// A scan ends early in a text that is full of findings; here it goes on behind the last one.
    private void findings(Consumer<Finding> told) {
        int from = 0;
        List<Finding> findings = scanner.scan(text.bytes(), from, text.length());
        while (!findings.isEmpty()) {
            for (Finding finding : findings) {
                from = Math.max(from, finding.end());
                told.accept(finding);
            }
            findings = scanner.scan(text.bytes(), from, text.length());
        }
    }

    /// What must not be kept of an answer at level redacted: what could not be read, and when
    /// anything is found in what could or it was not read to its end, all its text. A stream's
    /// texts are cut into pieces with more between them than a finding's own bytes.
    ///
    /// @param encoded whether it is compressed, and so can not be read at all
    List<Capture.Masked> masks(byte[] answer, boolean eventStream, boolean encoded) {
        Masks masks = new Masks();
        if (encoded) {
            masks.add(0, answer.length);
            return masks.inOrder();
        }
        AnswerText read = AnswerText.read(answer, answer.length, eventStream);
        limit = TimeLimit.in(time);
        if (read.texts().stream().allMatch(this::isClean)) {
            read.unread(masks::add);
        } else {
            read.places(masks::add);
        }
        return masks.inOrder();
    }

    private boolean isClean(DecodedText answer) {
        Scan scan = scanner.scan(answer.bytes(), 0, answer.length(), limit);
        return scan.complete() && scan.findings().isEmpty();
    }

    private Reading recall(Ending key, Part part) {
        Reading known = memory.readings.getIfPresent(key);
        if (known != null) {
            return known;
        }
        Reading reading = read(key.format(), part);
        if (reading.scanned()) {
            memory.readings.put(key, reading);
        }
        return reading;
    }

    /// Reads a part. A detector that fails over it is no reason not to read the others: what is
    /// found there may be worse.
    private Reading read(WireFormat format, Part part) {
        text.clear();
        part.decode(text);
        List<Finding> findings = List.of();
        boolean scanned = true;
        try {
            Scan scan = scanner.scan(text.bytes(), 0, text.length(), limit);
            findings = scan.findings();
            scanned = scan.complete();
        } catch (RuntimeException | StackOverflowError e) {
            // The message may hold a piece of the body; the kind of fault must do.
            LOG.error("The detectors failed with {}", e.getClass().getName());
            scanned = false;
        }
        String workingDirectory = WorkingDirectory.find(format, text.bytes(), 0, text.length());
        List<String> servers = part.servers(format);
        if (findings.isEmpty() && scanned && workingDirectory == null && servers.isEmpty()) {
            return Reading.NOTHING;
        }
        Map<String, Inspection.Detected> sums = new TreeMap<>();
        for (Finding finding : findings) {
            Inspection.Detected detected = detected(scanner, finding);
            sums.merge(detected.key(), detected, Inspection.Detected::plus);
        }
        return new Reading(List.copyOf(sums.values()), scanned, workingDirectory, servers);
    }

    static Inspection.Detected detected(Scanner scanner, Finding finding) {
        return new Inspection.Detected(
                finding.detector(),
                scanner.kind(finding.detector()),
                finding.confidence().written(),
                1,
                finding.name());
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

    private record Reading(
            List<Inspection.Detected> detected,
            boolean scanned,
            @Nullable String workingDirectory,
            List<String> servers) {
        static final Reading NOTHING = new Reading(List.of(), true, null, List.of());
    }

    /// A part, told by the piece it ends: equal pieces end in equal parts, if these are of one
    /// length; and equal parts are read alike, if they are of one format and by one scanner: what
    /// becomes a secret today was none yesterday. The SHA-256 stands in four words: half the memory
    /// of an array and quick to compare.
    private record Ending(
            String scanner,
            WireFormat format,
            Part.Holds holds,
            int length,
            long a,
            long b,
            long c,
            long d) {
        private static final VarHandle WORDS =
                MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

        static Ending of(
                String scanner, WireFormat format, Part.Holds holds, byte[] sha256, int length) {
            return new Ending(
                    scanner,
                    format,
                    holds,
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
