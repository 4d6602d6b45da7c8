// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.protocols;

import java.time.Duration;
import java.time.Instant;

/// When what was refused may be tried again; some clients want to hear the time and some the wait.
public record Again(Instant at, Duration in) {
    /// As seen from now.
    public static Again at(Instant time, Instant now) {
        return new Again(time, Duration.between(now, time));
    }
}
