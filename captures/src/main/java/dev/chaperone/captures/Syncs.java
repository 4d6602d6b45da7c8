// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.captures;

import org.jspecify.annotations.Nullable;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Syncs many files at the same time: the file system then does together what they have in common,
/// which is most of it.
final class Syncs implements Closeable {
    private static final int THREADS = 16;

    // Platform threads that nobody interrupts, as with all file I/O of the writer.
    private final ExecutorService threads =
            Executors.newFixedThreadPool(
                    THREADS, Thread.ofPlatform().daemon().name("captures-sync-", 0).factory());

    /// Returns when all are on disk.
    void force(Collection<DrawerWriter> writers) throws IOException {
        List<DrawerWriter> all = List.copyOf(writers);
        List<Future<?>> others = new ArrayList<>();
        for (DrawerWriter writer : all.subList(1, all.size())) {
            others.add(
                    threads.submit(() -> {
                        writer.force();
                        return null;
                    }));
        }
        IOException failure = null;
        try {
            all.getFirst().force();
        } catch (IOException e) {
            failure = e;
        }
        for (Future<?> other : others) {
            IOException its = failureOf(other);
            failure = failure == null ? its : failure;
        }
        if (failure != null) {
            throw failure;
        }
    }

    private static @Nullable IOException failureOf(Future<?> sync) {
        try {
            sync.get();
            return null;
        } catch (ExecutionException e) {
            return e.getCause() instanceof IOException cause ? cause : new IOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new IOException("Interrupted while the disk was syncing", e);
        }
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
