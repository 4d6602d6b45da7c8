// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.verifier;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Checks the journal, from which the server would build everything else again: the checksum of
/// every entry, that none is missing, and that those the checkpoint covers are the ones in the
/// tree.
final class JournalCheck {
    private static final String NAME = "journal";
    private static final String SUFFIX = ".segment";
    private static final int DIGITS = 20;
    private static final String PROVES =
            "the server's own record is the same, up to the checkpoint; behind it only that no bit"
                    + " was damaged by accident";

    private final Folder folder;
    private final TreeCheck tree;
    private final Shape shape;
    private final Settled settled;
    private final long minimum;
    private final Problems problems = new Problems();
    private boolean missesGrowth;

    /// @param tree whose leaves are checked with their entries
    /// @param minimum the first entry that must be there
    JournalCheck(Folder folder, TreeCheck tree, Shape shape, Settled settled, long minimum) {
        this.folder = folder;
        this.tree = tree;
        this.shape = shape;
        this.settled = settled;
        this.minimum = minimum;
    }

    /// Whether only the end is missing, as in a copy that was made in another order.
    boolean missesGrowth() {
        return missesGrowth;
    }

    private record Segment(Path file, long first) {}

    /// @param needed whether a ledger without a journal is wrong; a copy for an auditor has none
    Check run(boolean needed, Workers workers) throws IOException {
        Path directory = folder.directory().resolve(NAME);
        if (!Files.isDirectory(directory)) {
            return needed
                    ? Check.wrong(NAME, "there is no journal in " + folder.directory())
                    : Check.notMade(NAME, "there is none here, which is usual for a copy");
        }
        List<Segment> segments;
        try {
            segments = segments(directory);
        } catch (IOException e) {
            problems.add(Problem.unreadable(NAME, "can not be listed: " + e.getMessage()));
            return Check.of(NAME, "not looked at", "", problems);
        }
        for (Segment segment : segments) {
            if (segment.first() % TileName.WIDTH != 0) {
                // Its entries lie in two segments, which are not read by the same hand.
                tree.leaves().check(workers.own(), segment.first() >>> Byte.SIZE);
            }
        }
        SegmentCheck.@Nullable Result[] results = new SegmentCheck.Result[segments.size()];
        if (!segments.isEmpty()) {
            workers.each(segments.size(), (hand, i) -> results[i] = check(segments, i, hand));
        }
        return result(segments, results);
    }

    private List<Segment> segments(Path directory) throws IOException {
        List<Segment> segments = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                String digits = name.substring(0, name.length() - SUFFIX.length());
                try {
                    segments.add(new Segment(file, number(digits)));
                } catch (MalformedException e) {
                    problems.add(
                            Problem.of(NAME + "/" + name, "is not the name of a journal's file"));
                }
            }
        }
        segments.sort((a, b) -> Long.compareUnsigned(a.first(), b.first()));
        return segments;
    }

    private static long number(String digits) throws MalformedException {
        if (digits.length() != DIGITS) {
            throw new MalformedException("not 20 digits");
        }
        int from = 0;
        while (from < DIGITS - 1 && digits.charAt(from) == '0') {
            from++;
        }
        return Decimal.parse(digits.substring(from));
    }

    private SegmentCheck.@Nullable Result check(List<Segment> segments, int i, Hand hand)
            throws IOException {
        Segment segment = segments.get(i);
        Long next = i + 1 < segments.size() ? (Long) segments.get(i + 1).first() : null;
        String name = NAME + "/" + segment.file().getFileName();
        if (!Files.isRegularFile(segment.file())) {
            problems.add(Problem.unreadable(name, "is not a file"));
            return null;
        }
        Tiles tiles = new Tiles(folder);
        try (Window window = Window.on(segment.file())) {
            return new SegmentCheck(
                            segment.file(),
                            segment.first(),
                            next,
                            shape.size(),
                            new Comparison(tiles, tree.leaves(), shape, settled, hand),
                            problems)
                    .run(window);
        } catch (IOException e) {
            problems.add(
                    Problem.unreadable(
                            name, "can not be read (" + e.getClass().getSimpleName() + ")"));
            return null;
        }
    }

    private Check result(List<Segment> segments, SegmentCheck.@Nullable Result[] results) {
        Sums sums = new Sums();
        for (int i = 0; i < results.length; i++) {
            Segment segment = segments.get(i);
            if (Long.compareUnsigned(segment.first(), sums.end) > 0) {
                gap(segment, sums.end);
            }
            sums.add(segment.first(), results[i], shape.size());
        }
        if (Long.compareUnsigned(sums.end, shape.size()) < 0 && problems.isEmpty()) {
            missesGrowth = true;
            problems.add(
                    Problem.at(
                            NAME,
                            sums.end,
                            "ends before entry %s, but the checkpoint covers %s"
                                    .formatted(
                                            Decimal.format(sums.end),
                                            Decimal.count(shape.size(), "entry", "entries"))));
        }
        String detail = sums.text(results.length);
        if (problems.isEmpty() && (!tree.isProven() || sums.unknown > 0)) {
            return Check.notMade(
                    NAME,
                    detail
                            + "; no checksum is wrong, but not all could be compared with proved"
                            + " tiles");
        }
        return Check.of(NAME, detail, PROVES, problems);
    }

    /// What the results of all files come to.
    private static final class Sums {
        private long end;
        private long entries;
        private long compared;
        private long unknown;
        private long beyond;
        private String rest = "";

        void add(long first, SegmentCheck.@Nullable Result result, long covered) {
            end = first;
            if (result != null) {
                end = result.end();
                entries += end - first;
                compared += result.compared();
                unknown += result.unknown();
                long from = Long.compareUnsigned(first, covered) > 0 ? first : covered;
                beyond += Long.compareUnsigned(end, from) > 0 ? end - from : 0;
                rest = result.rest();
            }
        }

        String text(int files) {
            StringBuilder text = new StringBuilder();
            text.append(Decimal.count(entries, "entry", "entries"))
                    .append(" in ")
                    .append(Decimal.count(files, "file", "files"))
                    .append(", ")
                    .append(Decimal.grouped(compared - unknown))
                    .append(" compared with the tree");
            if (beyond > 0) {
                text.append(", ")
                        .append(Decimal.grouped(beyond))
                        .append(" not covered by the checkpoint yet");
            }
            if (unknown > 0) {
                text.append(", ")
                        .append(Decimal.grouped(unknown))
                        .append(" not compared because their tiles are damaged");
            }
            return rest.isEmpty() ? text.toString() : text.append("; ").append(rest).toString();
        }
    }

    private void gap(Segment segment, long end) {
        if (Long.compareUnsigned(segment.first(), minimum) > 0) {
            problems.add(
                    Problem.at(
                            NAME + "/" + segment.file().getFileName(),
                            end,
                            "starts with entry %s, but the files before it end before entry %s"
                                    .formatted(
                                            Decimal.format(segment.first()), Decimal.format(end))));
        }
    }
}
