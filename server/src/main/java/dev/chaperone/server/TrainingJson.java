// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.workspace.training.Attempt;
import dev.chaperone.workspace.training.Certificate;
import dev.chaperone.workspace.training.Completion;
import dev.chaperone.workspace.training.Retraining;
import dev.chaperone.workspace.training.Sheet;
import dev.chaperone.workspace.training.Standing;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/// The training as the API shows it.
final class TrainingJson {
    private TrainingJson() {}

    /// An attempt at the quiz of a course.
    ///
    /// @param number of this person's attempts at this course
    /// @param state `open`, `lapsed`, `failed` or `passed`
    /// @param asked how many questions
    /// @param right how many of them were answered rightly; null while it has no result, as the
    ///   rest
    /// @param score percent
    /// @param entry index of the ledger entry that records the result
    record AttemptJson(
            String id,
            String person,
            String course,
            String version,
            int number,
            String state,
            int asked,
            int passMark,
            Instant startedAt,
            Instant openUntil,
            @Nullable Integer right,
            @Nullable Integer score,
            @Nullable Instant finishedAt,
            @Nullable Instant validUntil,
            @Nullable String certificate,
            @Nullable Long entry) {
        static AttemptJson of(Attempt attempt, Instant now) {
            Attempt.Result result = attempt.result();
            Attempt.Passed passed = result == null ? null : result.passed();
            return new AttemptJson(
                    attempt.id(),
                    attempt.person().value(),
                    attempt.course().value(),
                    attempt.version().toString(),
                    attempt.number(),
                    attempt.state(now).written(),
                    attempt.questions().size(),
                    attempt.passMark(),
                    attempt.startedAt(),
                    attempt.openUntil(),
                    result == null ? null : result.right(),
                    result == null ? null : result.score(),
                    result == null ? null : result.finishedAt(),
                    passed == null ? null : passed.validUntil(),
                    passed == null ? null : passed.certificate(),
                    result == null ? null : result.entry());
        }
    }

    /// An attempt with its questions in the order shown. What is right is in it when it has a
    /// result.
    record SheetJson(AttemptJson attempt, List<QuestionJson> questions) {
        static SheetJson of(Sheet sheet, Instant now) {
            return new SheetJson(
                    AttemptJson.of(sheet.attempt(), now),
                    sheet.questions().stream().map(QuestionJson::of).toList());
        }
    }

    /// A question.
    ///
    /// @param several whether more than one choice is right
    /// @param marked null while the attempt has no result
    record QuestionJson(
            int question,
            String theme,
            String text,
            boolean several,
            List<Sheet.Choice> choices,
            Sheet.@Nullable Marked marked) {
        static QuestionJson of(Sheet.Item item) {
            return new QuestionJson(
                    item.number(),
                    item.theme(),
                    item.text(),
                    item.several(),
                    item.choices(),
                    item.marked());
        }
    }

    /// How the caller stands with a course that is asked of them.
    ///
    /// @param state `done`, `due` or `overdue`
    /// @param until from when on it is not in order
    /// @param because what ends then: `never-passed`, `expires`, `new-version` or `retraining`
    record StandingJson(
            String course,
            String state,
            Instant until,
            String because,
            @Nullable Instant passedAt) {
        static StandingJson of(Standing standing, Instant now) {
            return new StandingJson(
                    standing.course().value(),
                    standing.state(now).written(),
                    standing.until(),
                    standing.because().written(),
                    standing.passedAt());
        }
    }

    /// How far a course has come.
    ///
    /// @param asked active people of whom it is asked
    record CompletionJson(
            String course,
            String version,
            Instant asOf,
            int asked,
            int done,
            int doneInThisVersion,
            int due,
            int overdue,
            List<LateJson> late) {
        static CompletionJson of(Completion completion) {
            return new CompletionJson(
                    completion.course().value(),
                    completion.version().toString(),
                    completion.asOf(),
                    completion.asked(),
                    completion.done(),
                    completion.doneInThisVersion(),
                    completion.due(),
                    completion.overdue(),
                    completion.late().stream()
                            .map(late ->
                                    new LateJson(
                                            late.person().value(),
                                            late.since(),
                                            late.because().written()))
                            .toList());
        }
    }

    /// Somebody who is overdue.
    record LateJson(String person, Instant since, String because) {}

    /// A course that somebody has to take again.
    record RetrainingJson(
            String id,
            String person,
            String course,
            String reason,
            Instant assignedAt,
            String assignedBy,
            Instant dueAt,
            long entry) {
        static RetrainingJson of(Retraining each) {
            return new RetrainingJson(
                    each.id(),
                    each.person().value(),
                    each.course().value(),
                    each.reason().written(),
                    each.assignedAt(),
                    each.assignedBy(),
                    each.dueAt(),
                    each.entry());
        }
    }

    /// Says that somebody passed a course.
    ///
    /// @param entry index of the ledger entry that says the same
    /// @param confirmed whether it really does
    record CertificateJson(
            String id,
            String person,
            String course,
            String title,
            String version,
            int number,
            int score,
            int passMark,
            Instant finishedAt,
            Instant validUntil,
            long entry,
            boolean confirmed) {
        static CertificateJson of(Certificate each) {
            return new CertificateJson(
                    each.id(),
                    each.person().value(),
                    each.course().value(),
                    each.title(),
                    each.version().toString(),
                    each.number(),
                    each.score(),
                    each.passMark(),
                    each.finishedAt(),
                    each.validUntil(),
                    each.entry(),
                    each.confirmed());
        }
    }
}
