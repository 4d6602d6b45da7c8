// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.sweep;

import dev.chaperone.detection.Confidence;
import dev.chaperone.detection.Detector;
import dev.chaperone.detection.Finding;
import dev.chaperone.detection.Scanner;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// All detectors that a sweep uses.
final class Engine {
    /// The scanner stops after a thousand findings, of which some overlap; from so many on it is
    /// asked whether there are more.
    private static final int MANY = 200;

    /// As far before a finding as a detector may look for a name.
    private static final int CONTEXT = 4_096;

    private final Scanner scanner = Scanner.builtIn();
    private final ForeignRules foreign;
    private final Confidence least;
    private final Consumer<String> problems;
    private final Map<String, Description> descriptions = new HashMap<>();

    /// @param foreign rules beside our own detectors
    /// @param least how sure findings of our own detectors are at least
    /// @param problems is told what could not be searched to its end
    Engine(ForeignRules foreign, Confidence least, Consumer<String> problems) {
        this.foreign = foreign;
        this.least = least;
        this.problems = problems;
        foreign.rules().forEach(rule -> descriptions.put(rule.id(), Description.of(rule)));
        scanner.descriptions().forEach(each -> descriptions.put(each.id(), Description.of(each)));
    }

    Description describe(Finding finding) {
        Description found = descriptions.get(finding.detector());
        if (found == null) {
            throw new IllegalStateException(finding.detector() + " describes itself nowhere");
        }
        return found;
    }

    /// Whether there is a detector of that id.
    boolean has(String id) {
        return descriptions.containsKey(id);
    }

    /// Everything found, however much it is, in the order of the text and without overlaps.
    List<Finding> scan(Piece piece) {
        List<Finding> own = ownIn(piece.bytes(), piece.length());
        return foreign.join(piece, own.stream().filter(this::isWanted).toList(), problems);
    }

    /// A mark belongs to the text that it marks; it is no finding in a repository.
    private boolean isWanted(Finding finding) {
        return scanner.kind(finding.detector()) != Detector.Kind.MARKER;
    }

    private List<Finding> ownIn(byte[] bytes, int length) {
        List<Finding> page = scanner.scan(bytes, 0, length, least);
        if (page.size() < MANY) {
            return page;
        }
        List<Finding> all = new ArrayList<>(page);
        int seen = page.getLast().end();
        int from = lineStart(bytes, seen);
        while (page.size() >= MANY) {
            page = scanner.scan(bytes, from, length, least);
            int before = seen;
            page.stream().filter(finding -> finding.start() >= before).forEach(all::add);
            seen = Math.max(seen, page.isEmpty() ? seen : page.getLast().end());
            from = seen == before ? seen : lineStart(bytes, seen);
        }
        return all;
    }

    private static int lineStart(byte[] bytes, int from) {
        int i = from;
        while (i > 0 && from - i < CONTEXT && bytes[i - 1] != '\n') {
            i--;
        }
        return i;
    }
}
