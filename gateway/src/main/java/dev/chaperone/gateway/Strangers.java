// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import dev.chaperone.ledger.Event;
import dev.chaperone.ledger.Leaves;
import dev.chaperone.ledger.Ledger;

import io.vertx.core.Future;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.TreeMap;

/// Keeps callers that nobody knows from filling the ledger: while they are few, each refusal has an
/// entry of its own; what is beyond that is counted, and the count is recorded.
///
/// One for all event loops.
final class Strangers {
    private final GatewayConfiguration.Strangers limits;
    private final Ledger ledger;
    private final Clock clock;
    private double left;
    private Instant filled;
    private @Nullable Count uncounted;

    Strangers(GatewayConfiguration.Strangers limits, Ledger ledger, Clock clock) {
        this.limits = limits;
        this.ledger = ledger;
        this.clock = clock;
        this.left = limits.burst();
        this.filled = clock.instant();
    }

    /// Whether this refusal gets an entry of its own. One that does not is counted.
    synchronized boolean getsAnEntry() {
        refill();
        if (left >= 1) {
            left--;
            return true;
        }
        count();
        return false;
    }

    /// Counts a refusal whose own entry the ledger did not take.
    synchronized void count() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        uncounted = new Count(1, now, now).and(uncounted);
    }

    /// Records what was counted since the last time. What the ledger does not take stays for the
    /// next time.
    Future<Void> recordCount() {
        Count taken = take();
        if (taken == null) {
            return Future.succeededFuture();
        }
        return Future.fromCompletionStage(ledger.append(Leaves.write(taken.event(clock.instant()))))
                .onFailure(_ -> putBack(taken))
                .mapEmpty();
    }

    private synchronized @Nullable Count take() {
        Count taken = uncounted;
        uncounted = null;
        return taken;
    }

    private synchronized void putBack(Count taken) {
        uncounted = taken.and(uncounted);
    }

    private void refill() {
        Instant now = clock.instant();
        Duration since = Duration.between(filled, now);
        // A clock that was set back gives nothing and takes nothing.
        if (since.isPositive()) {
            left = Math.min(limits.burst(), left + since.toNanos() / 1e9 * limits.perSecond());
        }
        filled = now;
    }

    /// Refusals without an entry of their own, and when the first and the last of them was.
    private record Count(long refusals, Instant from, Instant to) {
        Count and(@Nullable Count other) {
            if (other == null) {
                return this;
            }
            return new Count(
                    refusals + other.refusals,
                    from.isBefore(other.from) ? from : other.from,
                    to.isAfter(other.to) ? to : other.to);
        }

        Event event(Instant at) {
            TreeMap<String, String> details = new TreeMap<>();
            details.put("count", Long.toString(refusals));
            details.put("from", from.toString());
            details.put("to", to.toString());
            return new Event.Administered(
                    "system",
                    at.truncatedTo(ChronoUnit.MILLIS),
                    "refusals.counted",
                    "unknown-caller",
                    details);
        }
    }
}
