// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.ledger;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// The real disk with a hand on its writes, its syncs and its free space. Only what happens to a
/// segment in use is held or fails, not what prepares the next one.
final class FaultyStorage implements Storage {
    private final Disk disk;
    private final AtomicInteger forces = new AtomicInteger();
    private volatile CountDownLatch reached = new CountDownLatch(1);
    private volatile @Nullable CountDownLatch gate;
    private volatile boolean failing;
    private volatile boolean full;
    private volatile @Nullable String writeFailure;

    FaultyStorage(Path directory) throws IOException {
        this.disk = new Disk(directory);
    }

    void holdForces() {
        reached = new CountDownLatch(1);
        gate = new CountDownLatch(1);
    }

    void awaitForce() throws InterruptedException {
        reached.await();
    }

    void releaseForces() {
        failing = false;
        CountDownLatch held = gate;
        gate = null;
        if (held != null) {
            held.countDown();
        }
    }

    void failForces() {
        failing = true;
    }

    /// Writes leave half of their blocks and fail.
    void failWrites(String message) {
        writeFailure = message;
    }

    void mendWrites() {
        writeFailure = null;
    }

    int forces() {
        return forces.get();
    }

    void fill() {
        full = true;
    }

    void empty() {
        full = false;
    }

    @Override
    public File create(Path path) throws IOException {
        return new Watched(disk.create(path));
    }

    @Override
    public int block() {
        return disk.block();
    }

    @Override
    public File openToWrite(Path path) throws IOException {
        return new Watched(disk.openToWrite(path));
    }

    @Override
    public File openToMend(Path path) throws IOException {
        return new Watched(disk.openToMend(path));
    }

    @Override
    public File openToRead(Path path) throws IOException {
        return disk.openToRead(path);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        disk.rename(from, to);
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
        disk.forceDirectory(directory);
    }

    @Override
    public long freeBytes() throws IOException {
        return full ? -1 : disk.freeBytes();
    }

    private final class Watched implements File {
        private final File file;

        Watched(File file) {
            this.file = file;
        }

        @Override
        public void write(ByteBuffer bytes, long position) throws IOException {
            String failure = writeFailure;
            if (failure != null && isWriter()) {
                int half = bytes.remaining() / 2 / block() * block();
                file.write(bytes.slice(bytes.position(), half), position);
                throw new IOException(failure);
            }
            file.write(bytes, position);
        }

        @Override
        public int read(ByteBuffer into, long position) throws IOException {
            return file.read(into, position);
        }

        @Override
        public void force(boolean withSize) throws IOException {
            if (isWriter()) {
                watchedForce();
            }
            file.force(withSize);
        }

        private static boolean isWriter() {
            return Thread.currentThread().getName().equals("ledger-writer");
        }

        private void watchedForce() throws IOException {
            forces.incrementAndGet();
            reached.countDown();
            if (failing) {
                throw new IOException("Input/output error");
            }
            CountDownLatch held = gate;
            if (held != null) {
                try {
                    held.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IOException(e);
                }
            }
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
