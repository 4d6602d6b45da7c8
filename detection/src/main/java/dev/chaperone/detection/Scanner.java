// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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

    private final Literals literals = new Literals(Detectors.probes());
    private final ShapeIndex shapes = new ShapeIndex(Detectors.rules(), Detectors.runProbes());
    private final NumberIndex numbers = new NumberIndex(Detectors.numbers());
    private final Markers markers = new Markers(literals);

    private Scanner() {}

    /// The detectors that come with the product.
    public static Scanner builtIn() {
        return BUILT_IN;
    }

    /// Makes it as fast as it gets here; until then it finds the same, only slower. Takes about a
    /// second of one processor, so it is for a thread on which nobody waits.
    public void warmUp() {
        markers.warmUp();
    }

    /// Everything found in the bytes from `from` to `to`, in the order of the text, at most 1,000.
    /// Of findings that overlap, the surest stays; only one of customer data may lie on another.
    ///
    /// @param utf8 decoded text: no JSON escapes
    public List<Finding> scan(byte[] utf8, int from, int to) {
        return scan(new Text(utf8, from, to));
    }

    /// The same; what it took can be asked of the text afterwards.
    List<Finding> scan(Text text) {
        List<Finding> found = new ArrayList<>(0);
        Records records = new Records();
        Consumer<Finding> told =
                finding -> {
                    if (Records.isCounted(finding)) {
                        records.add(finding);
                    } else {
                        found.add(finding);
                    }
                };
        Marks marks = new Marks();
        Marker marker = markers.best();
        for (int at = text.start();
                at < text.end() && found.size() < MAX_FINDINGS;
                at += Marks.BLOCK) {
            int words = marks.mark(marker, text, at);
            literals.in(text, marks, words, told);
            shapes.in(text, marks, words, told);
            numbers.in(text, marks, words, told);
            EmailAddresses.in(text, marks, words, told);
        }
        return records.with(text, found.isEmpty() ? List.of() : withoutOverlaps(found));
    }

    private static List<Finding> withoutOverlaps(List<Finding> found) {
        found.sort(BY_PLACE);
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

    /// Changes whenever the set of detectors changes.
    public String version() {
        return Detectors.version();
    }
}
