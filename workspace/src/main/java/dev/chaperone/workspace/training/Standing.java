// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.training;

import dev.chaperone.vocabulary.CourseId;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/// How somebody stands with a course that is asked of them. Worked out from dates whenever somebody
/// looks: no job has to run for it to be right.
///
/// @param until up to this moment all is well, from it on it is not
/// @param because what ends then
/// @param passed the last pass; null when they never passed it
public record Standing(CourseId course, Instant until, Because because, @Nullable Pass passed) {
    /// A pass as far as it matters here.
    ///
    /// @param publication which publication of the course
    public record Pass(
            long publication, Instant startedAt, Instant finishedAt, Instant validUntil) {}

    /// Why all is not well from a moment on.
    public enum Because {
        /// It was never passed, and the time for it ends.
        NEVER_PASSED,
        /// Passing it counts for so long only.
        EXPIRES,
        /// The course became materially another one.
        NEW_VERSION,
        /// It was assigned again.
        RETRAINING;

        /// The spelling used in the API.
        public String written() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /// How it is at a moment.
    public enum State {
        /// Passed, and nothing else is asked.
        DONE,
        /// Something is to be done, and there is time for it.
        DUE,
        /// It should have been done.
        OVERDUE;

        /// The spelling used in the API.
        public String written() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public State state(Instant now) {
        if (!now.isBefore(until)) {
            return State.OVERDUE;
        }
        return because == Because.EXPIRES ? State.DONE : State.DUE;
    }

    /// When it was passed last; null when never.
    public @Nullable Instant passedAt() {
        return passed == null ? null : passed.finishedAt();
    }

    /// Works it out.
    ///
    /// @param publications of the course, the oldest first, at least one
    /// @param joined since when it could be asked of the person
    /// @param retrainings of the person about this course
    static Standing of(
            List<Publication> publications,
            Instant joined,
            @Nullable Pass pass,
            List<Retraining> retrainings) {
        CourseId course = publications.getFirst().course();
        Standing standing =
                pass == null
                        ? never(publications, joined)
                        : new Standing(course, pass.validUntil(), Because.EXPIRES, pass);
        if (pass != null) {
            for (Publication each : publications) {
                if (each.retrain() && each.number() > pass.publication()) {
                    standing = standing.orEarlier(due(each), Because.NEW_VERSION);
                }
            }
        }
        for (Retraining each : retrainings) {
            if (pass == null || pass.startedAt().isBefore(each.assignedAt())) {
                standing = standing.orEarlier(each.dueAt(), Because.RETRAINING);
            }
        }
        return standing;
    }

    private static Standing never(List<Publication> publications, Instant joined) {
        Publication first = publications.getFirst();
        Instant asked = joined.isAfter(first.publishedAt()) ? joined : first.publishedAt();
        Duration time = Duration.ofDays(publications.getLast().days());
        return new Standing(first.course(), asked.plus(time), Because.NEVER_PASSED, null);
    }

    private static Instant due(Publication publication) {
        return publication.publishedAt().plus(Duration.ofDays(publication.days()));
    }

    /// What has to be done counts also when what expires ends before it: there is something to do.
    private Standing orEarlier(Instant other, Because why) {
        boolean earlier = other.isBefore(until);
        if (because == Because.EXPIRES) {
            return new Standing(course, earlier ? other : until, why, passed);
        }
        return earlier ? new Standing(course, other, why, passed) : this;
    }
}
