// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.training;

import org.commonmark.node.Heading;
import org.commonmark.node.Node;

/// Reads a lesson: a title, and below it what is to be learned.
final class LessonReader {
    private LessonReader() {}

    static Lesson read(String path, String file, Lesson.Kind kind, String text, Faults faults) {
        Node document = Markdown.parse(text);
        Markdown.check(
                document, (line, column, message) -> faults.add(path, line, column, message));
        String title = "";
        if (document.getFirstChild() instanceof Heading heading && heading.getLevel() == 1) {
            title = Markdown.text(heading);
            heading.unlink();
        }
        if (title.isEmpty() || title.length() > CourseReader.TITLE) {
            faults.add(path, 1, 1, "must begin with '# ' and its title");
        }
        if (document.getFirstChild() == null) {
            faults.add(path, 1, 1, "has no text below its title");
        }
        return new Lesson(file, kind, title, text, Markdown.html(document));
    }
}
