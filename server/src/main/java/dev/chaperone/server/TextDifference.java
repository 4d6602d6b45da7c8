// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import com.github.difflib.text.DiffRow;
import com.github.difflib.text.DiffRowGenerator;

import java.util.ArrayList;
import java.util.List;

/// What two texts differ in, line by line, with some lines around each change.
///
/// @param lines empty when they are the same
record TextDifference(List<Line> lines) {
    private static final int AROUND = 3;

    TextDifference {
        lines = List.copyOf(lines);
    }

    /// A line.
    ///
    /// @param sign `+` is new, `-` is gone, a space stands in both, `…` for lines that are left out
    record Line(String sign, String text) {
        /// Name of the colour; empty for what stands in both.
        public String style() {
            return switch (sign) {
                case "+" -> "added";
                case "-" -> "removed";
                default -> "";
            };
        }

        /// The sign in a word, for those who hear the page.
        public String word() {
            return switch (sign) {
                case "+" -> "new: ";
                case "-" -> "gone: ";
                default -> "";
            };
        }
    }

    static TextDifference between(String before, String after) {
        List<DiffRow> rows =
                DiffRowGenerator.create()
                        .lineNormalizer(line -> line)
                        .build()
                        .generateDiffRows(before.lines().toList(), after.lines().toList());
        List<Line> lines = new ArrayList<>();
        int leftOut = 0;
        for (int i = 0; i < rows.size(); i++) {
            if (isNear(rows, i)) {
                leaveOut(lines, leftOut);
                leftOut = 0;
                add(lines, rows.get(i));
            } else {
                leftOut++;
            }
        }
        if (!lines.isEmpty()) {
            leaveOut(lines, leftOut);
        }
        return new TextDifference(lines);
    }

    private static boolean isNear(List<DiffRow> rows, int index) {
        int from = Math.max(0, index - AROUND);
        int to = Math.min(rows.size(), index + AROUND + 1);
        return rows.subList(from, to).stream().anyMatch(row -> row.getTag() != DiffRow.Tag.EQUAL);
    }

    private static void add(List<Line> lines, DiffRow row) {
        switch (row.getTag()) {
            case EQUAL -> lines.add(new Line(" ", row.getNewLine()));
            case INSERT -> lines.add(new Line("+", row.getNewLine()));
            case DELETE -> lines.add(new Line("-", row.getOldLine()));
            case CHANGE -> {
                lines.add(new Line("-", row.getOldLine()));
                lines.add(new Line("+", row.getNewLine()));
            }
        }
    }

    private static void leaveOut(List<Line> lines, int number) {
        if (number > 0) {
            lines.add(new Line("…", Words.count(number, "line", "lines") + " as before"));
        }
    }
}
