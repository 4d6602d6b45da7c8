// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.workspace.activity.Hits;
import dev.chaperone.workspace.activity.Interactions;
import dev.chaperone.workspace.activity.Scope;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// Says loudly that a canary was found. Nobody uses one, so whoever sent it, or their agent, has
/// read what lies where it was planted. Asked of the rows each time, so nothing can be late.
final class Canaries {
    /// How long it is told.
    static final int DAYS = 7;

    static final String DETECTOR = "canary";

    private Canaries() {}

    /// A sentence; nothing when none was found.
    static Optional<String> found(Interactions interactions, Instant now) {
        return interactions
                .hits(Scope.everybody(), DETECTOR, now.minus(DAYS, ChronoUnit.DAYS))
                .map(Canaries::sentence);
    }

    private static String sentence(Hits hits) {
        return "A canary stood in "
                + Words.count(hits.requests(), "request", "requests")
                + " of the last "
                + DAYS
                + " days, the last at "
                + Moment.words(hits.last());
    }
}
