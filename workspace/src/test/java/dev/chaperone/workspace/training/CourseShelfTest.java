// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.chaperone.vocabulary.CourseId;
import dev.chaperone.vocabulary.Digest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

@Timeout(60)
class CourseShelfTest {
    private static final CourseId ROBOTS = new CourseId("robots");

    @TempDir Path root;

    @Test
    void readsACompanysOwnCourse() throws Exception {
        Course course = robots(CourseFolder.in(root).fine("robots").shelf());

        assertThat(course.title()).isEqualTo("Robots and us");
        assertThat(course.terms().passMark()).isEqualTo(50);
        assertThat(course.terms().attempts().aDay()).isEqualTo(3);
        assertThat(course.terms().attempts().inTotal()).isNull();
        assertThat(course.lessons())
                .extracting(Lesson::title)
                .containsExactly("What they can do", "What they may do");
        assertThat(course.lessons().getFirst().html()).isEqualTo("<p>They <em>walk</em>.</p>\n");
        assertThat(course.questions().getLast().right()).isEqualTo(Set.of("a", "c"));
    }

    @Test
    void hashesTheExactBytesOfAllFilesInTheOrderOfTheirNames() throws Exception {
        Course course = robots(CourseFolder.in(root).fine("robots").shelf());

        StringBuilder all = new StringBuilder();
        for (String name : List.of("01-can.md", "02-may.md", "course.yaml", "quiz.yaml")) {
            String text = Files.readString(root.resolve("robots").resolve(name));
            int bytes = text.getBytes(StandardCharsets.UTF_8).length;
            all.append(name).append('\n').append(bytes).append('\n').append(text);
        }
        assertThat(course.version()).isEqualTo(Digest.of(all.toString()));
        Course again =
                robots(
                        CourseFolder.in(root)
                                .file("robots/02-may.md", "# What they may do\n\nNot fly. \n")
                                .shelf());
        assertThat(again.version()).isNotEqualTo(course.version());
    }

    @Test
    void putsACompanysCourseInThePlaceOfABuiltInOne() throws Exception {
        CourseId id = CourseShelf.builtIn().courses().getFirst().id();
        int before = CourseShelf.builtIn().courses().size();

        CourseShelf shelf = CourseFolder.in(root).fine(id.value()).fine("robots").shelf();

        assertThat(shelf.courses()).hasSize(before + 1);
        assertThat(shelf.find(id).orElseThrow().title()).isEqualTo("Robots and us");
    }

    @Test
    void namesEveryFaultOfEveryFileWithItsPlace() throws Exception {
        CourseFolder.in(root)
                .fine("robots")
                .file(
                        "robots/course.yaml",
                        """
                        title: Robots
                        for: [developer, pilot]
                        version: {note: First, retrain: perhaps}
                        pass-mark: 200
                        attempts: {a-week: 3}
                        valid-for-months: twelve
                        days-to-complete: 14
                        questions: 3
                        lessons:
                          - {file: 01-can.md, kind: capabilities}
                          - {file: 09-gone.md, kind: boundary}
                        colour: blue
                        """)
                .file(
                        "robots/quiz.yaml",
                        """
                        questions:
                          - {id: one, theme: t, text: T, choices: {a: A, b: B}, right: [c], because: x}
                          - {id: one, theme: T!, text: T, choices: {a: A, x: B}, right: [], because: x}
                        """)
                .file("robots/01-can.md", "Without a title, <b>bold</b>\n\n![x](y.png)\n")
                .file("robots/notes.txt", "hello")
                .file("Bad Name/course.yaml", "x")
                .file("stray.yaml", "x");

        assertThat(faults())
                .containsExactlyInAnyOrder(
                        "Bad Name: the folder's name must be lower-case letters, digits and dashes",
                        "robots/notes.txt: has no place here; a course has course.yaml, quiz.yaml"
                                + " and lessons such as 01-first-steps.md",
                        "robots/quiz.yaml, line 2, column 65: there is no choice 'c'",
                        "robots/quiz.yaml, line 3, column 10: there is another question 'one'",
                        "robots/quiz.yaml, line 3, column 22: must be lower-case letters, digits"
                                + " and dashes",
                        "robots/quiz.yaml, line 3, column 51: choices are called a, b, c … up to h",
                        "robots/quiz.yaml, line 3, column 65: no choice is right",
                        "robots/02-may.md: is not among the lessons of course.yaml",
                        "robots/01-can.md, line 1, column 18: HTML is not taken; write it as code"
                                + " with `…` to show it",
                        "robots/01-can.md, line 1, column 25: HTML is not taken; write it as code"
                                + " with `…` to show it",
                        "robots/01-can.md, line 3, column 1: pictures are not taken",
                        "robots/01-can.md, line 1, column 1: must begin with '# ' and its title",
                        "robots/course.yaml, line 1, column 1: 'summary' is missing",
                        "robots/course.yaml, line 2, column 18: 'pilot' is not one of developer,"
                                + " reviewer, administrator, approver",
                        "robots/course.yaml, line 3, column 33: 'retrain' must be true or false",
                        "robots/course.yaml, line 4, column 12: 'pass-mark' must be a whole number"
                                + " from 1 to 100",
                        "robots/course.yaml, line 5, column 12: unknown key 'a-week'; known here:"
                                + " a-day, in-total",
                        "robots/course.yaml, line 6, column 19: 'valid-for-months' must be a whole"
                                + " number from 1 to 120",
                        "robots/course.yaml, line 8, column 12: 'questions' is 3, and the quiz has"
                                + " 2",
                        "robots/course.yaml, line 10, column 3: no lesson is of the kind"
                                + " boundaries; both are needed",
                        "robots/course.yaml, line 11, column 12: there is no lesson '09-gone.md'",
                        "robots/course.yaml, line 11, column 30: 'boundary' is neither"
                                + " capabilities nor boundaries",
                        "robots/course.yaml, line 12, column 1: unknown key 'colour'; known here:"
                                + " attempts, days-to-complete, for, lessons, pass-mark, questions,"
                                + " summary, title, valid-for-months, version",
                        "stray.yaml: is not a folder; each course has one of its own");
    }

