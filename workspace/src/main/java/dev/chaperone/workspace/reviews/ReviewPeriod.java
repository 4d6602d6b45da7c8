// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.reviews;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/// A stretch of the record that is reviewed at once.
///
/// @param to the moment after its last
/// @param due until when it has to be reviewed: as long after its end as it lasted
/// @param review null while there is none
public record ReviewPeriod(Instant from, Instant to, Instant due, @Nullable LogReview review) {
    /// How it stands.
    public enum State {
        /// It is not over.
        RUNNING,
        /// It is over, and there is time to review it.
        DUE,
        /// It was not reviewed in time, and is not yet.
        MISSED,
        REVIEWED,
        /// It was reviewed after its time: that stays so.
        LATE
    }

    public State state(Instant now) {
        if (review != null) {
            return review.concludedAt().isBefore(due) ? State.REVIEWED : State.LATE;
        }
        if (now.isBefore(to)) {
            return State.RUNNING;
        }
        return now.isBefore(due) ? State.DUE : State.MISSED;
    }
}
