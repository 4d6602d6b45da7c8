// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.captures;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// The real disk with a hand on its writes and syncs. Files that are only read are left alone.
final class FaultyStorage implements Storage {
    private final Disk disk = new Disk();
    private final AtomicInteger steps = new AtomicInteger();
    private volatile @Nullable CountDownLatch gate;
    private volatile @Nullable String forceFailure;
    private volatile @Nullable String writeFailure;
    private volatile int failAt = Integer.MAX_VALUE;

    void holdForces() {
        gate = new CountDownLatch(1);
    }

    void releaseForces() {
        CountDownLatch held = gate;
        gate = null;
        if (held != null) {
            held.countDown();
        }
    }

    void failForces(String message) {
        forceFailure = message;
    }

    /// Writes leave half of their bytes and fail.
    void failWrites(String message) {
        writeFailure = message;
    }

    /// Every call that changes something fails from the n-th one on.
    void failFrom(int step) {
        steps.set(0);
        failAt = step;
    }

    int steps() {
        return steps.get();
    }

    void mend() {
        forceFailure = null;
        writeFailure = null;
        failAt = Integer.MAX_VALUE;
    }

    private void step() throws IOException {
        if (steps.getAndIncrement() >= failAt) {
            throw new IOException("Stopped by the test");
        }
    }

    @Override
    public File create(Path path) throws IOException {
        step();
        return new Watched(disk.create(path));
    }

    @Override
    public File open(Path path) throws IOException {
        return new Watched(disk.open(path));
    }

    @Override
    public File openToRead(Path path) throws IOException {
        return disk.openToRead(path);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        step();
        disk.rename(from, to);
    }

    @Override
    public void delete(Path path) throws IOException {
        step();
        disk.delete(path);
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
        step();
        disk.forceDirectory(directory);
    }

    @Override
    public void makeDirectory(Path directory) throws IOException {
        disk.makeDirectory(directory);
    }

    private final class Watched implements File {
        private final File file;

        Watched(File file) {
            this.file = file;
        }

        @Override
        public void write(ByteBuffer bytes, long position) throws IOException {
            step();
            String failure = writeFailure;
            if (failure != null) {
                file.write(bytes.slice(bytes.position(), bytes.remaining() / 2), position);
                throw new IOException(failure);
            }
            file.write(bytes, position);
        }

        @Override
        public int read(ByteBuffer into, long position) throws IOException {
            return file.read(into, position);
        }

        @Override
        public void force() throws IOException {
            step();
            String failure = forceFailure;
            if (failure != null) {
                throw new IOException(failure);
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
            file.force();
        }

        @Override
        public void truncate(long size) throws IOException {
            step();
            file.truncate(size);
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
