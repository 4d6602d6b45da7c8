// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.ledger;

import dev.chaperone.tlog.Hash;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Hashes of entries on their way from the journal's thread to the tree's, so that entries need not
/// be read from the disk again.
///
/// Nothing depends on it: when too many wait they are let go, and the tree's thread reads the
/// journal.
final class HandOver {
    private static final int MOST_BYTES = 2 * 1024 * 1024 * Hash.BYTES;

    /// Less is not worth waking anybody for.
    private static final int WORTH_WAKING = 1024 * Hash.BYTES;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition worthWaking = lock.newCondition();
    private List<Batch> waiting = new ArrayList<>();
    private int bytes;
    private boolean closed;

    /// Entries that were written together.
    ///
    /// @param first index of the first one
    /// @param hashes one behind the other
    @SuppressWarnings("ArrayRecordComponent") // nobody compares it
    record Batch(long first, byte[] hashes) {
        /// The index behind the last one.
        long end() {
            return first + hashes.length / Hash.BYTES;
        }
    }

    /// For the journal's thread: these entries are on disk.
    void put(long first, byte[] hashes) {
        lock.lock();
        try {
            if (bytes > MOST_BYTES - hashes.length) {
                waiting = new ArrayList<>();
                bytes = 0;
            }
            waiting.add(new Batch(first, hashes));
            bytes += hashes.length;
            if (bytes >= WORTH_WAKING) {
                worthWaking.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /// For the tree's thread: waits until much has come, some time has passed, or it is closed; and
    /// takes what there is.
    List<Batch> take(long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = nanos;
            while (bytes < WORTH_WAKING && left > 0 && !closed) {
                left = worthWaking.awaitNanos(left);
            }
            List<Batch> all = waiting;
            if (!all.isEmpty()) {
                waiting = new ArrayList<>();
                bytes = 0;
            }
            return all;
        } finally {
            lock.unlock();
        }
    }

    /// Lets [#take] return at once from now on.
    void close() {
        lock.lock();
        try {
            closed = true;
            worthWaking.signal();
        } finally {
            lock.unlock();
        }
    }
}
