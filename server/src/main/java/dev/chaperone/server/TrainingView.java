// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.workspace.training.Attempt;
import dev.chaperone.workspace.training.Completion;
import dev.chaperone.workspace.training.Course;
import dev.chaperone.workspace.training.Standing;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/// The page about the training: what is asked of the reader, what else there is, and, for whoever
/// answers for all, how far everybody has come. Nobody is ranked.
///
/// @param person whether the reader is a person, and can take a course
/// @param completion empty for those who see only themselves
/// @param assign what an assignment can name; null for those who assign nothing
record TrainingView(
        boolean person,
        String summary,
        Moment asOf,
        List<Row> mine,
        List<Row> others,
        List<Try> tries,
        List<Figure> completion,
        @Nullable Assign assign) {
    /// A course.
    ///
    /// @param when what the dates say
    record Row(String href, String title, String summary, Mark state, String when) {}

    /// An attempt of the reader's.
    record Try(
            String href, String title, String number, Moment started, Mark state, String score) {}

    /// How far a course has come.
    ///
    /// @param version the hash's first digits
    record Figure(
            String title,
            String version,
            String exactVersion,
            String done,
            int percent,
            String inThisVersion,
            String due,
            String overdue,
            Moment asOf,
            List<Late> late,
            String more) {}

    /// Somebody who is overdue.
    record Late(String name, String since, String because) {}

    /// What an assignment can name.
    record Assign(List<Option> courses, String due) {}

    /// A choice of a form.
    record Option(String value, String text) {}

    /// How a course that is asked of the reader stands.
    static Row row(Course course, @Nullable Standing standing, Instant now) {
        return new Row(
                "/training/courses/" + course.id(),
                course.title(),
                course.terms().summary(),
                standing == null ? new Mark("", "eye", "Open to you") : mark(standing, now),
                standing == null ? "Nobody asks it of you here." : when(standing, now));
    }

    static Mark mark(Standing standing, Instant now) {
        return switch (standing.state(now)) {
            case DONE -> new Mark("allowed", "check", "Done");
            case DUE -> new Mark("warned", "wait", "To do");
            case OVERDUE -> new Mark("blocked", "warn", "Overdue");
        };
    }

    static String when(Standing standing, Instant now) {
        String day = day(standing.until());
        return switch (standing.state(now)) {
            case DONE -> "Until " + day + ".";
            case DUE -> "By " + day + ": " + because(standing.because()) + ".";
            case OVERDUE -> "Since " + day + ": " + because(standing.because()) + ".";
        };
    }

    static String because(Standing.Because because) {
        return switch (because) {
            case NEVER_PASSED -> "never passed";
            case EXPIRES -> "passing it counts for so long only";
            case NEW_VERSION -> "the course has changed materially";
            case RETRAINING -> "it was assigned again";
        };
    }

    static String day(Instant moment) {
        return Moment.day(LocalDate.ofInstant(moment, ZoneOffset.UTC));
    }

    static Try attempt(Attempt attempt, String title, Instant now) {
        Attempt.Result result = attempt.result();
        return new Try(
                "/training/attempts/" + attempt.id(),
                title,
                "Attempt " + attempt.number(),
                Moment.of(attempt.startedAt(), now),
                mark(attempt.state(now)),
                result == null
                        ? "no result"
                        : "%d %% (%d of %d, pass mark %d %%)"
                                .formatted(
                                        result.score(),
                                        result.right(),
                                        attempt.questions().size(),
                                        attempt.passMark()));
    }

    static Mark mark(Attempt.State state) {
        return switch (state) {
            case OPEN -> new Mark("warned", "wait", "Open");
            case LAPSED -> new Mark("", "gone", "Not handed in");
            case FAILED -> new Mark("blocked", "block", "Not passed");
            case PASSED -> new Mark("allowed", "check", "Passed");
        };
    }

    static String summary(boolean person, List<Standing> mine, Instant now) {
        if (!person) {
            return "The administrator token is nobody's name, so it takes no course.";
        }
        long open = mine.stream().filter(each -> each.state(now) != Standing.State.DONE).count();
        if (mine.isEmpty()) {
            return "No course is asked of you.";
        }
        Optional<Instant> first = mine.stream().map(Standing::until).min(Instant::compareTo);
        return open == 0
                ? "Everything is done. The next date is "
                        + first.map(TrainingView::day).orElse("")
                        + "."
                : Words.count(open, "course", "courses") + " to do.";
    }

    private static final int SHOWN = 50;

    static Figure figure(Completion each, Directory.Names names) {
        List<Late> late =
                each.late().stream()
                        .limit(SHOWN)
                        .map(one ->
                                new Late(
                                        names.shown(one.person()),
                                        day(one.since()),
                                        because(one.because())))
                        .toList();
        int more = each.late().size() - late.size();
        return new Figure(
                each.title(),
                each.version().hex().substring(0, 12),
                each.version().toString(),
                each.done() + " " + Words.share(each.done(), each.asked()),
                each.asked() == 0 ? -1 : 100 * each.done() / each.asked(),
                Words.number(each.doneInThisVersion()),
                Words.number(each.due()),
                Words.number(each.overdue()),
                Moment.of(each.asOf(), each.asOf()),
                late,
                more == 0 ? "" : "and " + Words.number(more) + " more, by the API");
    }
}
