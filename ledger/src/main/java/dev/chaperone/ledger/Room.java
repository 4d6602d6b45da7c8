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
    private static final int CHUNK = 1024 * 1024;
    // A large sync would hold up the small ones of the segment in use.
    private static final int CHUNKS_PER_SYNC = 8;
    private static final int PATIENCE_SECONDS = 10;

    private final Storage storage;
    private final Path file;
    private final JournalLimits limits;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("ledger-room").factory());
    private volatile boolean closing;

    Room(Storage storage, Path directory, JournalLimits limits) {
        this.storage = storage;
        this.file = directory.resolve(PREPARING);
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

    /// The name under which [#prepare()] leaves the file.
    Path file() {
        return file;
    }

    /// Starts to make a file of zeros as large as a segment, on disk when the future completes.
    CompletableFuture<Storage.File> prepare() {
        CompletableFuture<Storage.File> prepared = new CompletableFuture<>();
        thread.execute(() -> {
            try {
                prepared.complete(zeros());
            } catch (IOException | RuntimeException e) {
                prepared.completeExceptionally(e);
            }
        });
        return prepared;
    }

    private Storage.File zeros() throws IOException {
        long free = storage.freeBytes();
        long needed = limits.segmentBytes() + limits.freeBytes();
        if (free < needed) {
            throw new NoRoomException(tooLittle(free, needed));
        }
        Files.deleteIfExists(file);
        Storage.File zeros = storage.create(file);
        boolean complete = false;
        try {
            fill(zeros);
            complete = true;
            return zeros;
        } finally {
            if (!complete) {
                zeros.close();
                Files.deleteIfExists(file);
            }
        }
    }

    private void fill(Storage.File zeros) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
        int written = 0;
        for (long at = 0; at < limits.segmentBytes(); at += CHUNK) {
            if (closing) {
                throw new IOException("The ledger is being closed");
            }
            chunk.clear().limit((int) Math.min(CHUNK, limits.segmentBytes() - at));
            zeros.write(chunk, at);
            written++;
            if (written % CHUNKS_PER_SYNC == 0) {
                zeros.force(false);
            }
        }
        zeros.force(true);
    }

    private String tooLittle(long free, long needed) {
        return "the disk is full: %,d KiB are free in %s and %,d KiB are needed; it goes on by itself when there is space"
                .formatted(free / 1024, file.getParent(), needed / 1024);
    }

    /// Stops; a file that was prepared and not used is deleted.
    @Override
    public void close() throws IOException {
        closing = true;
        thread.shutdown();
        try {
            if (!thread.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("The disk still writes to " + file);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("Interrupted at closing").initCause(e);
        }
        Files.deleteIfExists(file);
    }
}
