// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// How often each detector was right, wrong and silent in labelled texts, as `bench/detection.sh
/// --detectors` counted it.
final class MeasuredDetectors {
    private static final String FILE = "detectors-measured.csv";
    private static final String DATED = "# measured ";
    private static final MeasuredDetectors BUILT_IN = load();

    private final LocalDate day;
    private final Map<String, Counts> counts;

    private MeasuredDetectors(LocalDate day, Map<String, Counts> counts) {
        this.day = day;
        this.counts = Map.copyOf(counts);
    }

    /// Findings of a detector in labelled texts.
    ///
    /// @param right in a secret
    /// @param wrong in a text without one
    /// @param missed texts of its kind in which nothing was found
    record Counts(int right, int wrong, int missed) {
        /// Which share of its findings is right; meaningless without any.
        String precision() {
            return share(right, right + wrong);
        }

        /// Which share of the secrets of its kind is found; meaningless without any.
        String recall() {
            return share(right, right + missed);
        }

        boolean saysSomething() {
            return right + wrong + missed > 0;
        }

        private static String share(int part, int whole) {
            return whole == 0 ? "none" : Math.round(100.0 * part / whole) + " %";
        }
    }

    /// The counts of this build.
    static MeasuredDetectors builtIn() {
        return BUILT_IN;
    }

    /// When it was measured.
    LocalDate day() {
        return day;
    }

    /// Nothing when no labelled text holds anything of its kind.
    Optional<Counts> of(String detector) {
        return Optional.ofNullable(counts.get(detector)).filter(Counts::saysSomething);
    }

    private static MeasuredDetectors load() {
        try (InputStream in = MeasuredDetectors.class.getResourceAsStream(FILE);
                BufferedReader reader =
                        new BufferedReader(
                                new InputStreamReader(
                                        Objects.requireNonNull(in, FILE),
                                        StandardCharsets.UTF_8))) {
            List<String> lines = reader.lines().toList();
            LocalDate day = LocalDate.parse(lines.getFirst().substring(DATED.length()));
            Map<String, Counts> counts = new HashMap<>();
            for (String line : lines.subList(2, lines.size())) {
                String[] values = line.split(",", -1);
                counts.put(
                        values[0],
                        new Counts(
                                Integer.parseInt(values[1]),
                                Integer.parseInt(values[2]),
                                Integer.parseInt(values[3])));
            }
            return new MeasuredDetectors(day, counts);
        } catch (IOException e) {
            throw new UncheckedIOException(FILE + " could not be read", e);
        }
    }
}
