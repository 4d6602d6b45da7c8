// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.exports;

import dev.chaperone.ledger.Ledger;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Brings the ledger to one target: reads a batch, hands it over, and only then remembers that it
/// was taken. A crash between the two sends the batch again.
final class Follower implements Runnable {
    private static final Duration LONGEST_REQUESTED_PAUSE = Duration.ofHours(1);
    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);

    private final Target target;
    private final Ledger ledger;
    private final Entries entries;
    private final Cursor cursor;
    private final Delivery delivery;
    private final Pace pace;
    private final Backoff backoff;
    private final Clock clock;
    private final CountDownLatch stop = new CountDownLatch(1);
    private int limit;

    /// The entry to send next; goes back to what was certainly taken after a failure.
    private long next;

    private volatile Seen seen = new Seen(-1, null, null, null, false);

    /// What pages are told.
    private record Seen(
            long taken,
            @Nullable Instant success,
            @Nullable Instant failure,
            @Nullable String error,
            boolean failing) {}

    Follower(
            Target target,
            Ledger ledger,
            Entries entries,
            Cursor cursor,
            Delivery delivery,
            Pace pace,
            Backoff backoff,
            Clock clock) {
        this.target = target;
        this.ledger = ledger;
        this.entries = entries;
        this.cursor = cursor;
        this.delivery = delivery;
        this.pace = pace;
        this.backoff = backoff;
        this.clock = clock;
        this.limit = pace.entries();
    }

    TargetState state() {
        Seen now = seen;
        return new TargetState(
                target.name(),
                target.description(),
                now.taken(),
                Math.max(0, ledger.size() - Math.max(0, now.taken())),
                now.failing(),
                now.success(),
                now.failure(),
                now.error());
    }

    /// Lets the batch under way end.
    void stop() {
        stop.countDown();
    }

    /// Ends what still hangs.
    void abandon() {
        delivery.close();
    }

    @Override
    public void run() {
        try {
            Duration pause = Duration.ZERO;
            while (!stop.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
                pause = sendAndRest();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Error e) {
            // Not to be repaired from here, but nobody may take the target for served.
            failed("it has ended; only a restart brings it back");
            LOG.error(
                    "Forwarding to '{}' has ended; only a restart brings it back",
                    target.name(),
                    e);
            throw e;
        } finally {
            delivery.close();
        }
    }

    /// Sends a batch and tells how long to rest before the next.
    private Duration sendAndRest() throws InterruptedException {
        try {
            boolean more = send();
            return more ? Duration.ZERO : pace.poll();
        } catch (RefusedException e) {
            // Perhaps the batch is only too large, perhaps one entry of it is to blame: fewer show.
            Duration pause = failed(e.getMessage());
            Duration next = limit > 1 ? pace.firstPause() : pause;
            limit = Math.max(1, limit / 2);
            return next;
        } catch (BusyException e) {
            failed(e.getMessage());
            return e.pause().compareTo(LONGEST_REQUESTED_PAUSE) > 0
                    ? LONGEST_REQUESTED_PAUSE
                    : e.pause();
        } catch (IOException e) {
            return failed(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("Forwarding to '{}' failed", target.name(), e);
            return failed("a fault of Chaperone, which the log names");
        }
    }

    private boolean send() throws IOException, InterruptedException {
        if (seen.taken() < 0) {
            long taken = cursor.read(ledger.size());
            next = Math.max(taken, ledger.first());
            if (next > taken) {
                LOG.error(
                        "{} entries were removed from the ledger before '{}' took them",
                        next - taken,
                        target.name());
            }
            moved(taken, cursor.written());
        }
        if (next < ledger.size()) {
            List<Exported> batch = entries.read(next, limit, pace.bytes());
            delivery.send(batch);
            next += batch.size();
            limit = Math.min(pace.entries(), 2 * limit);
        }
        long certain = next - delivery.uncertain();
        if (certain > seen.taken()) {
            cursor.write(certain);
            backoff.succeeded();
            if (seen.failing()) {
                LOG.info("Forwarding to '{}' works again", target.name());
            }
            moved(certain, clock.instant());
        }
        // Few entries wait for others: each batch costs the disk that the ledger needs, too.
        return ledger.size() - next >= pace.entries() / 2;
    }

    private void moved(long taken, @Nullable Instant success) {
        Seen before = seen;
        boolean failing = success == null ? before.failing() : false;
        seen = new Seen(taken, success, before.failure(), before.error(), failing);
    }

    private Duration failed(@Nullable String sentence) {
        Seen before = seen;
        next = Math.max(0, before.taken());
        if (!before.failing()) {
            LOG.warn(
                    "Forwarding to '{}' failed: {}; trying again until it works",
                    target.name(),
                    sentence);
        }
        seen = new Seen(before.taken(), before.success(), clock.instant(), sentence, true);
        return backoff.failed();
    }
}
