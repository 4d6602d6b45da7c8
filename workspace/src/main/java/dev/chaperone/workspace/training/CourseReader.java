// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.training;

import dev.chaperone.policy.YamlReading;
import dev.chaperone.vocabulary.CourseId;
import dev.chaperone.workspace.training.CourseTerms.AttemptLimit;
import dev.chaperone.workspace.training.CourseTerms.Audience;
import dev.chaperone.workspace.training.Lesson.Kind;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads a course strictly: `course.yaml`, the lessons that it names, `quiz.yaml`, and nothing
/// else. Every fault of every file is named, with its place.
final class CourseReader {
    static final String COURSE = "course.yaml";
    static final String QUIZ = "quiz.yaml";
    static final int MOST_LESSONS = 40;

    private static final Pattern LESSON = Pattern.compile("[0-9]{2}-[a-z0-9-]{1,60}\\.md");
    static final int TITLE = 120;
    private static final int SUMMARY = 600;
    private static final Set<String> MEMBERS =
            Set.of(
                    "title",
                    "summary",
                    "for",
                    "version",
                    "pass-mark",
                    "valid-for-months",
                    "days-to-complete",
                    "questions",
                    "lessons");

    private final CourseId id;
    private final CourseFiles files;
    private final Faults faults;

    private CourseReader(CourseId id, CourseFiles files, Faults faults) {
        this.id = id;
        this.files = files;
        this.faults = faults;
    }

    /// The course, or what is wrong with it among the faults; then what is returned is not to be
    /// used.
    static @Nullable Course read(CourseId id, CourseFiles files, Faults faults) {
        return new CourseReader(id, files, faults).read();
    }

    /// A course that was read before; empty when it would be refused today.
    static Optional<Course> readAgain(CourseId id, CourseFiles files) {
        Faults faults = new Faults();
        Course course = read(id, files, faults);
        return faults.none() ? Optional.ofNullable(course) : Optional.empty();
    }

    private @Nullable Course read() {
        for (String name : files.names()) {
            boolean known = name.equals(COURSE) || name.equals(QUIZ) || isLesson(name);
            if (!known) {
                faults.add(
                        path(name),
                        "has no place here; a course has course.yaml, quiz.yaml and lessons such as"
                                + " 01-first-steps.md");
            }
        }
        String course = text(COURSE);
        String quiz = text(QUIZ);
        if (course == null || quiz == null) {
            return null;
        }
        List<Question> questions = QuizReader.read(path(QUIZ), quiz, faults);
        return read(course, questions);
    }

    private @Nullable String text(String name) {
        byte[] bytes = files.all().get(name);
        if (bytes == null) {
            faults.add(path(name), "is missing");
            return null;
        }
        return faults.text(path(name), bytes);
    }

    private String path(String name) {
        return id + "/" + name;
    }

    private static boolean isLesson(String name) {
        return LESSON.matcher(name).matches();
    }

    private Course read(String text, List<Question> questions) {
        YamlReading reading = new YamlReading();
        var members = reading.document(text, MEMBERS, Set.of("attempts"));
        var version = members(reading, members.get("version"), Set.of("note", "retrain"));
        int asked = number(reading, members, "questions", 1, QuizReader.MOST_QUESTIONS);
        if (!questions.isEmpty() && asked > questions.size()) {
            reading.complain(
                    members.get("questions"),
                    "'questions' is " + asked + ", and the quiz has " + questions.size());
        }
        CourseTerms terms =
                new CourseTerms(
                        Faults.text(reading, members.get("title"), TITLE),
                        Faults.text(reading, members.get("summary"), SUMMARY),
                        audience(reading, members),
                        Faults.text(reading, version.get("note"), SUMMARY),
                        Faults.truth(reading, version, "retrain"),
                        number(reading, members, "pass-mark", 1, 100),
                        attempts(reading, members.get("attempts")),
                        number(reading, members, "valid-for-months", 1, 120),
                        number(reading, members, "days-to-complete", 0, 365),
                        asked);
        List<Lesson> lessons = lessons(reading, members);
        faults.take(path(COURSE), reading);
        return new Course(id, files.version(), terms, lessons, questions);
    }

