// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.ledger;

import org.jspecify.annotations.Nullable;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/// Writes batches behind the last entry, and goes on in the next segment when one is full. For one
/// thread only.
///
/// Whole blocks are written: the last one of a batch is filled up with zeros, and written again
/// with the next batch behind what it holds already. Segments are prepared when it is quiet,
/// because a sync of such a file is shorter; under load they grow, because preparing them would
/// take the disk from them.
///
/// Where it throws [NoRoomException] nothing of the batch is promised and it may be called again.
/// After any other [IOException] nobody knows what is on disk.
final class SegmentWriter implements Closeable {
    private static final int BUFFER_BYTES = 2 * 1024 * 1024;
    private static final int MEASURED_BYTES = 1024 * 1024;
    private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Storage storage;
    private final Path directory;
    private final Room room;
    private final Segments segments;
    private final int block;
    // Starts with what is on disk in the block of `position`.
    private final ByteBuffer buffer;
    private final Frame frame = new Frame();

    private @Nullable Segment segment;
    private Storage.@Nullable File file;
    private long position;
    private long capacity;
    private int torn;
    private boolean zeroed;
    private @Nullable CompletableFuture<Room.Place> next;

    // Since when, and from where on, the load is measured.
    private long measuredAt = System.nanoTime();
    private long measuredFrom;

    SegmentWriter(Storage storage, Path directory, Room room, Segments segments) {
        this.storage = storage;
        this.directory = directory;
        this.room = room;
        this.segments = segments;
        this.block = storage.block();
        this.buffer = storage.aligned(BUFFER_BYTES);
    }

    /// Goes on in a segment that was read back.
    void resume(Segment last, long end) throws IOException {
        try (Storage.File before = storage.openToRead(last.file())) {
            capacity = before.size() / block * block;
            position = end;
            buffer.clear().limit(written());
            TornTail.readAll(before, buffer, position - written());
        }
        measuredFrom = end;
        segment = last;
        zeroed = true;
        file = storage.openToWrite(last.file());
    }

    /// How many bytes of the block at the position hold something.
    private int written() {
        return (int) (position % block);
    }

    /// Writes as many entries from `from` on as one write takes, and returns the first that it left
    /// for the next call. What it wrote is on disk, and readers see it.
    int write(Waiting[] batch, int from) throws IOException {
        Segment into = segment;
        Storage.File to = file;
        boolean fits = fits(Frame.HEADER + batch[from].entry().length);
        if (into == null || to == null || !fits || (!zeroed && isReady())) {
            roll(isReady() ? prepared() : room.grow());
            return from;
        }
        long size = segments.size();
        int end = frame(batch, from, into.epoch(), size);
        int length = buffer.position() - written();
        writeBuffer(to);
        to.force(false);
        long at = position;
        for (int i = from; i < end; i++) {
            into.added(size + i - from, at);
            at += Frame.HEADER + batch[i].entry().length;
        }
        advance(length);
        segments.publish(size + end - from);
        prepareIfQuiet();
        return end;
    }

    /// Prepares the next segment: the load was low while the last MiB was written.
    private void prepareIfQuiet() {
        if (position - measuredFrom >= MEASURED_BYTES) {
            long now = System.nanoTime();
            if (next == null && now - measuredAt > QUIET_NANOS) {
                next = room.prepare();
            }
            measuredAt = now;
            measuredFrom = position;
        }
    }

    private boolean isReady() {
        CompletableFuture<Room.Place> preparing = next;
        return preparing != null && preparing.isDone() && !preparing.isCompletedExceptionally();
    }

    private int frame(Waiting[] batch, int from, long epoch, long size) {
        buffer.clear().position(written());
        int end = from;
        while (end < batch.length) {
            byte[] entry = batch[end].entry();
            int length = Frame.HEADER + entry.length;
            if (buffer.remaining() < length || !fits(buffer.position() - written() + length)) {
                break;
            }
            frame.put(buffer, epoch, size + end - from, size, entry);
            end++;
        }
        return end;
    }

    /// Room for the closing mark stays.
    private boolean fits(int length) {
        return position + length + Frame.HEADER <= capacity;
    }

