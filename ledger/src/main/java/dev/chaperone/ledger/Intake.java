// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.ledger;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/// The bounded queue in front of the disk: many threads put entries in, one takes all at once.
///
/// Waking a thread costs more than the rest of an append, so it happens only when the taker sleeps
/// and somebody waits. After work the taker dozes for 10 ms before it sleeps soundly; entries
/// nobody waits for do not end a doze, they are found at its end.
///
/// A sync costs as much as several entries. So after a batch that more than one waited for, the
/// taker lets others come for half a millisecond; whoever appends alone never waits for others.
final class Intake {
    static final Waiting[] NOTHING = {};

    private static final long DOZE = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long MOMENT = TimeUnit.MICROSECONDS.toNanos(500);

    /// So many are worth a sync without more of them.
    private static final int MANY = 64;

    private static final int AWAKE = 0;
    private static final int DOZING = 1;
    private static final int ASLEEP = 2;

    private final int maxEntries;
    private final long maxBytes;
    private final AtomicReference<@Nullable Waiting> last = new AtomicReference<>();
    private final AtomicInteger sleep = new AtomicInteger(AWAKE);
    // Instead of an entry in `last`: nobody will take anything any more.
    private final Waiting shut = new Waiting(new byte[0]);
    private volatile boolean closing;
    private volatile @Nullable Thread taker;
    private boolean crowded; // of the taker alone

    Intake(int maxEntries, long maxBytes) {
        this.maxEntries = maxEntries;
        this.maxBytes = maxBytes;
    }

    /// Queues an entry; answers why not when it can not.
    @Nullable String put(Waiting entry, boolean urgent) {
        while (true) {
            Waiting now = last.get();
            if (now == shut) {
                return "it is closed";
            }
            entry.queueBehind(now, urgent);
            if (entry.count() > maxEntries || entry.bytes() > maxBytes) {
                return "too many entries wait for the disk";
            }
            if (last.compareAndSet(now, entry)) {
                break;
            }
        }
        int state = sleep.get();
        boolean wake = state == ASLEEP || (state == DOZING && urgent);
        if (wake && sleep.compareAndSet(state, AWAKE)) {
            LockSupport.unpark(taker);
        }
        return null;
    }

    /// Waits for entries and takes all; nothing when the patience ends or the queue is being
    /// closed. For one thread only.
    ///
    /// @param patience nanoseconds, 0 for no end
    Waiting[] await(long patience) {
        taker = Thread.currentThread();
        boolean dozed = false;
        while (!closing) {
            Waiting now = last.get();
            if (now != null && (dozed || now.urgent() > 0)) {
                return takeMany(now.urgent());
            }
            if (now == null && dozed) {
                park(ASLEEP, patience);
                if (patience > 0 && last.get() == null) {
                    break;
                }
                dozed = false;
            } else {
                park(DOZING, DOZE);
                dozed = true;
            }
        }
        return NOTHING;
    }

    private Waiting[] takeMany(int urgent) {
        if (crowded && urgent < MANY) {
            LockSupport.parkNanos(this, MOMENT);
        }
        Waiting[] all = take();
        crowded = all.length > 0 && all[all.length - 1].urgent() > 1;
        return all;
    }

    private void park(int depth, long nanos) {
        sleep.set(depth);
        Waiting now = last.get();
        boolean work = now != null && (depth == ASLEEP || now.urgent() > 0);
        if (!work && !closing) {
            if (nanos > 0) {
                LockSupport.parkNanos(this, nanos);
            } else {
                LockSupport.park(this);
            }
        }
        sleep.set(AWAKE);
    }

    /// Takes what waits now.
    Waiting[] take() {
        while (true) {
            Waiting now = last.get();
            if (now == null || now == shut) {
                return NOTHING;
            }
            if (last.compareAndSet(now, null)) {
                return now.unlink();
            }
        }
    }

    /// Tells the taker to come to an end.
    void close() {
        closing = true;
        LockSupport.unpark(taker);
    }

    boolean isClosing() {
        return closing;
    }

    /// Takes what waits and lets nothing in any more.
    Waiting[] shut() {
        Waiting now = last.getAndSet(shut);
        return now == null || now == shut ? NOTHING : now.unlink();
    }
}
