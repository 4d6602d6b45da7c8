// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.exports;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/// Waits for a condition.
final class Until {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Until() {}

    /// @param otherwise what to say when it does not come true
    static void holds(Supplier<Boolean> condition, Supplier<String> otherwise) {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (!condition.get()) {
            assertThat(Instant.now()).as(otherwise).isBefore(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }
}
