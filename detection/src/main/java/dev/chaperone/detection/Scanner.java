// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import dev.chaperone.vocabulary.Digest;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Runs all detectors over a text in one pass: an index names the few places worth looking at, and
/// the detectors that know such a place look there, each within a bound. Read [#scan] first.
///
/// Immutable; any number of threads may use it.
public final class Scanner {
    /// More findings than this in one text say nothing new.
    static final int MAX_FINDINGS = 1_000;

    static final Comparator<Finding> BY_PLACE =
            Comparator.comparingInt(Finding::start).thenComparing(Finding::confidence);
    private static final Scanner BUILT_IN = new Scanner();

    private final Map<String, Integer> ranks = ranks();
    private final Comparator<Finding> byPlace =
            BY_PLACE.thenComparingInt(finding -> ranks.getOrDefault(finding.detector(), 0));

    private final Literals literals;
    private final ShapeIndex shapes;
    private final NumberIndex numbers;
    private final Markers markers;
    private final KnownSecrets known;
    private final String version;

    private Scanner() {
        literals = new Literals(Detectors.probes());
        shapes = new ShapeIndex(Detectors.rules(), Detectors.runProbes());
        numbers = new NumberIndex(Detectors.numbers());
        markers = new Markers(literals);
        known = KnownSecrets.NONE;
        version = Detectors.version();
    }

    /// Shares with the built-in one what does not depend on a company.
    private Scanner(KnownSecrets known, List<String> phrases) {
        List<Probe> probes = new ArrayList<>(Detectors.probes());
        probes.addAll(Phrases.probes(phrases));
        literals = phrases.isEmpty() ? BUILT_IN.literals : new Literals(probes);
        markers = phrases.isEmpty() ? BUILT_IN.markers : new Markers(literals, BUILT_IN.markers);
        shapes = BUILT_IN.shapes;
        numbers = BUILT_IN.numbers;
        this.known = known;
        version =
                Detectors.version()
                        + "-"
                        + Digest.of(known.version() + String.join("\n", phrases)).hex();
    }

    /// The detectors that come with the product.
    public static Scanner builtIn() {
        return BUILT_IN;
    }

    /// The detectors that come with the product, and what is one company's own.
    ///
    /// @param phrases of [Phrases#SHORTEST] to [Phrases#LONGEST] characters
    public static Scanner with(KnownSecrets secrets, List<String> phrases) {
        boolean nothing = secrets.isEmpty() && phrases.isEmpty();
        return nothing ? BUILT_IN : new Scanner(secrets, phrases);
    }

    /// Makes it as fast as it gets here; until then it finds the same, only slower. Takes about a
    /// second of one processor, so it is for a thread on which nobody waits.
    public void warmUp() {
        markers.warmUp();
    }

    /// Everything found in the bytes from `from` to `to` for which more speaks than randomness, in
    /// the order of the text, at most 1,000. Of findings that overlap, the surest stays; only one
    /// of customer data may lie on another.
    ///
    /// @param utf8 decoded text: no JSON escapes
    public List<Finding> scan(byte[] utf8, int from, int to) {
        return scan(utf8, from, to, Confidence.CONTEXTUAL);
    }

    /// The same, as sure as wanted.
    ///
    /// @param least how sure at least
    public List<Finding> scan(byte[] utf8, int from, int to, Confidence least) {
        return scan(new Text(utf8, from, to), least, TimeLimit.NONE).findings();
    }

    /// The same as the first, within a time, and whether that is all there is.
    public Scan scan(byte[] utf8, int from, int to, TimeLimit limit) {
        return scan(new Text(utf8, from, to), Confidence.CONTEXTUAL, limit);
    }

    /// All of it; what it took can be asked of the text afterwards.
    List<Finding> scan(Text text) {
        return scan(text, Confidence.GENERIC, TimeLimit.NONE).findings();
    }

    private Scan scan(Text text, Confidence least, TimeLimit limit) {
        List<Finding> found = new ArrayList<>(0);
        List<Finding> marks = new ArrayList<>(0);
        Records records = new Records();
        Consumer<Finding> told =
                finding -> {
                    if (Records.isCounted(finding)) {
                        records.add(finding);
                    } else if (kind(finding.detector()) != Detector.Kind.MARKER) {
                        found.add(finding);
                    } else if (marks.size() < MAX_FINDINGS) {
                        marks.add(finding);
                    }
                };
        Pass pass = new Pass(least, limit, found, records);
        pass.scan(text, 0, told);
        List<Finding> all = records.with(text, withoutOverlaps(found));
        return new Scan(marks.isEmpty() ? all : joined(all, withoutOverlaps(marks)), pass.complete);
    }

