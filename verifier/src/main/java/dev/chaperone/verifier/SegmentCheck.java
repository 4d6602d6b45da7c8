// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.verifier;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/// Checks one file of the journal, a segment: a header, frames, zeros. For one thread.
final class SegmentCheck {
    static final int HEADER = 64;

    private static final long MAGIC = 0x636861706A726E31L; // chapjrn1
    private static final int FIRST_AT = 8;
    private static final int EPOCH_AT = 16;
    private static final int SUM_AT = 24;
    private static final int RESERVED_AT = 28;

    private final String name;
    private final long first;
    private final @Nullable Long next;
    private final long covered;
    private final Comparison comparison;
    private final Problems problems;
    private long index;
    private long compared;
    private long unknown;
    private String rest = "";

    /// @param first the entry that the file is named after
    /// @param next the first entry of the file behind it; null when it is the last
    /// @param covered how many entries the checkpoint covers
    SegmentCheck(
            Path file,
            long first,
            @Nullable Long next,
            long covered,
            Comparison comparison,
            Problems problems) {
        this.name = "journal/" + file.getFileName();
        this.first = first;
        this.next = next;
        this.covered = covered;
        this.comparison = comparison;
        this.problems = problems;
    }

    /// How far the entries of a segment go.
    ///
    /// @param end behind the last entry
    /// @param compared entries that the tree was asked about
    /// @param unknown those of which the tree says nothing that is proved
    /// @param rest what lies behind the last entry, in words
    record Result(long end, long compared, long unknown, String rest) {}

    Result run(Window window) throws IOException {
        index = first;
        Frames frames = header(window);
        if (frames != null) {
            long at = HEADER;
            while (at >= 0) {
                at = follow(frames, at);
                at = afterLast(frames, at);
            }
        }
        return new Result(index, compared, unknown, rest);
    }

    private @Nullable Frames header(Window window) throws IOException {
        boolean whole = window.need(0, HEADER) == HEADER && window.getLong(0) == MAGIC;
        if (whole) {
            CRC32C sum = new CRC32C();
            sum.update(window.array(), window.at(0), SUM_AT);
            whole = (int) sum.getValue() == window.getInt(SUM_AT);
        }
        if (!whole) {
            problems.add(
                    Problem.at(
                            name, first, "the header is damaged, so its entries can not be read"));
            return null;
        }
        if (window.getLong(FIRST_AT) != first) {
            problems.add(
                    Problem.at(
                            name,
                            first,
                            "the file was renamed, it starts with entry "
                                    + Decimal.format(window.getLong(FIRST_AT))));
            return null;
        }
        for (int at = RESERVED_AT; at < HEADER; at++) {
            if (window.array()[window.at(at)] != 0) {
                problems.add(Problem.at(name, first, "the header is damaged at offset " + at));
                break;
            }
        }
        return new Frames(window, window.getLong(EPOCH_AT));
    }

    /// Checks frames until one is not the next entry, and gives its offset.
    private long follow(Frames frames, long from) throws IOException {
        long at = from;
        int length = frames.entryAt(at);
        while (length > 0 && frames.index(at) == index && isMine(index)) {
            if (Long.compareUnsigned(index, covered) < 0) {
                compare(frames.window(), at, length);
            }
            index++;
            at += Frames.HEADER + length;
            length = frames.entryAt(at);
        }
        return at;
    }

    private boolean isMine(long entry) {
        return next == null || entry < next;
    }

    private void compare(Window window, long at, int length) throws IOException {
        int start = window.at(at + Frames.HEADER);
        compared++;
        switch (comparison.of(index, window.array(), start, length)) {
            case SAME -> {}
            case UNKNOWN -> unknown++;
            case OTHER ->
                    problems.add(
                            Problem.at(
                                    name,
                                    index,
                                    "entry %s at offset %d is not the one in the tree"
                                            .formatted(Decimal.format(index), at)));
        }
    }

    /// Tells what lies where no next entry is. Gives the offset to go on from, -1 when the segment
    /// ends.
    private long afterLast(Frames frames, long at) throws IOException {
        Window window = frames.window();
        long dirt = window.endOfDirt(at) - at;
        boolean complete = next != null && index == next;
        if (complete || dirt == 0) {
            if (dirt > 0 && !isMark(frames, at, dirt)) {
                problems.add(
                        Problem.at(
                                name,
                                index,
                                "%d bytes behind its last entry, at offset %d, are not zero"
                                        .formatted(dirt, at)));
            }
            return -1;
        }
        if (isMark(frames, at, dirt)) {
            rest = "the journal was closed properly";
            return -1;
        }
        return damage(frames, at, dirt);
    }

    private boolean isMark(Frames frames, long at, long dirt) throws IOException {
        return dirt <= Frames.HEADER && frames.entryAt(at) == 0 && frames.index(at) == index;
    }

    /// Tells damage from writes that were cut off: those may be missing in any order, but nothing
    /// that a later frame states to have been on disk, and nothing that a checkpoint covers.
    private long damage(Frames frames, long at, long dirt) throws IOException {
        boolean promised = next != null || Long.compareUnsigned(index, covered) < 0;
        boolean proven = promised;
        String why = "";
        long resume = -1;
        long each = frames.next(at);
        while (each >= 0 && !(proven && resume >= 0)) {
            boolean entry = frames.entryAt(each) > 0;
            long there = frames.index(each);
            if (entry && resume < 0 && Long.compareUnsigned(there, index) > 0 && isMine(there)) {
                resume = each;
            }
            long onDisk = frames.onDisk(each);
            if (!proven && Long.compareUnsigned(onDisk, index) > 0) {
                proven = true;
                why =
                        ", though %s were on disk when offset %d was written"
                                .formatted(Decimal.count(onDisk, "entry", "entries"), each);
            }
            each = frames.next(each + 1);
        }
        if (!proven) {
            rest =
                    "%d bytes of unfinished writes, which nobody was promised, lie at offset %d of %s"
                            .formatted(dirt, at, name);
            return -1;
        }
        return name(frames, at, resume, why);
    }

    private long name(Frames frames, long at, long resume, String why) throws IOException {
        long lost = 1;
        if (resume >= 0 && frames.entryAt(resume) > 0) {
            lost = frames.index(resume) - index;
        }
        problems.add(
                Problem.at(
                        name,
                        index,
                        "%s at offset %d %s damaged%s"
                                .formatted(
                                        EntriesCheck.range(index, lost),
                                        at,
                                        lost == 1 ? "is" : "are",
                                        why)));
        if (resume >= 0) {
            index += lost;
        }
        return resume;
    }
}
