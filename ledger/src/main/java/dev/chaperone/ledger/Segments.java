// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.ledger;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The entries that are on disk, for any number of readers beside one writer.
final class Segments {
    private static final int READ_BYTES = 128 * 1024;
    private static final long MAX_ANSWER_BYTES = 16L * 1024 * 1024;

    private final Storage storage;
    private volatile Segment[] all;
    private volatile long size;

    Segments(Storage storage, List<Segment> segments, long size) {
        this.storage = storage;
        this.all = segments.toArray(Segment[]::new);
        this.size = size;
    }

    long size() {
        return size;
    }

    /// A segment that has no entries yet.
    void add(Segment segment) {
        Segment[] more = Arrays.copyOf(all, all.length + 1);
        more[all.length] = segment;
        all = more;
    }

    /// Shows readers all entries before `size`, which are on disk.
    void publish(long size) {
        this.size = size;
    }

    List<byte[]> read(long from, int limit) throws IOException {
        if (from < 0 || limit < 0) {
            throw new IllegalArgumentException("Can not read " + limit + " entries from " + from);
        }
        long known = size;
        long end = from + Math.min(limit, Math.max(0, known - from));
        if (from >= end) {
            return List.of();
        }
        List<byte[]> entries = new ArrayList<>((int) (end - from));
        Segment[] now = all;
        long bytes = 0;
        for (int i = indexOf(now, from); from + entries.size() < end; i++) {
            long until = i + 1 < now.length ? Math.min(end, now[i + 1].first()) : end;
            bytes = readFrom(now[i], from, until, entries, bytes);
            if (bytes >= MAX_ANSWER_BYTES) {
                break;
            }
        }
        return entries;
    }

    /// Adds entries of one segment and returns how many bytes the answer has by now.
    private long readFrom(Segment segment, long from, long until, List<byte[]> answer, long before)
            throws IOException {
        long bytes = before;
        long wanted = from + answer.size();
        long index = segment.markedBefore(wanted);
        try (Storage.File file = storage.openToRead(segment.file())) {
            FrameReader frames =
                    new FrameReader(file, segment.epoch(), segment.offset(index), READ_BYTES);
            for (; index < until && bytes < MAX_ANSWER_BYTES; index++) {
                if (!frames.next(index)) {
                    throw new LedgerDamagedException(
                            segment.file(), frames.position(), "entry " + index + " is not valid");
                }
                if (index >= wanted) {
                    byte[] entry = frames.entry();
                    bytes += entry.length;
                    answer.add(entry);
                }
            }
        }
        return bytes;
    }

    private static int indexOf(Segment[] segments, long entry) {
        int low = 0;
        int high = segments.length - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (segments[middle].first() <= entry) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }
}
