// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.captures;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/// Gathers what can be said of a drawer from both ends of its files.
final class Facts {
    private final Shelves shelves;
    private final Storage storage;
    private long bytes;
    private long bodies;
    private @Nullable Instant first;
    private @Nullable Instant last;
    private @Nullable Instant erased;
    private long erasedBodies;

    private Facts(Shelves shelves, Storage storage) {
        this.shelves = shelves;
        this.storage = storage;
    }

    /// @param generations all of one drawer, the oldest first
    static DrawerFacts of(List<Generation> generations, Shelves shelves, Storage storage)
            throws IOException {
        Facts facts = new Facts(shelves, storage);
        for (Generation generation : generations) {
            facts.add(generation);
        }
        return new DrawerFacts(
                generations.getFirst().drawer(),
                facts.bytes,
                facts.bodies,
                facts.first,
                facts.last,
                facts.erased,
                facts.erasedBodies);
    }

    private void add(Generation generation) throws IOException {
        if (!shelves.isErased(generation) && shelves.hasFile(generation)) {
            try {
                addFile(generation);
                return;
            } catch (NoSuchFileException e) {
                // It may have been destroyed since it was listed.
                if (!shelves.isErased(generation)) {
                    throw e;
                }
            }
        }
        if (shelves.isErased(generation)) {
            Tombstone note = Tombstone.read(generation, shelves.places());
            erased = note.at();
            erasedBodies += note.bodies();
        }
    }

    private void addFile(Generation generation) throws IOException {
        Path path = generation.file(shelves.places());
        FrameFormat format = new FrameFormat(generation);
        try (Storage.File file = storage.openToRead(path)) {
            long size = file.size();
            bytes += size;
            Frame end = DrawerFile.ending(file, format, size);
            Frame begin = firstOf(file, format, size);
            if (end == null || begin == null) {
                walk(new FrameScan(file, format, size));
            } else {
                saw(begin);
                saw(end);
                bodies += end.bodies();
            }
        }
    }

    private static @Nullable Frame firstOf(Storage.File file, FrameFormat format, long size)
            throws IOException {
        int at = FrameFormat.FILE_HEADER.length;
        return size < at + Frame.HEAD
                ? null
                : format.head(ByteBuffer.wrap(file.read(at, Frame.HEAD)), 0, at);
    }

    private void walk(FrameScan scan) throws IOException {
        FrameScan.Step step = scan.next();
        while (!(step instanceof FrameScan.End)) {
            if (step instanceof FrameScan.Whole(Frame frame, _) && frame.isBody()) {
                saw(frame);
                bodies++;
            }
            step = scan.next();
        }
    }

    private void saw(Frame frame) {
        Instant time = Instant.ofEpochMilli(frame.time());
        first = first == null || time.isBefore(first) ? time : first;
        last = last == null || time.isAfter(last) ? time : last;
    }
}
