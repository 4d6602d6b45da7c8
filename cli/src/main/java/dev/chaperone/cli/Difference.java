// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// The lines in which two texts differ, as `diff -U1` shows them. What looks like a credential that
/// somebody keeps there is not shown.
final class Difference {
    private static final Pattern CREDENTIAL =
            Pattern.compile(
                    "(?i)(.*?(?:key|token|secret|password|credential|authorization)\\w*[\"']?\\s*[:=]\\s*).+");
    private static final int MOST_COMPARED = 1500;
    private static final int MOST_SHOWN = 200;

    private final List<String> before;
    private final List<String> after;
    private final List<Row> rows = new ArrayList<>();

    /// @param sign a space for what both have, minus, or plus
    private record Row(char sign, String line) {}

    private Difference(List<String> before, List<String> after) {
        this.before = before;
        this.after = after;
    }

    /// @param before null when there was none
    /// @param after null when there will be none
    static List<String> lines(@Nullable String before, @Nullable String after) {
        Difference difference =
                new Difference(
                        before == null ? List.of() : before.lines().toList(),
                        after == null ? List.of() : after.lines().toList());
        difference.compare();
        return difference.shown();
    }

    private void compare() {
        int head = 0;
        int shorter = Math.min(before.size(), after.size());
        while (head < shorter && before.get(head).equals(after.get(head))) {
            rows.add(new Row(' ', before.get(head++)));
        }
        int tail = 0;
        while (tail < shorter - head
                && before.get(before.size() - 1 - tail)
                        .equals(after.get(after.size() - 1 - tail))) {
            tail++;
        }
        middle(
                before.subList(head, before.size() - tail),
                after.subList(head, after.size() - tail));
        before.subList(before.size() - tail, before.size())
                .forEach(line -> rows.add(new Row(' ', line)));
    }

    private void middle(List<String> old, List<String> now) {
        if (old.size() > MOST_COMPARED || now.size() > MOST_COMPARED) {
            old.forEach(line -> rows.add(new Row('-', line)));
            now.forEach(line -> rows.add(new Row('+', line)));
            return;
        }
        int[][] same = same(old, now);
        int i = 0;
        int j = 0;
        while (i < old.size() || j < now.size()) {
            if (i < old.size() && j < now.size() && old.get(i).equals(now.get(j))) {
                rows.add(new Row(' ', old.get(i++)));
                j++;
            } else if (i < old.size() && (j == now.size() || same[i + 1][j] >= same[i][j + 1])) {
                rows.add(new Row('-', old.get(i++)));
            } else {
                rows.add(new Row('+', now.get(j++)));
            }
        }
    }

    /// How many lines the rests behind two places can have in common.
    private static int[][] same(List<String> old, List<String> now) {
        int[][] same = new int[old.size() + 1][now.size() + 1];
        for (int i = old.size() - 1; i >= 0; i--) {
            for (int j = now.size() - 1; j >= 0; j--) {
                same[i][j] =
                        old.get(i).equals(now.get(j))
                                ? same[i + 1][j + 1] + 1
                                : Math.max(same[i + 1][j], same[i][j + 1]);
            }
        }
        return same;
    }

    private List<String> shown() {
        List<String> shown = new ArrayList<>();
        boolean gap = false;
        for (int i = 0; i < rows.size(); i++) {
            if (isNearAChange(i)) {
                if (gap) {
                    shown.add("@@");
                }
                shown.add(row(rows.get(i)));
                gap = false;
            } else {
                gap = true;
            }
        }
        if (shown.size() > MOST_SHOWN) {
            int more = shown.size() - MOST_SHOWN;
            return List.copyOf(concat(shown.subList(0, MOST_SHOWN), "… " + more + " lines more"));
        }
        return shown;
    }

    private static List<String> concat(List<String> lines, String last) {
        List<String> all = new ArrayList<>(lines);
        all.add(last);
        return all;
    }

    private boolean isNearAChange(int index) {
        for (int i = Math.max(0, index - 1); i <= Math.min(rows.size() - 1, index + 1); i++) {
            if (rows.get(i).sign() != ' ') {
                return true;
            }
        }
        return false;
    }

    private static String row(Row row) {
        boolean ours = row.sign() == '+' && !MarkedLines.isReplaced(row.line());
        return row.sign() + (ours ? row.line() : CREDENTIAL.matcher(row.line()).replaceAll("$1…"));
    }
}
