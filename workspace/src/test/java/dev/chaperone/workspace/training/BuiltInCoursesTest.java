// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.detection.Scanner;
import dev.chaperone.vocabulary.CourseId;
import dev.chaperone.workspace.training.CourseTerms.Audience;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The courses that come with the product.
class BuiltInCoursesTest {
    private static final Path SOURCES =
            Path.of("src/main/resources/dev/chaperone/workspace/training/courses");
    private static final CourseId DEVELOPERS = new CourseId("ai-coding-safely");

    private final CourseShelf shelf = shelf();

    private static CourseShelf shelf() {
        try {
            return CourseShelf.builtIn();
        } catch (CourseException | IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void areAllInTheIndex() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            assertThat(Files.readAllLines(SOURCES.resolve("index.txt")))
                    .containsExactlyInAnyOrderElementsOf(
                            files.filter(Files::isRegularFile)
                                    .map(file -> SOURCES.relativize(file).toString())
                                    .filter(name -> !name.equals("index.txt"))
                                    .toList());
        }
    }

    @Test
    void askDevelopersAboutEveryTheme() {
        Course course = shelf.find(DEVELOPERS).orElseThrow();

        assertThat(course.questions().stream().map(Question::theme).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(
                        "what-leaves",
                        "plans",
                        "approved-tools",
                        "data-classes",
                        "secrets",
                        "restricted-repositories",
                        "retention",
                        "history",
                        "code-flaws",
                        "packages",
                        "licences",
                        "prompt-injection",
                        "mcp-servers",
                        "agents",
                        "attribution",
                        "reporting",
                        "exceptions",
                        "monitoring",
                        "customers");
    }

    @Test
    void touchEveryThemeInEachAttempt() {
        Course course = shelf.find(DEVELOPERS).orElseThrow();
        for (long seed = 0; seed < 200; seed++) {
            Set<String> themes = new HashSet<>();
            for (Attempt.Shown shown : Draw.of(course, seed)) {
                course.questions().stream()
                        .filter(question -> question.id().equals(shown.question()))
                        .map(Question::theme)
                        .forEach(themes::add);
            }
            assertThat(themes).hasSize(19);
        }
    }

    @Test
    void areForEverybodyWhoHasARole() {
        Set<Audience> audiences = new TreeSet<>();
        shelf.courses().forEach(course -> audiences.addAll(course.terms().audience()));

        assertThat(audiences).containsExactly(Audience.values());
    }

    @Test
    void haveShortLessons() {
        for (Course course : shelf.courses()) {
            for (Lesson lesson : course.lessons()) {
                long words = Arrays.stream(lesson.markdown().strip().split("\\s+", -1)).count();
                assertThat(words).as(lesson.file()).isBetween(200L, 400L);
            }
        }
    }

    @Test
    void holdNothingThatLooksLikeASecret() throws IOException {
        Scanner scanner = Scanner.builtIn();
        for (String name : Files.readAllLines(SOURCES.resolve("index.txt"))) {
            byte[] bytes = Files.readAllBytes(SOURCES.resolve(name));
            assertThat(scanner.scan(bytes, 0, bytes.length)).as(name).isEmpty();
        }
    }
}
