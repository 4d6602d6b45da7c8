// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.bench;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The least that a durable group commit costs: one thread takes all that waits, writes it with one
/// call, syncs, and tells whoever waits. No hashing, no checksum, no frame.
final class RawProbe implements Closeable {
    private static final int BUFFER = 2 * 1024 * 1024;
    private static final int CHUNK = 1024 * 1024;

    private final FileChannel file;
    private final long size;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition some = lock.newCondition();
    private List<Waiting> waiting = new ArrayList<>();
    private boolean closing;
    private long position;

    @SuppressWarnings("ArrayRecordComponent") // nobody compares it
    private record Waiting(byte[] entry, CompletableFuture<Long> done) {}

    private RawProbe(FileChannel file, long size) {
        this.file = file;
        this.size = size;
        this.thread = Thread.ofPlatform().daemon().name("raw-probe").start(this::run);
    }

    /// Appends to a file that grows, as whoever keeps everything must.
    static RawProbe appending(Path path) throws IOException {
        return new RawProbe(create(path), Long.MAX_VALUE);
    }

    /// Writes into a file that is there before the measurement and, when it is full, again from the
    /// start: what a disk can do for whoever keeps nothing.
    static RawProbe overwriting(Path path, long size) throws IOException {
        FileChannel file = create(path);
        for (long at = 0; at < size; at += CHUNK) {
            file.write(ByteBuffer.allocateDirect(CHUNK), at);
        }
        file.force(true);
        return new RawProbe(file, size);
    }

    private static FileChannel create(Path path) throws IOException {
        return FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    CompletableFuture<Long> append(byte[] entry) {
        Waiting it = new Waiting(entry, new CompletableFuture<>());
        lock.lock();
        try {
            waiting.add(it);
            some.signal();
        } finally {
            lock.unlock();
        }
        return it.done();
    }

    private void run() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
        List<Waiting> batch = take();
        while (!batch.isEmpty()) {
            int from = 0;
            while (from < batch.size()) {
                int to = fill(buffer, batch, from);
                write(buffer);
                for (Waiting each : batch.subList(from, to)) {
                    each.done().complete(0L);
                }
                from = to;
            }
            batch = take();
        }
    }

    private static int fill(ByteBuffer buffer, List<Waiting> batch, int from) {
        buffer.clear();
        int to = from;
        while (to < batch.size() && batch.get(to).entry().length <= buffer.remaining()) {
            buffer.put(batch.get(to++).entry());
        }
        return to;
    }

    private void write(ByteBuffer buffer) {
        buffer.flip();
        try {
            if (position + buffer.limit() > size) {
                position = 0;
            }
            while (buffer.hasRemaining()) {
                position += file.write(buffer, position);
            }
            file.force(false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Waiting> take() {
        lock.lock();
        try {
            while (waiting.isEmpty() && !closing) {
                some.awaitUninterruptibly();
            }
            List<Waiting> taken = waiting;
            waiting = new ArrayList<>();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            closing = true;
            some.signal();
        } finally {
            lock.unlock();
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        file.close();
    }
}
