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

/// Writes batches behind the last entry, and goes on in the next segment when one is full. For one
/// thread only.
///
/// Where it throws [NoRoomException] nothing of the batch is promised and it may be called again.
/// After any other [IOException] nobody knows what is on disk.
final class SegmentWriter implements Closeable {
    private static final int BUFFER_BYTES = 2 * 1024 * 1024;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Storage storage;
    private final Path directory;
    private final Room room;
    private final Segments segments;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final Frame frame = new Frame();

    private @Nullable Segment segment;
    private Storage.@Nullable File file;
    private long position;
    private long capacity;
    private long torn;
    private @Nullable CompletableFuture<Storage.File> next;

    SegmentWriter(Storage storage, Path directory, Room room, Segments segments) {
        this.storage = storage;
        this.directory = directory;
        this.room = room;
        this.segments = segments;
    }

    /// Goes on in a segment that was read back.
    void resume(Segment last, long end) throws IOException {
        file = storage.open(last.file());
        segment = last;
        position = end;
        capacity = file.size();
    }

    /// Writes as many entries from `from` on as one write takes, and returns the first that it left
    /// for the next call. What it wrote is on disk, and readers see it.
    int write(Waiting[] batch, int from) throws IOException {
        Segment into = segment;
        Storage.File to = file;
        if (into == null || to == null || !fits(Frame.HEADER + batch[from].entry().length)) {
            roll();
            return from;
        }
        long size = segments.size();
        int end = frame(batch, from, into.epoch(), size);
        int length = buffer.position();
        writeBuffer(to);
        to.force(false);
        long at = position;
        for (int i = from; i < end; i++) {
            into.added(size + i - from, at);
            at += Frame.HEADER + batch[i].entry().length;
        }
        position += length;
        segments.publish(size + end - from);
        if (next == null && position > capacity / 2) {
            next = room.prepare();
        }
        return end;
    }

    private int frame(Waiting[] batch, int from, long epoch, long size) {
        buffer.clear();
        int end = from;
        while (end < batch.length) {
            byte[] entry = batch[end].entry();
            int length = Frame.HEADER + entry.length;
            if (buffer.remaining() < length || !fits(buffer.position() + length)) {
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

    private void writeBuffer(Storage.File to) throws IOException {
        int length = buffer.flip().limit();
        try {
            to.write(buffer, position);
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

    /// Makes sure that an entry of any size can be written.
    void makeRoom() throws IOException {
        Storage.File now = file;
        if (now != null && torn > 0) {
            try {
                TornTail.wipe(now, position, torn);
            } catch (IOException e) {
                throw NoRoomException.isMeantBy(e)
                        ? new NoRoomException("the disk is full: " + e.getMessage(), e)
                        : e;
            }
            now.force(false);
            torn = 0;
        }
        if (now == null || !fits(Frame.LARGEST)) {
            roll();
        }
    }

    private void roll() throws IOException {
        Storage.File prepared = prepared();
        Segment started = Segment.in(directory, segments.size(), RANDOM.nextLong());
        boolean named = false;
        try {
            prepared.write(started.header(), 0);
            prepared.force(false);
            storage.rename(room.file(), started.file());
            named = true;
        } catch (IOException e) {
            // Nothing was promised in this file, and it will be made anew.
            throw new NoRoomException("a new file can not be started: " + e.getMessage(), e);
        } finally {
            if (!named) {
                prepared.close();
            }
        }
        storage.forceDirectory(directory);
        close();
        segments.add(started);
        segment = started;
        file = prepared;
        position = Segment.HEADER;
        capacity = prepared.size();
    }

    private Storage.File prepared() throws IOException {
        CompletableFuture<Storage.File> ready = next;
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
            buffer.clear();
            frame.putMark(buffer, into.epoch(), segments.size());
            to.write(buffer.flip(), position);
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
        CompletableFuture<Storage.File> ready = next;
        if (ready != null && ready.isDone() && !ready.isCompletedExceptionally()) {
            ready.join().close();
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
