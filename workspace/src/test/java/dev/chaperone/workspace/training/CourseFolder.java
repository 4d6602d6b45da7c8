// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A folder of courses as a company writes them.
final class CourseFolder {
    static final String COURSE =
            """
            title: Robots and us
            summary: What our robots are told.
            for: [developer]
            version: {note: First version, retrain: false}
            pass-mark: 50
            attempts: {a-day: 3}
            valid-for-months: 12
            days-to-complete: 14
            questions: 2
            lessons:
              - {file: 01-can.md, kind: capabilities}
              - {file: 02-may.md, kind: boundaries}
            """;
    static final String QUIZ =
            """
            questions:
              - id: one
                theme: robots
                text: What is one?
                choices: {a: A number, b: A letter, c: A colour}
                right: [a]
                because: One is a number.
              - id: two
                theme: robots
                text: Which of these are even?
                choices: {a: Two, b: Three, c: Four}
                right: [a, c]
                because: Two and four are.
            """;

    private final Path root;

    private CourseFolder(Path root) {
        this.root = root;
    }

    static CourseFolder in(Path root) {
        return new CourseFolder(root);
    }

    /// A course without a fault.
    CourseFolder fine(String id) throws IOException {
        return file(id + "/course.yaml", COURSE)
                .file(id + "/quiz.yaml", QUIZ)
                .file(id + "/01-can.md", "# What they can do\n\nThey *walk*.\n")
                .file(id + "/02-may.md", "# What they may do\n\nNot fly.\n");
    }

    CourseFolder file(String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return this;
    }

    CourseShelf shelf() throws CourseException, IOException {
        return CourseShelf.with(root);
    }
}
