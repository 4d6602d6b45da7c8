// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import dev.chaperone.detection.Finding;
import dev.chaperone.detection.GrowingScan;
import dev.chaperone.detection.Scan;
import dev.chaperone.detection.Scanner;
import dev.chaperone.detection.TimeLimit;
import dev.chaperone.ledger.Event;
import dev.chaperone.policy.Answer;
import dev.chaperone.policy.Decision;
import dev.chaperone.policy.PolicySnapshot;
import dev.chaperone.protocols.AnswerText;
import dev.chaperone.protocols.DecodedText;
import dev.chaperone.protocols.GrowingTexts;
import dev.chaperone.protocols.WireText;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Runs the detectors over an answer and asks the policy about what they find: over a stream while
/// it comes, over any other when it is whole. For one thread at a time.
final class AnswerLook {
    /// An answer that is not a stream is held back until it was looked at, up to this size.
    static final int MAX_WHOLE = 8 * 1024 * 1024;

    /// How much text may go on before it is looked at; none where a finding ends the answer.
    private static final int STEP = 4 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(AnswerLook.class);

    private final Scanner scanner;
    private final PolicySnapshot policy;
    private final boolean mayEnd;
    private final GrowingTexts texts = new GrowingTexts();
    private final IdentityHashMap<GrowingTexts.Growing, GrowingScan> scans =
            new IdentityHashMap<>();

    /// By telling: what is told again is not found once more.
    private final Map<String, Map<String, Inspection.Detected>> tellings = new TreeMap<>();

    private long left;
    private boolean stream;
    private boolean whole;
    private boolean scanned = true;
    private boolean partly;
    private boolean changed;
    private Decision decision = new Decision.Allow();

    /// @param time that the detectors may take for the answer
    AnswerLook(Scanner scanner, PolicySnapshot policy, Duration time) {
        this.scanner = scanner;
        this.policy = policy;
        this.left = time.toNanos();
        this.mayEnd = policy.endsAnswers();
    }

    Scanner scanner() {
        return scanner;
    }

    /// The next bytes of a stream of events, cut anywhere.
    void saw(byte[] bytes, int from, int to) {
        stream = true;
        texts.saw(bytes, from, to);
    }

    /// Looks at what has come of a stream, if it is enough to be worth it or a text has come to its
    /// end.
    ///
    /// @return why the answer has to end; null when it may go on
    Decision.@Nullable Ground look() {
        boolean now = texts.unread() > 0 && (mayEnd || texts.isSettled());
        if (now || texts.unread() >= STEP || !texts.isWhole()) {
            lookNow(now);
        }
        return ground();
    }

    /// Looks at the rest of a stream, which is over.
    void lookAtTheEnd() {
        texts.end();
        lookNow(true);
    }

    /// Reads a whole answer that is no stream; on any thread.
    ///
    /// @return what to [#take]
    Looked read(byte[] answer) {
        Looked looked = new Looked();
        try {
            TimeLimit limit = TimeLimit.in(Duration.ofNanos(left));
            AnswerText read = AnswerText.read(answer, answer.length, false);
            Map<String, Inspection.Detected> joined = new TreeMap<>();
            List<DecodedText> all = read.texts();
            for (DecodedText text : all) {
                // The last is all of it string by string, the others are its texts joined.
                boolean last = text == all.getLast();
                Scan scan = scanner.scan(text.bytes(), 0, text.length(), limit);
                looked.add(scan, last ? looked.found : joined);
            }
            // What is no JSON is looked at as it stands, and must be text to be read.
            read.unread((from, to) -> {
                looked.add(scanner.scan(answer, from, to, limit), looked.found);
                looked.scanned &= WireText.isUtf8(answer, from, to);
            });
            joined.values()
                    .forEach(each -> looked.found.merge(each.key(), each, AnswerLook::greater));
        } catch (RuntimeException | StackOverflowError e) {
            looked.scanned = failed(e);
        }
        return looked;
    }

    /// Takes over what was found in the whole answer.
    void take(Looked looked) {
        whole = true;
        tellings.put("", looked.found);
        scanned &= looked.scanned;
        changed = true;
    }

    /// The answer can not be read.
    ///
    /// @return why it must not go on; null when it may
    Decision.@Nullable Ground canNotRead() {
        scanned = false;
        changed = true;
        return ground();
    }

