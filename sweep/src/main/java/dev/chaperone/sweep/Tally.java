// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.sweep;

import java.util.ArrayList;
import java.util.List;

/// What a sweep has seen so far.
final class Tally {
    /// So many problems are kept in words for the report.
    private static final int MOST_PROBLEMS = 1_000;

    private long texts;
    private long bytes;
    private long binaries;
    private long links;
    private long found;
    private long remarked;
    private long ignored;
    private long known;
    private long unread;
    private final List<String> problems = new ArrayList<>();

    void text() {
        texts++;
    }

    void bytes(int more) {
        bytes += more;
    }

    void binary() {
        binaries++;
    }

    void link() {
        links++;
    }

    void found() {
        found++;
    }

    void remarked() {
        remarked++;
    }

    void ignored() {
        ignored++;
    }

    void known() {
        known++;
    }

    void unread(String problem) {
        unread++;
        if (problems.size() < MOST_PROBLEMS) {
            problems.add(problem);
        }
    }

    List<String> problems() {
        return List.copyOf(problems);
    }

    boolean isComplete() {
        return unread == 0;
    }

    long findings() {
        return found;
    }

    /// How far it is.
    String progress() {
        return "%s, %,d MB, %s"
                .formatted(count(texts, "file"), bytes / 1_000_000, count(found, "finding"));
    }

    /// All of it in one line.
    String summary() {
        StringBuilder line =
                new StringBuilder(count(found, "finding"))
                        .append(" in ")
                        .append(count(texts, "text"))
                        .append(" (%,d bytes)".formatted(bytes));
        append(line, "; left out: ", ", ", notTold());
        append(line, "; not read: ", ", ", notRead());
        return line.toString();
    }

    private List<String> notTold() {
        List<String> parts = new ArrayList<>();
        add(parts, remarked, "%,d allowed by a remark in the text");
        add(parts, ignored, "%,d in .gitleaksignore");
        add(parts, known, "%,d in the baseline");
        return parts;
    }

    private List<String> notRead() {
        List<String> parts = new ArrayList<>();
        add(parts, binaries, "%,d binary");
        add(parts, links, "%,d symbolic links");
        add(parts, unread, "%,d that could not be read");
        return parts;
    }

    private static void add(List<String> parts, long number, String form) {
        if (number > 0) {
            parts.add(form.formatted(number));
        }
    }

    private static void append(
            StringBuilder line, String intro, String separator, List<String> parts) {
        if (!parts.isEmpty()) {
            line.append(intro).append(String.join(separator, parts));
        }
    }

    private static String count(long number, String what) {
        return "%,d %s%s".formatted(number, what, number == 1 ? "" : "s");
    }
}
