// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.activity;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Who waits for a whole walk that begins from now on, and the rests between steps for as long as
/// nobody does.
final class Demand {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long asked;
    private long heard; // how many of them ended a rest
    private long begun; // how many of them the walk under way answers
    private long done; // how many of them are answered
    private boolean closed;

    void ask() {
        lock.lock();
        try {
            asked++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Asks and waits for the answer; false when that takes too long.
    boolean await(Duration patience) throws InterruptedException {
        long left = patience.toNanos();
        lock.lockInterruptibly();
        try {
            asked++;
            long mine = asked;
            changed.signalAll();
            while (done < mine) {
                if (left <= 0) {
                    return false;
                }
                left = changed.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Whether somebody waits.
    boolean isThere() {
        lock.lock();
        try {
            return done < asked;
        } finally {
            lock.unlock();
        }
    }

    /// Whether somebody waits for a walk after the one under way.
    boolean isForAnother() {
        lock.lock();
        try {
            return begun < asked;
        } finally {
            lock.unlock();
        }
    }

    /// A walk begins: it answers everybody who has asked by now.
    void begin() {
        lock.lock();
        try {
            begun = asked;
        } finally {
            lock.unlock();
        }
    }

    /// The walk is whole.
    void end() {
        lock.lock();
        try {
            done = begun;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Rests, unless somebody asks for more meanwhile; false when it is over.
    boolean rest(Duration rest) throws InterruptedException {
        long left = rest.toNanos();
        lock.lockInterruptibly();
        try {
            while (!closed && left > 0 && heard == asked) {
                left = changed.awaitNanos(left);
            }
            heard = asked;
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
