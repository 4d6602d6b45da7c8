// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import dev.chaperone.ledger.Event;
import dev.chaperone.ledger.Leaves;
import dev.chaperone.ledger.Ledger;
import dev.chaperone.ledger.LedgerUnavailableException;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// A ledger in memory that can be told to refuse.
final class FakeLedger implements Ledger {
    private final List<byte[]> entries = new ArrayList<>();
    private final List<Runnable> held = new ArrayList<>();
    private boolean full;
    private boolean holding;

    @Override
    public synchronized CompletableFuture<Long> append(byte[] entry) {
        if (full) {
            return CompletableFuture.failedFuture(
                    new LedgerUnavailableException(
                            "The ledger takes no entries: the disk is full"));
        }
        entries.add(entry);
        notifyAll();
        long index = (long) entries.size() - 1;
        if (!holding) {
            return CompletableFuture.completedFuture(index);
        }
        CompletableFuture<Long> later = new CompletableFuture<>();
        held.add(() -> later.complete(index));
        notifyAll();
        return later;
    }

    @Override
    public CompletableFuture<Long> appendSoon(byte[] entry) {
        return append(entry);
    }

    synchronized void fill(boolean nowFull) {
        full = nowFull;
    }

    /// Lets those who append wait until [#release()].
    synchronized void hold() {
        holding = true;
    }

    synchronized void release() {
        holding = false;
        held.forEach(Runnable::run);
        held.clear();
    }

    synchronized void awaitHeld(int count) throws InterruptedException {
        while (held.size() < count) {
            wait();
        }
    }

    /// The events once there are this many.
    synchronized List<Event> await(int count) throws InterruptedException {
        while (entries.size() < count) {
            wait();
        }
        return entries.stream().map(Leaves::read).toList();
    }

    @Override
    public synchronized long size() {
        return entries.size();
    }

    @Override
    public synchronized List<byte[]> read(long from, int limit) {
        return entries.stream().skip(from).limit(limit).toList();
    }

    @Override
    public State state() {
        return new State.Writing();
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
