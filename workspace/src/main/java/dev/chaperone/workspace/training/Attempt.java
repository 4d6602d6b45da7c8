// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.training;

import dev.chaperone.vocabulary.CourseId;
import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.PersonId;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/// An attempt of a person at the quiz of a course, and what came of it.
///
/// @param publication which publication of the course
/// @param number of this person's attempts at this course, from 1
/// @param seed from which questions and orders came
/// @param questions as they were shown
/// @param passMark percent of the questions that have to be right
/// @param entry index of the ledger entry that records its start
/// @param result null while it has none
public record Attempt(
        String id,
        PersonId person,
        CourseId course,
        long publication,
        Digest version,
        int number,
        long seed,
        List<Shown> questions,
        int passMark,
        Instant startedAt,
        long entry,
        @Nullable Result result) {
    /// For how long it can be handed in.
    public static final Duration OPEN_FOR = Duration.ofHours(24);

    public Attempt {
        questions = List.copyOf(questions);
    }

    /// A question as it was shown.
    ///
    /// @param choices letters of its choices in the order shown
    public record Shown(String question, String choices) {}

    /// What came of it.
    ///
    /// @param answers letters that were chosen, sorted, for each question in the order shown
    /// @param right how many questions were answered rightly
    /// @param score percent, rounded down
    /// @param passed what passing brought; null when it was not passed
    /// @param entry index of the ledger entry that records it
    public record Result(
            List<String> answers,
            int right,
            int score,
            Instant finishedAt,
            @Nullable Passed passed,
            long entry) {
        public Result {
            answers = List.copyOf(answers);
        }
    }

    /// What passing brought.
    ///
    /// @param validUntil from this moment on it does not count any more
    public record Passed(String certificate, Instant validUntil) {}

    /// How far it has come.
    public enum State {
        /// It can be handed in.
        OPEN,
        /// It was not handed in in time.
        LAPSED,
        FAILED,
        PASSED;

        /// The spelling used in the API.
        public String written() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// How far it has come at a moment.
    public State state(Instant now) {
        if (result == null) {
            return now.isBefore(openUntil()) ? State.OPEN : State.LAPSED;
        }
        return result.passed() == null ? State.FAILED : State.PASSED;
    }

    /// The moment from which it can not be handed in any more.
    public Instant openUntil() {
        return startedAt.plus(OPEN_FOR);
    }
}
