// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.detection.Detector;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;

/// The page about the detectors.
///
/// @param query what was searched for
/// @param summary how many there are and how many are shown
/// @param tried null when nothing was tried
record DetectorsView(String query, String summary, List<Row> rows, @Nullable TriedText tried) {
    /// More rows than this nobody reads.
    static final int MOST_ROWS = 100;

    DetectorsView {
        rows = List.copyOf(rows);
    }

    /// A detector.
    ///
    /// @param forms how its tokens look, one a line; or that a program knows them
    /// @param source address of the description it was made from, or null
    record Row(
            String id,
            String title,
            String provider,
            String confidence,
            String severity,
            List<String> forms,
            String words,
            @Nullable String source) {}

    static DetectorsView of(List<Detector> all, String query, @Nullable TriedText tried) {
        List<Detector> fitting = all.stream().filter(each -> fits(each, query)).toList();
        return new DetectorsView(
                query,
                summary(all.size(), fitting.size(), query),
                fitting.stream().limit(MOST_ROWS).map(DetectorsView::row).toList(),
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

    private static Row row(Detector detector) {
        String source = detector.source();
        return new Row(
                detector.id(),
                detector.title(),
                detector.provider(),
                detector.confidence().written(),
                detector.severity().name().toLowerCase(Locale.ROOT),
                detector.shapes(),
                String.join(", ", detector.near()),
                source != null && source.startsWith("https://") ? source : null);
    }
}