    /// Writes the blocks up to the buffer's position.
    private void writeBuffer(Storage.File to) throws IOException {
        int length = buffer.position() - written();
        fillBlock(buffer);
        try {
            to.write(buffer.flip(), position - written());
        } catch (IOException e) {
            if (NoRoomException.isMeantBy(e)) {
                // Blocks that were allocated are written without new ones, but not by every file
                // system. Part of the batch may be there, and must not come back after a crash.
                torn = Math.max(torn, length);
                throw new NoRoomException("the disk is full: " + e.getMessage(), e);
            }
            throw e;
        }
    }

    private void fillBlock(ByteBuffer bytes) {
        while (bytes.position() % block != 0) {
            bytes.put((byte) 0);
        }
    }

    /// Goes behind what was written, and keeps the beginning of the block there.
    private void advance(int length) {
        int end = written() + length;
        position += length;
        buffer.put(0, buffer, end - written(), written());
    }

    /// Makes sure that an entry of any size can be written.
    void makeRoom() throws IOException {
        Storage.File now = file;
        if (now != null && torn > 0) {
            wipe(now);
        }
        if (now == null || !fits(Frame.LARGEST)) {
            roll(prepared());
        }
    }

    /// Writes zeros over what a write has left that found no room.
    private void wipe(Storage.File dirty) throws IOException {
        buffer.clear().position(written());
        while (buffer.position() < written() + torn) {
            buffer.put((byte) 0);
        }
        writeBuffer(dirty);
        dirty.force(false);
        torn = 0;
    }

    /// Goes on in another segment.
    private void roll(Room.Place place) throws IOException {
        Segment started = Segment.in(directory, segments.size(), RANDOM.nextLong());
        ByteBuffer head = storage.aligned(Segment.HEADER).put(started.header());
        boolean named = false;
        try {
            fillBlock(head);
            place.file().write(head.flip(), 0);
            place.file().force(false);
            storage.rename(place.path(), started.file());
            named = true;
        } catch (IOException e) {
            // Nothing was promised in this file, and it will be made anew.
            throw new NoRoomException("a new file can not be started: " + e.getMessage(), e);
        } finally {
            if (!named) {
                place.file().close();
            }
        }
        storage.forceDirectory(directory);
        close();
        segments.add(started);
        segment = started;
        file = place.file();
        zeroed = place.zeroed();
        capacity = room.segmentBytes();
        position = Segment.HEADER;
        measuredFrom = position;
        buffer.clear().put(0, head, 0, Segment.HEADER);
    }

    /// Waits for the prepared file.
    private Room.Place prepared() throws IOException {
        CompletableFuture<Room.Place> ready = next;
        next = null;
        if (ready == null || ready.isCompletedExceptionally()) {
            ready = room.prepare();
        }
        try {
            return ready.join();
        } catch (CompletionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw cause instanceof NoRoomException full
                    ? full
                    : new NoRoomException("no room can be made: " + cause, cause);
        }
    }

    /// States on disk that nothing is missing, so that a damage to the last batch is not taken for
    /// a write that was cut off.
    void seal() throws IOException {
        Segment into = segment;
        Storage.File to = file;
        if (into != null && to != null && torn == 0 && fits(0)) {
            buffer.clear().position(written());
            frame.putMark(buffer, into.epoch(), segments.size());
            writeBuffer(to);
            to.force(false);
        }
    }

    @Override
    public void close() throws IOException {
        Storage.File open = file;
        file = null;
        if (open != null) {
            open.close();
        }
    }

    /// Closes a file that was prepared in vain. Call it when nothing is being prepared any more.
    void discardNext() throws IOException {
        CompletableFuture<Room.Place> ready = next;
        if (ready != null && isReady()) {
            ready.join().file().close();
        }
    }

    /// A directory for the owner alone, durable.
    static void createDirectory(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            Path parent = path.toAbsolutePath().getParent();
            if (parent != null) {
                createDirectory(parent);
            }
            Files.createDirectory(path, Disk.ownerOnly(path, "rwx------"));
            if (parent != null) {
                Disk.force(parent);
            }
        }
    }
}
