// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.detection.Confidence;
import dev.chaperone.detection.Detector;
import dev.chaperone.detection.Finding;
import dev.chaperone.detection.Scanner;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A text on which somebody tried the detectors, cut where something was found.
///
/// @param text as it was sent, for the field on the page
/// @param problem why it was not read; else null
record TriedText(String text, @Nullable String problem, List<Piece> pieces, String summary) {
    /// About four pages; enough to try, and little enough to be shown again.
    static final int LONGEST = 20_000;

    TriedText {
        pieces = List.copyOf(pieces);
    }

    /// A stretch of the text.
    ///
    /// @param found what it is; null between findings
    record Piece(String text, @Nullable String found) {}

    static TriedText of(Scanner scanner, String text) {
        if (text.length() > LONGEST) {
            return new TriedText(
                    text.substring(0, LONGEST),
                    "Only the first %,d characters are shown here. For more there is ./chaperone detect."
                            .formatted(LONGEST),
                    List.of(),
                    "");
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        List<Finding> findings = scanner.scan(bytes, 0, bytes.length, Confidence.GENERIC);
        List<Piece> pieces = new ArrayList<>();
        int at = 0;
        for (Finding finding : findings) {
            add(pieces, bytes, at, finding.start(), null);
            add(pieces, bytes, finding.start(), finding.end(), inWords(scanner, finding));
            at = finding.end();
        }
        add(pieces, bytes, at, bytes.length, null);
        return new TriedText(text, null, pieces, summary(findings));
    }

    private static void add(
            List<Piece> pieces, byte[] bytes, int from, int to, @Nullable String found) {
        if (to > from) {
            pieces.add(
                    new Piece(new String(bytes, from, to - from, StandardCharsets.UTF_8), found));
        }
    }

    private static String inWords(Scanner scanner, Finding finding) {
        String title =
                scanner.descriptions().stream()
                        .filter(each -> each.id().equals(finding.detector()))
                        .map(Detector::title)
                        .findFirst()
                        .orElse(finding.detector());
        return title + " · " + finding.confidence().written();
    }

    private static String summary(List<Finding> findings) {
        long generic =
                findings.stream().filter(each -> each.confidence() == Confidence.GENERIC).count();
        if (findings.isEmpty()) {
            return "Nothing was found.";
        }
        String all = Words.count(findings.size(), "finding", "findings");
        return generic == 0
                ? all + "."
                : "%s, %s of them generic: prompts are not asked for those."
                        .formatted(all, Words.number(generic));
    }
}
