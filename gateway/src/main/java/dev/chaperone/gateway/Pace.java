// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/// Lets something happen so often at once, and so often in the long run.
final class Pace {
    private final int burst;
    private final int perSecond;
    private final Clock clock;
    private double left;
    private Instant filled;

    Pace(int burst, int perSecond, Clock clock) {
        this.burst = burst;
        this.perSecond = perSecond;
        this.clock = clock;
        this.left = burst;
        this.filled = clock.instant();
    }

    /// Whether it may happen once more, now.
    synchronized boolean allows() {
        Instant now = clock.instant();
        Duration since = Duration.between(filled, now);
        // A clock that was set back gives nothing and takes nothing.
        if (since.isPositive()) {
            left = Math.min(burst, left + since.toNanos() / 1e9 * perSecond);
        }
        filled = now;
        if (left < 1) {
            return false;
        }
        left--;
        return true;
    }
}
