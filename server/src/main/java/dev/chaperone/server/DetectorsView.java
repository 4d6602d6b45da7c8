// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.detection.Detector;
import dev.chaperone.workspace.activity.Hits;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The page about the detectors.
///
/// @param query what was searched for
/// @param summary how many there are and how many are shown
/// @param measured when the counts were measured
/// @param tried null when nothing was tried
record DetectorsView(
        String query, String summary, String measured, List<Row> rows, @Nullable TriedText tried) {
    /// What is recent.
    static final int DAYS = 30;

    /// More rows than this nobody reads.
    static final int MOST_ROWS = 100;

    DetectorsView {
        rows = List.copyOf(rows);
    }

    /// A detector.
    ///
    /// @param forms how its tokens look, one a line; or that a program knows them
    /// @param source address of the description it was made from, or null
    /// @param truth how often it is right in labelled texts, in words
    /// @param hits in how many requests it fired lately
    /// @param last when it did so last; null when it did not
    record Row(
            String id,
            String title,
            String provider,
            String confidence,
            String severity,
            List<String> forms,
            String words,
            @Nullable String source,
            String truth,
            long hits,
            @Nullable Moment last) {}

    /// Those that fired lately come first, the rest in the order of their files.
    ///
    /// @param hits of the last [#DAYS] days
    static DetectorsView of(
            List<Detector> all,
            List<Hits> hits,
            Instant now,
            String query,
            @Nullable TriedText tried) {
        Map<String, Hits> lately =
                hits.stream().collect(Collectors.toMap(Hits::detector, Function.identity()));
        List<Detector> fitting =
                all.stream()
                        .filter(each -> fits(each, query))
                        .sorted(Comparator.comparingLong(each -> -times(lately.get(each.id()))))
                        .toList();
        return new DetectorsView(
                query,
                summary(all.size(), fitting.size(), query),
                Moment.day(MeasuredDetectors.builtIn().day()),
                fitting.stream()
                        .limit(MOST_ROWS)
                        .map(each -> row(each, lately.get(each.id()), now))
                        .toList(),
                tried);
    }

    private static boolean fits(Detector detector, String query) {
        String wanted = query.strip().toLowerCase(Locale.ROOT);
        return (detector.id() + " " + detector.title() + " " + detector.provider())
                        .toLowerCase(Locale.ROOT)
                        .contains(wanted)
                || detector.shapes().stream()
                        .anyMatch(shape -> !wanted.isEmpty() && shape.startsWith(query.strip()));
    }

    private static String summary(int all, int fitting, String query) {
        String shown = fitting > MOST_ROWS ? ", the first %d are shown".formatted(MOST_ROWS) : "";
        return query.isBlank()
                ? Words.count(all, "detector", "detectors") + shown
                : "%s of %s%s"
                        .formatted(
                                Words.number(fitting),
                                Words.count(all, "detector", "detectors"),
                                shown);
    }

    private static Row row(Detector detector, @Nullable Hits hits, Instant now) {
        String source = detector.source();
        return new Row(
                detector.id(),
                detector.title(),
                detector.provider(),
                detector.confidence().written(),
                detector.severity().name().toLowerCase(Locale.ROOT),
                detector.shapes(),
                String.join(", ", detector.near()),
                source != null && source.startsWith("https://") ? source : null,
                truth(detector.id()),
                times(hits),
                hits == null ? null : Moment.of(hits.last(), now));
    }

    private static long times(@Nullable Hits hits) {
        return hits == null ? 0 : hits.requests();
    }

    private static String truth(String detector) {
        return MeasuredDetectors.builtIn()
                .of(detector)
                .map(counts ->
                        "precision %s, recall %s: %d right, %d wrong, %d missed"
                                .formatted(
                                        counts.precision(),
                                        counts.recall(),
                                        counts.right(),
                                        counts.wrong(),
                                        counts.missed()))
                .orElse("in no labelled text");
    }
}
