// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.exports;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait before the next try: twice as long after each failure, up to a limit, and never
/// exactly, so that many do not come back at the same moment.
final class Backoff {
    private final Duration first;
    private final Duration longest;
    private final RandomGenerator random;
    private Duration next;

    Backoff(Duration first, Duration longest, RandomGenerator random) {
        this.first = first;
        this.longest = longest;
        this.random = random;
        this.next = first;
    }

    /// The pause after one more failure: between a half and the whole of the present step.
    Duration failed() {
        Duration step = next;
        Duration doubled = step.multipliedBy(2);
        next = doubled.compareTo(longest) > 0 ? longest : doubled;
        long half = step.toNanos() / 2;
        return Duration.ofNanos(half + random.nextLong(step.toNanos() - half + 1));
    }

    /// Begins again with the shortest pause.
    void succeeded() {
        next = first;
    }
}
