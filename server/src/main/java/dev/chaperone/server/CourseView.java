// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.workspace.training.Attempt;
import dev.chaperone.workspace.training.Course;
import dev.chaperone.workspace.training.CourseTerms;
import dev.chaperone.workspace.training.Lesson;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// The page of a course: its lessons, its terms, and the way into the quiz.
///
/// @param terms what the quiz asks
/// @param open address of the reader's open attempt; null when there is none
record CourseView(
        TrainingView.Row course,
        String id,
        String version,
        String note,
        List<Step> lessons,
        String terms,
        @Nullable String open) {
    /// A lesson in the list.
    record Step(String href, String title, String kind) {}

    static CourseView of(Course course, TrainingView.Row row, @Nullable Attempt open) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < course.lessons().size(); i++) {
            Lesson lesson = course.lessons().get(i);
            steps.add(new Step(href(course, i + 1), lesson.title(), kind(lesson)));
        }
        return new CourseView(
                row,
                course.id().value(),
                course.version().toString(),
                course.terms().note(),
                steps,
                terms(course.terms()),
                open == null ? null : "/training/attempts/" + open.id());
    }

    private static String href(Course course, int lesson) {
        return "/training/courses/" + course.id() + "/lessons/" + lesson;
    }

    private static String kind(Lesson lesson) {
        return switch (lesson.kind()) {
            case CAPABILITIES -> "What they can do";
            case BOUNDARIES -> "Where the limits are";
        };
    }

    private static String terms(CourseTerms terms) {
        List<String> words = new ArrayList<>();
        words.add(Words.count(terms.asked(), "question", "questions"));
        words.add("passed with " + terms.passMark() + " % right");
        Integer aDay = terms.attempts().aDay();
        Integer inTotal = terms.attempts().inTotal();
        if (aDay != null) {
            words.add(Words.count(aDay, "attempt", "attempts") + " a day");
        }
        if (inTotal != null) {
            words.add(Words.count(inTotal, "attempt", "attempts") + " in total");
        }
        words.add("counts for " + Words.count(terms.validForMonths(), "month", "months"));
        return String.join(", ", words) + ".";
    }

    /// A lesson on its page.
    ///
    /// @param html made from Markdown that may hold no HTML
    /// @param next address of the next lesson; null after the last
    record LessonPage(
            String course,
            String courseHref,
            String title,
            String place,
            String kind,
            String html,
            @Nullable String before,
            @Nullable String next) {
        static LessonPage of(Course course, Lesson lesson, int number) {
            int last = course.lessons().size();
            return new LessonPage(
                    course.title(),
                    "/training/courses/" + course.id(),
                    lesson.title(),
                    "Lesson " + number + " of " + last,
                    CourseView.kind(lesson),
                    lesson.html(),
                    number == 1 ? null : href(course, number - 1),
                    number == last ? null : href(course, number + 1));
        }
    }
}
