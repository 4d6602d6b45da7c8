// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Records refused sign-ins. While they are few each has an entry of its own; what is beyond that
/// is counted, and the count is recorded every minute: whoever tries many keys fills no disk.
public final class Refusals implements AutoCloseable {
    private static final int BURST = 100;
    private static final double PER_SECOND = 1;
    private static final Duration PERIOD = Duration.ofMinutes(1);
    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

    private final Journal journal;
    private final Clock clock;
    private final ScheduledExecutorService minutes =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("refusals").factory());
    private double left = BURST; // guarded by this
    private Instant filled; // guarded by this
    private @Nullable Count uncounted; // guarded by this

    private Refusals(Journal journal, Clock clock) {
        this.journal = journal;
        this.clock = clock;
        this.filled = clock.instant();
    }

    public static Refusals start(Journal journal, Clock clock) {
        Refusals refusals = new Refusals(journal, clock);
        var _ =
                refusals.minutes.scheduleWithFixedDelay(
                        refusals::recordCount,
                        PERIOD.toNanos(),
                        PERIOD.toNanos(),
                        TimeUnit.NANOSECONDS);
        return refusals;
    }

    /// Somebody was not let in. They stay outside also when the ledger does not take the record.
    ///
    /// @param door what they tried, for example `admin-token`; nothing that they sent
    public void refused(String door) {
        if (!getsAnEntry()) {
            return;
        }
        try {
            journal.record(Actor.SYSTEM, "session.refused", door, Map.of());
        } catch (NotRecordedException e) {
            LOG.warn("The ledger does not take the record of a refused sign-in; it is counted");
            count();
        }
    }

    private synchronized boolean getsAnEntry() {
        Instant now = clock.instant();
        Duration since = Duration.between(filled, now);
        // A clock that was set back gives nothing and takes nothing.
        if (since.isPositive()) {
            left = Math.min(BURST, left + since.toNanos() / 1e9 * PER_SECOND);
        }
        filled = now;
        if (left >= 1) {
            left--;
            return true;
        }
        count();
        return false;
    }

    private synchronized void count() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        uncounted = new Count(1, now, now).and(uncounted);
    }

    /// Records what was counted since the last time. What the ledger does not take stays for the
    /// next time.
    void recordCount() {
        Count taken = take();
        if (taken == null) {
            return;
        }
        try {
            journal.record(Actor.SYSTEM, "refusals.counted", "sign-in", taken.details());
        } catch (NotRecordedException e) {
            putBack(taken);
        }
    }

    private synchronized @Nullable Count take() {
        Count taken = uncounted;
        uncounted = null;
        return taken;
    }

    private synchronized void putBack(Count taken) {
        uncounted = taken.and(uncounted);
    }

    @Override
    public void close() {
        minutes.shutdownNow();
        recordCount();
    }

    /// Refusals without an entry of their own, and when the first and the last of them was.
    private record Count(long refusals, Instant from, Instant to) {
        Count and(@Nullable Count other) {
            return other == null
                    ? this
                    : new Count(
                            refusals + other.refusals,
                            from.isBefore(other.from) ? from : other.from,
                            to.isAfter(other.to) ? to : other.to);
        }

        Map<String, String> details() {
            return Map.of(
                    "count", Long.toString(refusals), "from", from.toString(), "to", to.toString());
        }
    }
}
