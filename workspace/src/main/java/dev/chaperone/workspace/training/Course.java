// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.training;

import dev.chaperone.vocabulary.CourseId;
import dev.chaperone.vocabulary.Digest;

import java.util.List;

/// A course as its files say it: lessons to read and a quiz to pass.
///
/// @param version SHA-256 of all its files, see [CourseFiles]
public record Course(
        CourseId id,
        Digest version,
        CourseTerms terms,
        List<Lesson> lessons,
        List<Question> questions) {
    public Course {
        lessons = List.copyOf(lessons);
        questions = List.copyOf(questions);
    }

    public String title() {
        return terms.title();
    }
}
