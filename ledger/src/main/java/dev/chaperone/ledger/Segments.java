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
    private volatile long minimum;
    private volatile long size;

    /// @param minimum entries before it are not shown, whether they are there or not
    Segments(Storage storage, List<Segment> segments, long minimum, long size) {
        this.minimum = minimum;
        this.storage = storage;
        this.all = segments.toArray(Segment[]::new);
        this.size = size;
    }

    long size() {
        return size;
    }

    /// A segment that has no entries yet.
    synchronized void add(Segment segment) {
        Segment[] more = Arrays.copyOf(all, all.length + 1);
        more[all.length] = segment;
        all = more;
    }

    /// Index of the oldest entry that is shown.
    long first() {
        Segment[] now = all;
        return Math.max(minimum, now.length == 0 ? 0 : now[0].first());
    }

    /// Forgets the entries before an index, and the segments that hold no others; but never the
    /// last one.
    ///
    /// @return those segments, oldest first
    synchronized List<Segment> forget(long before) {
        minimum = Math.max(minimum, before);
        Segment[] now = all;
        int gone = 0;
        while (gone + 1 < now.length && now[gone + 1].first() <= before) {
            gone++;
        }
        all = Arrays.copyOfRange(now, gone, now.length);
        return List.of(Arrays.copyOf(now, gone));
    }

    /// Shows readers all entries before `size`, which are on disk.
    void publish(long size) {
        this.size = size;
    }

    /// Takes entries where they stand in a buffer, which is used again afterwards.
    interface Taker {
        void take(byte[] array, int from, int to) throws IOException;
    }

    List<byte[]> read(long from, int limit) throws IOException {
        List<byte[]> entries = new ArrayList<>();
        scan(
                from,
                limit,
                (array, start, end) -> entries.add(Arrays.copyOfRange(array, start, end)));
        return entries;
    }

    /// Shows entries from `from` on, in order, at most `limit`; fewer when they are large (16 MiB).
    void scan(long from, int limit, Taker taker) throws IOException {
        if (from < 0 || limit < 0) {
            throw new IllegalArgumentException("Can not read " + limit + " entries from " + from);
        }
        long known = size;
        long end = from + Math.min(limit, Math.max(0, known - from));
        if (from >= end) {
            return;
        }
        Segment[] now = all;
        if (from < first()) {
            throw new PrunedException(from, first());
        }
        long at = from;
        long bytes = 0;
        for (int i = indexOf(now, from); at < end && bytes < MAX_ANSWER_BYTES; i++) {
            long until = i + 1 < now.length ? Math.min(end, now[i + 1].first()) : end;
            bytes += scan(now[i], at, until, MAX_ANSWER_BYTES - bytes, taker);
            at = until;
        }
    }

    /// Shows entries of one segment and returns how many bytes they have.
    private long scan(Segment segment, long from, long until, long most, Taker taker)
            throws IOException {
        long bytes = 0;
        long index = segment.markedBefore(from);
        try (Storage.File file = storage.openToRead(segment.file())) {
            FrameReader frames =
                    new FrameReader(file, segment.epoch(), segment.offset(index), READ_BYTES);
            for (; index < until && bytes < most; index++) {
                if (!frames.next(index)) {
                    throw new LedgerDamagedException(
                            segment.file(), frames.position(), "entry " + index + " is not valid");
                }
                if (index >= from) {
                    bytes += frames.show(taker);
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
