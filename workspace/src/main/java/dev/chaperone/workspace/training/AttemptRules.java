// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.training;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.RejectedException;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/// When an attempt may begin, and until when it can be handed in.
final class AttemptRules {
    private final Courses courses;
    private final RetrainingStore retrainings;

    AttemptRules(Courses courses, RetrainingStore retrainings) {
        this.courses = courses;
        this.retrainings = retrainings;
    }

    /// @param before this person's attempts at this course, the newest first
    void check(Course course, List<Attempt> before, PersonId person, Instant now) {
        for (Attempt attempt : before) {
            if (isOpen(attempt, now)) {
                throw RejectedException.conflict(
                        "You have an open attempt at this course: "
                                + attempt.id()
                                + ". Hand it in first; it ends by itself at "
                                + attempt.openUntil()
                                + ".");
            }
        }
        Integer aDay = course.terms().attempts().aDay();
        Instant today = now.truncatedTo(ChronoUnit.DAYS);
        if (aDay != null && since(before, today) >= aDay) {
            throw RejectedException.conflict(
                    "This course may be tried "
                            + aDay
                            + " times a day. The next attempt can begin at "
                            + today.plus(1, ChronoUnit.DAYS)
                            + ". Reading the lessons again helps more than guessing.");
        }
        Integer inTotal = course.terms().attempts().inTotal();
        if (inTotal != null && since(before, fresh(course, before, person)) >= inTotal) {
            throw RejectedException.conflict(
                    "This course may be tried "
                            + inTotal
                            + " times. Ask an administrator to assign it to you again.");
        }
    }

    private static long since(List<Attempt> attempts, Instant moment) {
        return attempts.stream().filter(each -> !each.startedAt().isBefore(moment)).count();
    }

    /// From when on attempts count: the version, the last pass, the last assignment.
    private Instant fresh(Course course, List<Attempt> before, PersonId person) {
        Instant fresh = courses.publications(course.id()).getLast().publishedAt();
        for (Attempt attempt : before) {
            Attempt.Result result = attempt.result();
            if (result != null && result.passed() != null) {
                fresh = later(fresh, result.finishedAt());
            }
        }
        for (Retraining each : retrainings.of(person, course.id())) {
            fresh = later(fresh, each.assignedAt());
        }
        return fresh;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    boolean isOpen(Attempt attempt, Instant now) {
        return attempt.state(now) == Attempt.State.OPEN && isTaught(attempt);
    }

    private boolean isTaught(Attempt attempt) {
        List<Publication> publications = courses.publications(attempt.course());
        return !publications.isEmpty()
                && publications.getLast().number() == attempt.publication()
                && courses.find(attempt.course()).isPresent();
    }

    /// The course of an attempt that can be handed in.
    Course checkOpen(Attempt attempt, Instant now) {
        switch (attempt.state(now)) {
            case OPEN -> {
                // Goes on below.
            }
            case PASSED, FAILED ->
                    throw RejectedException.conflict(
                            "This attempt was handed in already. Its result stays.");
            case LAPSED ->
                    throw RejectedException.conflict(
                            "This attempt could be handed in until "
                                    + attempt.openUntil()
                                    + ". Begin another.");
        }
        if (!isTaught(attempt)) {
            throw RejectedException.conflict(
                    "The course has changed since this attempt began. Begin another.");
        }
        return courses.existing(attempt.course());
    }
}
