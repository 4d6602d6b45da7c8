// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.bench;

import dev.chaperone.detection.Confidence;
import dev.chaperone.detection.Finding;
import dev.chaperone.detection.Scanner;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Counts what the detectors find and miss in [LabelledTexts].
///
/// A text counts as found when anything is found in it, or in its span where it has one.
final class DetectionQuality {
    private final Scanner scanner = Scanner.builtIn();

    // Of each level the texts with and without a secret in which it is the surest one found.
    private final Map<Confidence, int[]> byLevel = new EnumMap<>(Confidence.class);
    private final Confidence least;

    private DetectionQuality(Confidence least) {
        this.least = least;
    }

    /// Prints the table of a directory's files, and with `--misses` and `--alarms` the texts.
    public static void main(String[] arguments) throws IOException {
        if (arguments.length == 0) {
            System.err.println(
                    "usage: DetectionQuality DIRECTORY [--rules] [--misses] [--alarms]"
                            + " [--detectors]");
            System.exit(2);
        }
        List<String> options = List.of(arguments).subList(1, arguments.length);
        List<Path> files;
        try (Stream<Path> all = Files.list(Path.of(arguments[0]))) {
            files = all.filter(each -> each.toString().endsWith(".jsonl")).sorted().toList();
        }
        if (options.contains("--detectors")) {
            DetectorQuality.print(files);
            return;
        }
        System.out.println("As prompts are read:");
        new DetectionQuality(Confidence.CONTEXTUAL).print(files, List.of());
        System.out.println("With what is generic too:");
        new DetectionQuality(Confidence.GENERIC).print(files, options);
    }

    private void print(List<Path> files, List<String> options) throws IOException {
        System.out.println(
                "| file | secrets | found | recall | others | alarms | precision | F1 |");
        System.out.println("|---|---|---|---|---|---|---|---|");
        List<Counts> all = new ArrayList<>();
        for (Path file : files) {
            Counts counts = count(file, options);
            all.add(counts);
            System.out.println(counts.row(String.valueOf(file.getFileName())));
        }
        byLevel.forEach((level, counts) ->
                System.out.printf(
                        Locale.ROOT,
                        "  surest finding %s: %d in texts with secrets, %d in others, precision"
                                + " %.3f%n",
                        level.written(),
                        counts[0],
                        counts[1],
                        counts[0] / (double) (counts[0] + counts[1])));
        if (options.contains("--rules")) {
            all.forEach(Counts::printRules);
        }
    }

    private Counts count(Path file, List<String> options) throws IOException {
        Counts counts = new Counts();
        for (JsonNode row : LabelledTexts.read(file)) {
            boolean expected = row.path("expected").asBoolean();
            List<Finding> found = found(row);
            counts.add(row.path("rule").asString(), expected, !found.isEmpty());
            found.stream()
                    .map(Finding::confidence)
                    .min(Comparator.naturalOrder())
                    .ifPresent(level ->
                            byLevel.computeIfAbsent(level, _ -> new int[2])[expected ? 0 : 1]++);
            boolean shown =
                    expected
                            ? found.isEmpty() && options.contains("--misses")
                            : !found.isEmpty() && options.contains("--alarms");
            if (shown) {
                System.out.println(
                        row.path("rule").asString() + " | " + row.path("text") + " | " + found);
            }
        }
        return counts;
    }

    private List<Finding> found(JsonNode row) {
        byte[] bytes = row.path("text").asString().getBytes(StandardCharsets.UTF_8);
        List<Finding> found = new ArrayList<>(scanner.scan(bytes, 0, bytes.length, least));
        if (row.path("expected").asBoolean()) {
            LabelledTexts.keepMarked(row, found);
        }
        return found;
    }

    private static final class Counts {
        private final Map<String, int[]> rules = new TreeMap<>();
        private final int[] total = new int[4];

        void add(String rule, boolean expected, boolean found) {
            int index = (expected ? 0 : 2) + (found ? 1 : 0);
            total[index]++;
            rules.computeIfAbsent(rule, _ -> new int[4])[index]++;
        }

        String row(String name) {
            int secrets = total[0] + total[1];
            double recall = (double) total[1] / Math.max(1, secrets);
            double precision = (double) total[1] / Math.max(1, total[1] + total[3]);
            return "| %s | %d | %d | %.3f | %d | %d | %.3f | %.3f |"
                    .formatted(
                            name,
                            secrets,
                            total[1],
                            recall,
                            total[2] + total[3],
                            total[3],
                            precision,
                            2 * recall * precision / Math.max(1e-9, recall + precision));
        }

        /// What is missed or alarmed most comes first.
        void printRules() {
            rules.entrySet().stream()
                    .filter(rule -> rule.getValue()[0] + rule.getValue()[3] > 0)
                    .sorted(
                            Comparator.comparingInt(
                                    rule -> -rule.getValue()[0] - rule.getValue()[3]))
                    .forEach(rule ->
                            System.out.printf(
                                    Locale.ROOT,
                                    "%s: %d missed of %d, %d alarms of %d%n",
                                    rule.getKey(),
                                    rule.getValue()[0],
                                    rule.getValue()[0] + rule.getValue()[1],
                                    rule.getValue()[3],
                                    rule.getValue()[2] + rule.getValue()[3]));
        }
    }
}
