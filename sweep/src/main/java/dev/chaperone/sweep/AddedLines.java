// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.sweep;

import org.jspecify.annotations.Nullable;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The lines that a change added; of a merge, those that none of its parents has.
final class AddedLines implements Lines {
    private static final Pattern HUNK =
            Pattern.compile("@@ -\\d+(?:,\\d+)? \\+(\\d{1,9})(?:,(\\d{1,9}))? @@");
    private static final int ENOUGH = 80;

    private final Git git;
    private final Change change;
    private @Nullable List<BitSet> added;

    AddedLines(Git git, Change change) {
        this.git = git;
        this.change = change;
    }

    @Override
    public boolean countAnyOf(long first, long last) throws SweepException {
        List<BitSet> known = added;
        if (known == null) {
            known = ask();
            added = known;
        }
        for (long line = first; line <= last; line++) {
            int index = Math.toIntExact(line);
            if (known.stream().allMatch(lines -> lines.get(index))) {
                return true;
            }
        }
        return false;
    }

    /// For each parent that has the file the lines that are not in it.
    private List<BitSet> ask() throws SweepException {
        List<BitSet> all = new ArrayList<>();
        for (String before : change.before()) {
            if (!Change.isNothing(before)) {
                all.add(since(before));
            }
        }
        return all;
    }

    private BitSet since(String before) throws SweepException {
        BitSet lines = new BitSet();
        git.read(
                out -> forEachBeginning(out, line -> addHunk(line, lines)),
                "",
                List.of(
                        "diff",
                        "--no-ext-diff",
                        "--no-textconv",
                        "--no-color",
                        "--text",
                        "-U0",
                        before,
                        change.blob()));
        return lines;
    }

    private static void addHunk(String line, BitSet lines) {
        Matcher hunk = HUNK.matcher(line);
        if (hunk.lookingAt()) {
            int start = Integer.parseInt(hunk.group(1));
            int count = hunk.group(2) == null ? 1 : Integer.parseInt(hunk.group(2));
            lines.set(start, start + count);
        }
    }

    /// The first bytes of each line: lines can be very long.
    private static void forEachBeginning(InputStream out, Consumer<String> taker)
            throws IOException {
        InputStream in = new BufferedInputStream(out);
        StringBuilder line = new StringBuilder(ENOUGH);
        for (int c = in.read(); c >= 0; c = in.read()) {
            if (c == '\n') {
                taker.accept(line.toString());
                line.setLength(0);
            } else if (line.length() < ENOUGH) {
                line.append((char) c);
            }
        }
    }
}
