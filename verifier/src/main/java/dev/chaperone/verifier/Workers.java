// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.verifier;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/// Does many small pieces of work on a few threads.
final class Workers implements AutoCloseable {
    private final List<Hand> hands = new ArrayList<>();
    private final ExecutorService threads;

    Workers(int count) {
        for (int i = 0; i < count; i++) {
            hands.add(new Hand());
        }
        threads = Executors.newFixedThreadPool(count, Thread.ofPlatform().daemon().factory());
    }

    /// A piece of work, told by its number.
    interface Work {
        void doIt(Hand hand, int number) throws IOException;
    }

    /// The hand of the thread that gives out the work.
    Hand own() {
        return hands.getFirst();
    }

    /// Does the pieces from 0 to `count`, in any order, and returns when all are done.
    void each(int count, Work work) throws IOException {
        AtomicInteger next = new AtomicInteger();
        if (hands.size() == 1 || count == 1) {
            take(own(), next, count, work);
            return;
        }
        List<Future<?>> running = new ArrayList<>();
        for (Hand hand : hands) {
            running.add(
                    threads.submit(() -> {
                        take(hand, next, count, work);
                        return null;
                    }));
        }
        try {
            for (Future<?> each : running) {
                each.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnreachableException("interrupted");
        } catch (ExecutionException e) {
            next.set(count);
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private static void take(Hand hand, AtomicInteger next, int count, Work work)
            throws IOException {
        for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
            work.doIt(hand, i);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
