// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.activity;

import dev.chaperone.ledger.Event.Effect;

import java.time.Instant;
import java.util.Map;

/// How many requests began in one hour, by decision.
///
/// @param start of the hour, UTC
/// @param counts without the decisions that did not occur
public record Hour(Instant start, Map<Effect, Long> counts) {
    public Hour {
        counts = Map.copyOf(counts);
    }
}
