// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.vocabulary.CourseId;
import dev.chaperone.workspace.Page;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.training.Course;
import dev.chaperone.workspace.training.CourseTerms;
import dev.chaperone.workspace.training.Courses;
import dev.chaperone.workspace.training.Training;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import java.util.List;

/// What is taught. Questions come with an attempt, never from here.
@RestController
class CoursesApi {
    private final Courses courses;

    CoursesApi(Training training) {
        this.courses = training.courses();
    }

    /// A course.
    ///
    /// @param version SHA-256 over all its files
    /// @param audience whom it is for
    /// @param passMark percent
    /// @param attemptsADay null when days do not matter
    /// @param attemptsInTotal null when they are not limited
    /// @param lessons null in the list of courses
    record CourseJson(
            String id,
            String version,
            String title,
            String summary,
            List<String> audience,
            String note,
            boolean retrain,
            int passMark,
            @Nullable Integer attemptsADay,
            @Nullable Integer attemptsInTotal,
            int validForMonths,
            int daysToComplete,
            int questions,
            @Nullable List<LessonJson> lessons) {
        static CourseJson of(Course course, boolean whole) {
            CourseTerms terms = course.terms();
            return new CourseJson(
                    course.id().value(),
                    course.version().toString(),
                    terms.title(),
                    terms.summary(),
                    terms.audience().stream().map(CourseTerms.Audience::written).toList(),
                    terms.note(),
                    terms.retrain(),
                    terms.passMark(),
                    terms.attempts().aDay(),
                    terms.attempts().inTotal(),
                    terms.validForMonths(),
                    terms.daysToComplete(),
                    terms.asked(),
                    whole
                            ? course.lessons().stream()
                                    .map(lesson ->
                                            new LessonJson(
                                                    lesson.title(),
                                                    lesson.kind().written(),
                                                    lesson.markdown()))
                                    .toList()
                            : null);
        }
    }

    /// A lesson.
    ///
    /// @param kind `capabilities` or `boundaries`
    record LessonJson(String title, String kind, String markdown) {}

    @Needs(Permission.TAKE_TRAINING)
    @GetMapping("/api/v1/courses")
    Page<CourseJson> list() {
        return new Page<>(
                courses.list().stream().map(course -> CourseJson.of(course, false)).toList(), null);
    }

    @Needs(Permission.TAKE_TRAINING)
    @GetMapping("/api/v1/courses/{id}")
    CourseJson show(@PathVariable String id) {
        return CourseJson.of(courses.existing(id(id)), true);
    }

    /// What is no id is the id of no course.
    static CourseId id(String written) {
        try {
            return new CourseId(written);
        } catch (IllegalArgumentException e) {
            throw RejectedException.unknown("course");
        }
    }
}