    @Test
    void saysWhichFileIsMissingOrIsNoText() throws Exception {
        CourseFolder.in(root).fine("robots");
        Files.delete(root.resolve("robots/quiz.yaml"));
        Files.write(root.resolve("robots/course.yaml"), new byte[] {(byte) 0xff});

        assertThat(faults())
                .containsExactly(
                        "robots/course.yaml: is not UTF-8", "robots/quiz.yaml: is missing");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "Hi <img src=x onerror=alert(1)>",
                "[x](javascript:alert(1))",
                "[x](JaVaScRiPt:alert(1))",
                "[x](data:text/html;base64,PHNjcmlwdD4=)",
                "[x](//evil.example)",
                "[x](/\\evil.example)",
                "[x](http://plain.example)",
                "<javascript:alert(1)>",
                "![x](https://tracker.example/p.png)"
            })
    void refusesMarkdownThatActs(String hostile) throws Exception {
        CourseFolder.in(root).fine("robots").file("robots/01-can.md", "# Title\n\n" + hostile);

        assertThat(faults()).isNotEmpty().allMatch(fault -> fault.contains("01-can.md, line 3"));
    }

    @Test
    void showsAsTextWhatCameThroughAllTheSame() {
        String html =
                Markdown.html(
                        Markdown.parse("<script>x</script>\n\n[a](javascript:x) <b onclick=x>"));

        assertThat(html).doesNotContain("<script", "javascript:", "<b ");
    }

    @Test
    void takesLinksToPagesAndCodeThatLooksLikeHtml() throws Exception {
        Course course =
                robots(
                        CourseFolder.in(root)
                                .fine("robots")
                                .file(
                                        "robots/01-can.md",
                                        "# Title\n\n[a](https://a.example/) [b](/policy)"
                                                + " `<script>`\n")
                                .shelf());

        assertThat(course.lessons().getFirst().html())
                .contains("href=\"https://a.example/\"", "href=\"/policy\"", "&lt;script&gt;");
    }

    @Test
    void readsDeeplyNestedTextWithoutFalling() throws Exception {
        String depths =
                ">".repeat(20_000)
                        + " x\n\n"
                        + "*a **b ".repeat(5_000)
                        + "b** a*".repeat(5_000)
                        + "\n\n"
                        + "[".repeat(20_000)
                        + "\n\n"
                        + "- ".repeat(20_000);
        Course course =
                robots(
                        CourseFolder.in(root)
                                .fine("robots")
                                .file("robots/01-can.md", "# Title\n\n" + depths)
                                .shelf());

        assertThat(course.lessons().getFirst().html()).contains("x");
    }

    @Test
    void refusesYamlThatGrowsWhenItIsRead() throws Exception {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 9; i++) {
            bomb.append("a%d: &a%d [".formatted(i, i))
                    .append(("*a" + (i - 1) + ", ").repeat(9))
                    .append("x]\n");
        }
        bomb.append("questions: *a8\n");
        CourseFolder.in(root).fine("robots").file("robots/quiz.yaml", bomb.toString());

        assertThat(faults()).isNotEmpty().hasSizeLessThan(5_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{a: ", "- ", "? "})
    void refusesYamlThatIsNestedWithoutEnd(String level) throws Exception {
        CourseFolder.in(root)
                .fine("robots")
                .file("robots/quiz.yaml", "questions: \n  " + level.repeat(50_000));

        assertThat(faults()).isNotEmpty();
    }

    @Test
    void refusesWhatIsTooLarge() throws Exception {
        CourseFolder.in(root)
                .fine("robots")
                .file("robots/01-can.md", "# T\n\n" + "x".repeat(256 * 1024));

        assertThat(faults()).contains("robots/01-can.md: has more than 256 KiB");
    }

    @Test
    void leavesOutWhatEditorsAndMountsLeaveBehind() throws Exception {
        CourseShelf shelf =
                CourseFolder.in(root)
                        .fine("robots")
                        .file("robots/.swp", "x")
                        .file("..data/x", "x")
                        .shelf();

        assertThat(robots(shelf).title()).isEqualTo("Robots and us");
    }

    @Test
    void hasTheBuiltInOnesWithoutAFolder() throws Exception {
        assertThat(CourseShelf.with(root.resolve("none")).courses())
                .isEqualTo(CourseShelf.builtIn().courses());
    }

    private static Course robots(CourseShelf shelf) {
        return shelf.find(ROBOTS).orElseThrow();
    }

    private List<String> faults() throws IOException {
        CourseException refusal =
                catchThrowableOfType(CourseException.class, () -> CourseShelf.with(root));
        assertThat(refusal).isNotNull();
        return refusal.faults().stream().map(CourseFault::toString).toList();
    }
}
