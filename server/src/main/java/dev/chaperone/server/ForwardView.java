// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/// A system that gets the record, as the page about the ledger shows it.
///
/// @param received up to which entry it has everything, in words
/// @param waiting how much it does not have yet, in words
/// @param waitingSince when the oldest of that was written; null when nothing waits, or when it can
///   not be told
/// @param lastSuccess when it last took entries; null when it never did
/// @param lastFailure when a try last failed since the start; null when none did
record ForwardView(
        String name,
        String to,
        Mark mark,
        String received,
        String waiting,
        @Nullable Moment waitingSince,
        @Nullable Moment lastSuccess,
        @Nullable Moment lastFailure,
        @Nullable String lastError) {

    static ForwardView of(Forwards.Standing standing, Instant now) {
        Long received = standing.received();
        return new ForwardView(
                standing.name(),
                standing.to(),
                mark(standing),
                received == null
                        ? Words.UNKNOWN
                        : received == 0 ? "none yet" : "up to entry " + Words.number(received - 1),
                standing.behind() == 0
                        ? "nothing waits"
                        : Words.count(standing.behind(), "entry waits", "entries wait"),
                moment(standing.waitingSince(), now),
                moment(standing.lastSuccess(), now),
                moment(standing.lastFailure(), now),
                standing.lastError());
    }

    private static Mark mark(Forwards.Standing standing) {
        return switch (standing.state()) {
            case FINE -> new Mark("allowed", "check", "Received");
            case PROBLEM -> new Mark("blocked", "warn", standing.failing() ? "Failing" : "Silent");
            case UNKNOWN ->
                    standing.received() == null
                            ? new Mark("", "question", "Not begun")
                            : new Mark("", "wait", "Catching up");
        };
    }

    private static @Nullable Moment moment(@Nullable Instant at, Instant now) {
        return at == null ? null : Moment.of(at, now);
    }
}
