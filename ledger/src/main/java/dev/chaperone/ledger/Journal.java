// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.ledger;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// A [Ledger] in segment files: an entry is queued, written together with what else waits, synced,
/// and then promised.
///
/// Four places share the work: [Intake] is the queue, [Committer] the thread that writes through
/// [SegmentWriter], [Room] finds space ahead, [Segments] is what readers see.
final class Journal implements Ledger {
    private static final Duration PATIENCE_AT_CLOSING = Duration.ofSeconds(10);

    private final DirectoryLock lock;
    private final Path files;
    private final Health health = new Health();
    private final Intake intake;
    private final Segments segments;
    private final HandOver handOver = new HandOver();
    private final Room room;
    private final SegmentWriter writer;
    private final Committer committer;
    private final Thread thread;
    private final ScheduledExecutorService watch =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("ledger-watch").factory());

    /// How the file system is reached, given the journal's directory.
    interface StorageFactory {
        Storage at(Path directory) throws IOException;
    }

    static Journal open(Path directory, JournalLimits limits, StorageFactory storage)
            throws IOException {
        try {
            SegmentWriter.createDirectory(directory);
            DirectoryLock lock = DirectoryLock.acquire(directory);
            boolean opened = false;
            try {
                Path files = directory.resolve("journal");
                SegmentWriter.createDirectory(files);
                Journal journal =
                        new Journal(
                                lock,
                                files,
                                storage.at(files),
                                MinimumIndex.read(directory),
                                limits);
                opened = true;
                return journal;
            } finally {
                if (!opened) {
                    lock.close();
                }
            }
        } catch (FileSystemException e) {
            throw new IOException(
                    "The ledger can not be kept in %s (%s). Let the user this process runs as write there, or choose another data directory"
                            .formatted(directory, e),
                    e);
        }
    }

    private Journal(
            DirectoryLock lock, Path directory, Storage storage, long minimum, JournalLimits limits)
            throws IOException {
        this.lock = lock;
        this.files = directory;
        Recovery.Recovered found = Recovery.of(directory, storage, minimum);
        this.intake = new Intake(limits.queueEntries(), limits.queueBytes());
        this.segments = new Segments(storage, found.segments(), minimum, found.size());
        this.room = new Room(storage, directory, limits);
        this.writer = new SegmentWriter(storage, directory, room, segments);
        this.committer = new Committer(intake, writer, segments, handOver, health, limits);
        boolean ready = false;
        try {
            resume(found);
            ready = true;
        } finally {
            if (!ready) {
                room.close();
            }
        }
        room.watch(health);
        long period = limits.stall().toNanos() / 8;
        var _ = watch.scheduleWithFixedDelay(committer::look, period, period, TimeUnit.NANOSECONDS);
        this.thread =
                Thread.ofPlatform()
                        .daemon()
                        .name("ledger-writer")
                        .uncaughtExceptionHandler((_, cause) -> committer.died(cause))
                        .start(committer);
    }

    private void resume(Recovery.Recovered found) throws IOException {
        try {
            if (!found.segments().isEmpty()) {
                // A process that died may not have come to it for the newest file's name.
                Disk.force(files);
                writer.resume(found.segments().getLast(), found.end());
            }
            writer.makeRoom();
        } catch (NoRoomException e) {
            if (e.getCause() != null
                    && e.getCause().getCause() instanceof FileSystemException no
                    && !NoRoomException.isMeantBy(no)) {
                throw no;
            }
            health.raise(Health.Trouble.NO_ROOM, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public CompletableFuture<Long> append(byte[] entry) {
        return submit(entry, true);
    }

    @Override
    public CompletableFuture<Long> appendSoon(byte[] entry) {
        return submit(entry, false);
    }

    private CompletableFuture<Long> submit(byte[] entry, boolean urgent) {
        if (entry.length == 0 || entry.length > MAX_ENTRY_BYTES) {
            return CompletableFuture.failedFuture(
                    new IllegalArgumentException(
                            "An entry has 1 to "
                                    + MAX_ENTRY_BYTES
                                    + " bytes, not "
                                    + entry.length));
        }
        if (!(health.state() instanceof State.Writing)) {
            return CompletableFuture.failedFuture(health.refusal());
        }
        Waiting waiting = new Waiting(entry);
        String refusal = intake.put(waiting, urgent);
        return refusal == null ? waiting : CompletableFuture.failedFuture(Health.refusal(refusal));
    }

    @Override
    public long size() {
        return segments.size();
    }

    @Override
    public long first() {
        return segments.first();
    }

    /// Deletes the files whose entries are all before an index. [MinimumIndex] says so first.
    void drop(long before) throws IOException {
        for (Segment segment : segments.forget(before)) {
            Files.deleteIfExists(segment.file());
        }
        Disk.force(files);
    }

    @Override
    public List<byte[]> read(long from, int limit) throws IOException {
        return segments.read(from, limit);
    }

    /// As [#read], but exactly so many, however large they are.
    List<byte[]> readAll(long from, int count) throws IOException {
        List<byte[]> entries = new ArrayList<>(count);
        while (entries.size() < count) {
            List<byte[]> some = segments.read(from + entries.size(), count - entries.size());
            if (some.isEmpty()) {
                throw new IllegalArgumentException(
                        "There are no %d entries from %d".formatted(count, from));
            }
            entries.addAll(some);
        }
        return entries;
    }

    /// As [#read], but without a copy of each entry.
    void scan(long from, int limit, Segments.Taker taker) throws IOException {
        segments.scan(from, limit, taker);
    }

    /// Where whoever follows closely gets the entries that were just written.
    HandOver handOver() {
        return handOver;
    }

    @Override
    public State state() {
        return health.state();
    }

    @Override
    public void close() throws IOException {
        closeToWriters();
        unlock();
    }

    /// As [#close], but the directory stays ours until [#unlock].
    void closeToWriters() throws IOException {
        health.raise(Health.Trouble.CLOSED, "it is closed");
        intake.close();
        try {
            if (!thread.join(PATIENCE_AT_CLOSING)) {
                throw new IOException("The disk has not finished the ledger's last write");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("Interrupted at closing").initCause(e);
        }
        watch.shutdown();
        room.close();
        writer.discardNext();
    }

    /// Lets others have the directory.
    void unlock() throws IOException {
        lock.close();
        IOException failure = committer.closingFailure();
        if (failure != null) {
            throw failure;
        }
    }
}