    private static Map<String, Node> members(
            YamlReading reading, @Nullable Node node, Set<String> required) {
        return node == null ? Map.of() : reading.members(node, required, Set.of());
    }

    private static int number(
            YamlReading reading, Map<String, Node> members, String name, int least, int most) {
        return Faults.number(reading, members, name, least, most).orElse(least);
    }

    private static AttemptLimit attempts(YamlReading reading, @Nullable Node node) {
        if (node == null) {
            return new AttemptLimit(null, null);
        }
        var members = reading.members(node, Set.of(), Set.of("a-day", "in-total"));
        return new AttemptLimit(
                limit(reading, members, "a-day"), limit(reading, members, "in-total"));
    }

    private static @Nullable Integer limit(
            YamlReading reading, Map<String, Node> members, String name) {
        var number = Faults.number(reading, members, name, 1, 100);
        return number.isPresent() ? number.getAsInt() : null;
    }

    private static Set<Audience> audience(YamlReading reading, Map<String, Node> members) {
        Set<Audience> audience = EnumSet.noneOf(Audience.class);
        for (var node : reading.list(members, "for")) {
            String written = reading.text(node).orElse("");
            boolean known = false;
            for (Audience each : Audience.values()) {
                if (each.written().equals(written)) {
                    known = true;
                    audience.add(each);
                }
            }
            if (!known && !written.isEmpty()) {
                reading.complain(
                        node,
                        "'"
                                + written
                                + "' is not one of developer, reviewer, administrator, approver");
            }
        }
        if (audience.isEmpty() && members.containsKey("for")) {
            reading.complain(members.get("for"), "'for' names nobody");
        }
        return audience;
    }

    private List<Lesson> lessons(YamlReading reading, Map<String, Node> members) {
        Map<String, Kind> kinds = new LinkedHashMap<>();
        for (var node : reading.list(members, "lessons")) {
            var lesson = reading.members(node, Set.of("file", "kind"), Set.of());
            String file = reading.text(lesson, "file").orElse("");
            Kind kind = kind(reading, lesson.get("kind"));
            if (kinds.size() == MOST_LESSONS) {
                reading.complain(node, "more than " + MOST_LESSONS + " lessons");
                break;
            }
            if (!file.isEmpty() && !(isLesson(file) && files.names().contains(file))) {
                reading.complain(lesson.get("file"), "there is no lesson '" + file + "'");
            } else if (kinds.put(file, kind) != null) {
                reading.complain(node, "the lesson '" + file + "' stands here twice");
            }
        }
        requireBoth(reading, members.get("lessons"), new HashSet<>(kinds.values()));
        for (String name : files.names()) {
            if (isLesson(name) && !kinds.containsKey(name)) {
                faults.add(path(name), "is not among the lessons of course.yaml");
            }
        }
        List<Lesson> lessons = new ArrayList<>();
        kinds.forEach((file, kind) -> {
            String text = file.isEmpty() ? null : text(file);
            if (text != null) {
                lessons.add(LessonReader.read(path(file), file, kind, text, faults));
            }
        });
        return lessons;
    }

    private static Kind kind(YamlReading reading, @Nullable Node node) {
        String written = node == null ? "" : reading.text(node).orElse("");
        for (Kind kind : Kind.values()) {
            if (kind.written().equals(written)) {
                return kind;
            }
        }
        if (!written.isEmpty()) {
            reading.complain(node, "'" + written + "' is neither capabilities nor boundaries");
        }
        return Kind.CAPABILITIES;
    }

    /// Knowing what a tool can do and not where its limits are is half a training, and the other
    /// way round.
    private static void requireBoth(YamlReading reading, @Nullable Node lessons, Set<Kind> kinds) {
        for (Kind kind : Kind.values()) {
            if (lessons != null && !kinds.contains(kind)) {
                reading.complain(
                        lessons,
                        "no lesson is of the kind " + kind.written() + "; both are needed");
            }
        }
    }
}
