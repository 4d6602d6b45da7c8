// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.captures;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The bounded queue in front of the disk. What was taken counts until it is done, so that the
/// bounds are those of the memory.
final class Intake {
    private final int maxEntries;
    private final long maxBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Job> waiting = new ArrayDeque<>();
    private int entries;
    private long bytes;
    private boolean closing;

    Intake(int maxEntries, long maxBytes) {
        this.maxEntries = maxEntries;
        this.maxBytes = maxBytes;
    }

    /// Queues a job; answers why not when it can not.
    @Nullable String put(Job job) {
        lock.lock();
        try {
            if (closing) {
                return "they are closed";
            }
            if (entries >= maxEntries || bytes + job.bytes() > maxBytes) {
                return "too many bodies wait for the disk";
            }
            entries++;
            bytes += job.bytes();
            waiting.add(job);
            changed.signal();
            return null;
        } finally {
            lock.unlock();
        }
    }

    /// Waits for jobs and takes some; none when the queue is closed and empty.
    List<Job> await(int most) {
        lock.lock();
        try {
            while (waiting.isEmpty() && !closing) {
                changed.awaitUninterruptibly();
            }
            return take(most);
        } finally {
            lock.unlock();
        }
    }

    /// Takes all that wait, which will not be done.
    List<Job> drain() {
        lock.lock();
        try {
            List<Job> all = take(Integer.MAX_VALUE);
            forget(all);
            return all;
        } finally {
            lock.unlock();
        }
    }

    private List<Job> take(int most) {
        List<Job> taken = new ArrayList<>();
        while (taken.size() < most && !waiting.isEmpty()) {
            taken.add(waiting.remove());
        }
        return taken;
    }

    /// These were taken and are done.
    void done(List<Job> jobs) {
        lock.lock();
        try {
            forget(jobs);
        } finally {
            lock.unlock();
        }
    }

    private void forget(List<Job> jobs) {
        entries -= jobs.size();
        bytes -= jobs.stream().mapToLong(Job::bytes).sum();
    }

    /// Lets nothing in any more.
    void close() {
        lock.lock();
        try {
            closing = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }
}
