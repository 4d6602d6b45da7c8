// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.verifier;

import java.io.PrintStream;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Tells a waiting person how far a long check has come: first after two seconds, then every ten.
final class Progress {
    private static final long FIRST = TimeUnit.SECONDS.toNanos(2);
    private static final long LATER = TimeUnit.SECONDS.toNanos(10);

    private final PrintStream err;
    private final String what;
    private final long total;
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong due = new AtomicLong(System.nanoTime() + FIRST);

    /// @param total 0 when it is not known
    Progress(PrintStream err, String what, long total) {
        this.err = err;
        this.what = what;
        this.total = total;
    }

    void add(long more) {
        long now = done.addAndGet(more);
        long time = System.nanoTime();
        long next = due.get();
        if (time - next >= 0 && due.compareAndSet(next, time + LATER)) {
            String of = total == 0 ? "" : " of " + Decimal.grouped(total);
            err.println("verifier: " + Decimal.grouped(now) + of + " " + what);
        }
    }
}
