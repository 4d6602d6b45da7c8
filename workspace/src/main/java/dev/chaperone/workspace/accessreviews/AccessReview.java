// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.accessreviews;

import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.ToolId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Locale;

/// The review of one period.
///
/// @param to the moment after its last
/// @param due until when it has to be complete
/// @param opened null while nobody has begun it
public record AccessReview(Instant from, Instant to, Instant due, @Nullable Opened opened) {
    /// A review that somebody began.
    ///
    /// @param snapshot SHA-256 of all rows as they were then
    /// @param rows how many
    /// @param people active then
    /// @param without of them without anything to review
    /// @param entry of the ledger
    /// @param completion null while it is not complete
    public record Opened(
            String by,
            Instant at,
            Digest snapshot,
            int rows,
            int people,
            int without,
            long entry,
            @Nullable Completion completion) {}

    /// A list that a review was put together from.
    ///
    /// @param source empty: a tool that people hold accounts of, and whose accounts no list shows
    /// @param asOf when it was read; null: never
    /// @param unresolved accounts of which nobody knew whose they are: they are not among the rows
    public record Covered(
            ToolId tool, String source, @Nullable Instant asOf, long accounts, long unresolved) {
        /// As it counts into the hash of the population.
        String frozen() {
            return "list\t%s\t%s\t%s\t%d\t%d".formatted(tool, source, asOf, accounts, unresolved);
        }
    }

    /// How far the reviewers have come.
    ///
    /// @param steps in which it was decided, `most` rows at once
    public record Progress(
            long rows, long decided, long revoked, long reviewers, long steps, long most) {}

    /// How it ended.
    public record Completion(String by, Instant at, String statement, long entry) {}

    /// How it stands: nobody sets it.
    public enum State {
        /// The period is not over.
        RUNNING,
        /// It is over, and nobody has begun the review.
        DUE,
        IN_PROGRESS,
        /// It was not complete in time, and is not yet.
        MISSED,
        COMPLETED,
        /// It was complete after its time: that stays so.
        LATE;

        /// The spelling of the API.
        public String written() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public State state(Instant now) {
        Completion completion = opened == null ? null : opened.completion();
        if (completion != null) {
            return completion.at().isBefore(due) ? State.COMPLETED : State.LATE;
        }
        if (now.isBefore(to)) {
            return State.RUNNING;
        }
        if (!now.isBefore(due)) {
            return State.MISSED;
        }
        return opened == null ? State.DUE : State.IN_PROGRESS;
    }
}
