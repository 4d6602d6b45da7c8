// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.ledger;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Finds space on the disk, on a thread of its own: writes the zeros of the next segment ahead of
/// its use, and looks whether the disk is filling up.
final class Room implements Closeable {
    private static final String PREPARING = "next.preparing";
    private static final String GROWING = "next.growing";
    // Larger ones would hold up the small writes to the segment in use.
    private static final int CHUNK = 256 * 1024;
    private static final int PATIENCE_SECONDS = 10;

    private final Storage storage;
    private final Path directory;
    private final JournalLimits limits;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("ledger-room").factory());
    private volatile boolean closing;

    Room(Storage storage, Path directory, JournalLimits limits) {
        this.storage = storage;
        this.directory = directory;
        this.limits = limits;
    }

    /// Raises and clears [Health.Trouble#LOW_SPACE] from now on.
    void watch(Health health) {
        long period = limits.lookAgain().toNanos();
        var _ = thread.scheduleWithFixedDelay(() -> look(health), 0, period, TimeUnit.NANOSECONDS);
    }

    private void look(Health health) {
        try {
            long free = storage.freeBytes();
            if (free < limits.freeBytes()) {
                health.raise(Health.Trouble.LOW_SPACE, tooLittle(free, limits.freeBytes()));
            } else {
                health.clear(Health.Trouble.LOW_SPACE);
            }
        } catch (IOException e) {
            health.raise(Health.Trouble.LOW_SPACE, "free space can not be read: " + e.getMessage());
        }
    }

    /// A file for a segment.
    ///
    /// @param path its name until it has a header
    /// @param zeroed whether it is on disk in its whole length, so that a write to it is all that a
    ///   sync has to wait for
    record Place(Path path, Storage.File file, boolean zeroed) {}

    /// How long a segment can be.
    long segmentBytes() {
        return limits.segmentBytes() / storage.block() * storage.block();
    }

    /// Starts to make a file of zeros as large as a segment, on disk when the future completes.
    CompletableFuture<Place> prepare() {
        CompletableFuture<Place> prepared = new CompletableFuture<>();
        thread.execute(() -> {
            try {
                prepared.complete(zeros());
            } catch (IOException | RuntimeException e) {
                prepared.completeExceptionally(e);
            }
        });
        return prepared;
    }

    /// An empty file, which grows as it is written. Each sync waits for the file system's notes
    /// about that; but under load that is less than zeros would take from the disk.
    Place grow() throws IOException {
        refuseIfLess(limits.freeBytes());
        Path path = directory.resolve(GROWING);
        try {
            Files.deleteIfExists(path);
            return new Place(path, storage.create(path), false);
        } catch (IOException e) {
            throw new NoRoomException("no room can be made: " + e, e);
        }
    }

    private Place zeros() throws IOException {
        refuseIfLess(segmentBytes() + limits.freeBytes());
        Path path = directory.resolve(PREPARING);
        Files.deleteIfExists(path);
        Storage.File zeros = storage.create(path);
        boolean complete = false;
        try {
            fill(zeros);
            complete = true;
            return new Place(path, zeros, true);
        } finally {
            if (!complete) {
                zeros.close();
                Files.deleteIfExists(path);
            }
        }
    }

    private void fill(Storage.File zeros) throws IOException {
        ByteBuffer chunk = storage.aligned(CHUNK);
        for (long at = 0; at < segmentBytes(); at += CHUNK) {
            if (closing) {
                throw new IOException("The ledger is being closed");
            }
            chunk.clear().limit((int) Math.min(CHUNK, segmentBytes() - at));
            zeros.write(chunk, at);
        }
        zeros.force(true);
    }

    private void refuseIfLess(long needed) throws IOException {
        long free = storage.freeBytes();
        if (free < needed) {
            throw new NoRoomException(tooLittle(free, needed));
        }
    }

    private String tooLittle(long free, long needed) {
        return "the disk is full: %,d KiB are free in %s and %,d KiB are needed; it goes on by itself when there is space"
                .formatted(free / 1024, directory, needed / 1024);
    }

    /// Stops; a file that was prepared and not used is deleted.
    @Override
    public void close() throws IOException {
        closing = true;
        thread.shutdown();
        try {
            if (!thread.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("The disk still writes to " + directory);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("Interrupted at closing").initCause(e);
        }
        Files.deleteIfExists(directory.resolve(PREPARING));
        Files.deleteIfExists(directory.resolve(GROWING));
    }
}