    /// The last of what came, which reached nobody, was not read.
    void leftOut() {
        partly = true;
    }

    /// What the record says.
    Event.Look result() {
        List<Event.FindingCount> findings =
                Inspector.withFewNames(found().values()).stream()
                        .map(Inspection.Detected::recorded)
                        .toList();
        return switch (decision) {
            case Decision.Block(var ground) ->
                    new Event.Look(Event.Effect.BLOCKED, ground.rule(), findings, extent());
            case Decision.Warn(var ground, _) ->
                    new Event.Look(Event.Effect.WARNED, ground.rule(), findings, extent());
            case Decision.Allow _ -> new Event.Look(Event.Effect.ALLOWED, null, findings, extent());
            case Decision.Redact _ ->
                    throw new IllegalStateException("No policy redacts an answer");
        };
    }

    /// How much of what came was read.
    private Event.Scan extent() {
        if (!scanned || !(stream || whole)) {
            return Event.Scan.NONE;
        }
        return whole || (texts.isRead() && !partly) ? Event.Scan.COMPLETE : Event.Scan.PARTIAL;
    }

    /// @param all whether to look at words that may not be complete
    private void lookNow(boolean all) {
        long began = System.nanoTime();
        TimeLimit limit = TimeLimit.in(Duration.ofNanos(left));
        texts.look(text -> lookAt(text, all, limit));
        left -= System.nanoTime() - began;
        if (!texts.isWhole() && scanned) {
            scanned = false;
            changed = true;
        }
    }

    private void lookAt(GrowingTexts.Growing text, boolean all, TimeLimit limit) {
        GrowingScan scan = scans.computeIfAbsent(text, _ -> new GrowingScan(scanner));
        Looked looked = new Looked();
        try {
            looked.add(
                    scan.look(text.bytes(), text.length(), text.dropped(), all, limit),
                    looked.found);
        } catch (RuntimeException | StackOverflowError e) {
            looked.scanned = failed(e);
            scan.giveUp(text.length(), text.dropped());
        }
        Map<String, Inspection.Detected> found =
                tellings.computeIfAbsent(text.told(), _ -> new TreeMap<>());
        looked.found.forEach((key, each) -> found.merge(key, each, Inspection.Detected::plus));
        scanned &= looked.scanned;
        changed |= !looked.found.isEmpty() || !looked.scanned;
        text.keepFrom(scan.firstWanted(text.bytes(), text.dropped()));
    }

    /// @return that it was not scanned
    private static boolean failed(Throwable e) {
        // The message may hold a piece of the answer; the kind of fault must do.
        LOG.error("The detectors failed over an answer with {}", e.getClass().getName());
        return false;
    }

    /// What one reading found.
    final class Looked {
        private final Map<String, Inspection.Detected> found = new TreeMap<>();
        private boolean scanned = true;

        private void add(Scan scan, Map<String, Inspection.Detected> to) {
            scanned &= scan.complete();
            for (Finding each : scan.findings()) {
                Inspection.Detected detected =
                        new Inspection.Detected(
                                each.detector(),
                                scanner.kind(each.detector()),
                                each.confidence().written(),
                                1,
                                each.name());
                to.merge(detected.key(), detected, Inspection.Detected::plus);
            }
        }
    }

    /// Why the answer must not go on; null when it may. The policy is asked anew when something
    /// came to light.
    Decision.@Nullable Ground ground() {
        if (changed) {
            changed = false;
            decision =
                    policy.decide(
                            new Answer(
                                    found().values().stream()
                                            .map(Inspection.Detected::asked)
                                            .toList(),
                                    scanned));
        }
        return decision instanceof Decision.Block(var ground) ? ground : null;
    }

    private Map<String, Inspection.Detected> found() {
        Map<String, Inspection.Detected> found = new TreeMap<>();
        for (Map<String, Inspection.Detected> telling : tellings.values()) {
            telling.forEach((key, each) -> found.merge(key, each, AnswerLook::greater));
        }
        return found;
    }

    private static Inspection.Detected greater(Inspection.Detected one, Inspection.Detected other) {
        return one.count() >= other.count() ? one : other;
    }
}
