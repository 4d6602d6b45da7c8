// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.bench;

import dev.chaperone.detection.Finding;
import dev.chaperone.detection.Scanner;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Counts for each detector how often it is right, wrong and silent in labelled texts, as the page
/// of the detectors shows it.
///
/// A finding is right when it lies in a secret that somebody marked, and wrong in a text of which
/// somebody said that it holds none. The labels name no detectors of ours: a text counts as missed
/// by the one that finds most of the texts with the same label in the same file. Texts that are one
/// line of a private key do not count: a line is none.
final class DetectorQuality {
    private static final String KEY_IN_LINES = "PEM Private Key";

    private final Scanner scanner = Scanner.builtIn();
    private final Map<String, int[]> counts = new TreeMap<>();

    private DetectorQuality() {}

    /// Prints lines of `detector,right,wrong,missed`, with the day in the first.
    ///
    /// @param files of labelled texts, see [DetectionQuality]
    static void print(List<Path> files) throws IOException {
        DetectorQuality quality = new DetectorQuality();
        for (Path file : files) {
            quality.count(file);
        }
        System.out.println("# measured " + LocalDate.now(ZoneOffset.UTC));
        System.out.println("detector,right,wrong,missed");
        quality.counts.forEach((detector, count) ->
                System.out.println(detector + "," + count[0] + "," + count[1] + "," + count[2]));
    }

    private void count(Path file) throws IOException {
        Map<String, Map<String, Integer>> finders = new HashMap<>();
        Map<String, Integer> missed = new HashMap<>();
        for (JsonNode row : LabelledTexts.read(file)) {
            String label = row.path("rule").asString();
            if (label.equals(KEY_IN_LINES) && !row.path("text").asString().contains("\n")) {
                continue;
            }
            List<String> found = detectors(row);
            boolean secret = row.path("expected").asBoolean();
            found.forEach(each -> of(each)[secret ? 0 : 1]++);
            if (secret && found.isEmpty()) {
                missed.merge(label, 1, Integer::sum);
            } else if (secret) {
                Map<String, Integer> of = finders.computeIfAbsent(label, _ -> new TreeMap<>());
                found.forEach(each -> of.merge(each, 1, Integer::sum));
            }
        }
        missed.forEach((label, number) -> {
            Map<String, Integer> of = finders.getOrDefault(label, Map.of());
            of.entrySet().stream()
                    .max(Map.Entry.comparingByValue())
                    .ifPresent(most -> of(most.getKey())[2] += number);
        });
    }

    private int[] of(String detector) {
        return counts.computeIfAbsent(detector, _ -> new int[3]);
    }

    /// Those that fire in a text, or in its secret where that is marked.
    private List<String> detectors(JsonNode row) {
        byte[] text = row.path("text").asString().getBytes(StandardCharsets.UTF_8);
        List<Finding> found = new ArrayList<>(scanner.scan(text, 0, text.length));
        if (row.path("expected").asBoolean()) {
            LabelledTexts.keepMarked(row, found);
        }
        return found.stream().map(Finding::detector).distinct().toList();
    }
}