    /// A mark says nothing of a secret that lies in it, nor the other way round: both stay.
    private static List<Finding> joined(List<Finding> all, List<Finding> marks) {
        List<Finding> joined = new ArrayList<>(all);
        // What else was found never has to make room.
        joined.addAll(
                marks.subList(0, Math.min(marks.size(), Math.max(0, MAX_FINDINGS - all.size()))));
        joined.sort(BY_PLACE);
        return List.copyOf(joined);
    }

    /// One scan, with what is written in the text in another way.
    private final class Pass {
        private final Marker marker = markers.best();
        private final @Nullable Marks[] marks = new Marks[Layers.DEEPEST + 1];
        private final @Nullable KnownSearch own = known.isEmpty() ? null : new KnownSearch(known);
        private final Confidence least;
        private final TimeLimit limit;
        private final List<Finding> all;
        private final Records records;
        private boolean complete = true;

        Pass(Confidence least, TimeLimit limit, List<Finding> all, Records records) {
            this.least = least;
            this.limit = limit;
            this.all = all;
            this.records = records;
        }

        void scan(Text text, int depth, Consumer<Finding> found) {
            Consumer<Finding> sure =
                    finding -> {
                        if (finding.confidence().compareTo(least) <= 0) {
                            found.accept(finding);
                        }
                    };
            Marks here = marks(depth, text);
            Layers layers =
                    new Layers(
                            text,
                            depth,
                            (below, deeper) -> scan(below, depth + 1, deeper),
                            sure,
                            () -> complete = false);
            for (int at = text.start(); at < text.end(); at += Marks.BLOCK) {
                if (limit.isOver() || all.size() >= MAX_FINDINGS) {
                    complete = false;
                    break;
                }
                int words = here.mark(marker, text, at);
                literals.in(text, here, words, sure);
                if (own != null) {
                    own.in(text, here, words, sure);
                }
                shapes.in(text, here, words, layers, sure);
                numbers.in(text, here, words, sure);
                if (!records.isFull()) {
                    EmailAddresses.in(text, here, words, sure);
                }
                layers.in(here, words);
            }
            layers.close();
        }

        private Marks marks(int depth, Text text) {
            Marks there = marks[depth];
            if (there == null) {
                // there is one text of no depth, and any number below it
                there = depth == 0 ? new Marks(text.end() - text.start()) : new Marks();
                marks[depth] = there;
            }
            return there;
        }
    }

    /// Of two that are equally sure the one that says whose secret it is comes first.
    private static Map<String, Integer> ranks() {
        Map<String, Integer> ranks = new HashMap<>();
        for (Detector each : Detectors.all()) {
            ranks.put(each.id(), ranks.size());
        }
        ranks.put(Detectors.PASSWORD_ASSIGNMENT, Integer.MAX_VALUE);
        return ranks;
    }

    private List<Finding> withoutOverlaps(List<Finding> found) {
        if (found.isEmpty()) {
            return List.of();
        }
        found.sort(byPlace);
        List<Finding> kept = new ArrayList<>();
        for (Finding finding : found) {
            Finding last = kept.isEmpty() ? null : kept.getLast();
            if (last == null || finding.start() >= last.end()) {
                kept.add(finding);
            } else if (finding.confidence().compareTo(last.confidence()) < 0) {
                kept.removeLast();
                kept.add(finding);
            }
        }
        return List.copyOf(kept.subList(0, Math.min(kept.size(), MAX_FINDINGS)));
    }

    /// Ids of the detectors.
    public SortedSet<String> detectors() {
        return descriptions().stream()
                .map(Detector::id)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// What the detectors are called and how sure they can be.
    public List<Detector> descriptions() {
        return Detectors.all();
    }

    /// What a detector finds.
    ///
    /// @param detector the id that a finding of this scanner names
    public Detector.Kind kind(String detector) {
        Detector.Kind kind = Detectors.kinds().get(detector);
        if (kind == null) {
            throw new IllegalArgumentException("There is no detector '" + detector + "'");
        }
        return kind;
    }

    /// Changes whenever the set of detectors changes, or what is the company's own.
    public String version() {
        return version;
    }
}
