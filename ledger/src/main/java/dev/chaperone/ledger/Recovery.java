// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.ledger;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Reads back what the segments hold when the journal is opened.
final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);
    private static final int READ_BYTES = 1024 * 1024;

    private final Storage storage;
    private final List<Segment> segments = new ArrayList<>();
    private final long minimum;
    private long size;
    private long end;

    private Recovery(Storage storage, long minimum) {
        this.storage = storage;
        this.minimum = minimum;
    }

    /// @param segments in order
    /// @param size entries in them
    /// @param end where the next frame goes in the last segment
    record Recovered(List<Segment> segments, long size, long end) {}

    /// @param minimum entries before it may be gone
    static Recovered of(Path directory, Storage storage, long minimum) throws IOException {
        Recovery recovery = new Recovery(storage, minimum);
        List<Path> files = files(directory);
        for (int i = 0; i < files.size(); i++) {
            recovery.read(files.get(i), i + 1 == files.size());
        }
        return new Recovered(recovery.segments, recovery.size, recovery.end);
    }

    private static List<Path> files(Path directory) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> all =
                Files.newDirectoryStream(directory, "*" + Segment.SUFFIX)) {
            all.forEach(files::add);
        }
        files.sort(null);
        return files;
    }

    private void read(Path path, boolean last) throws IOException {
        try (Storage.File file = last ? storage.openToMend(path) : storage.openToRead(path)) {
            Segment segment = Segment.read(path, file);
            if (segments.isEmpty() && segment.first() <= minimum) {
                size = segment.first();
            }
            if (segment.first() != size) {
                throw new LedgerDamagedException(
                        path,
                        0,
                        "the file starts with entry %d, but the files before it end before entry %d"
                                .formatted(segment.first(), size));
            }
            FrameReader frames = new FrameReader(file, segment.epoch(), Segment.HEADER, READ_BYTES);
            while (frames.next(size)) {
                segment.added(size, frames.position());
                size++;
            }
            end = frames.position();
            segments.add(segment);
            settle(segment, file, last);
        }
    }

    /// What was read may be in memory only: a killed process leaves writes that were never synced.
    /// It is shown to nobody before it is on disk.
    private void settle(Segment segment, Storage.File file, boolean last) throws IOException {
        if (last) {
            long dropped = new TornTail(segment, file).wipe(end, size);
            file.force(false);
            if (dropped > 0) {
                LOG.info(
                        "Dropped {} bytes of unfinished writes at offset {} of {}",
                        dropped,
                        end,
                        segment.file());
            }
        }
    }
}
