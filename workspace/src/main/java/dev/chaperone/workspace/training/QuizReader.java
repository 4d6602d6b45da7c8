// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.training;

import dev.chaperone.policy.YamlReading;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Reads the questions of a course.
final class QuizReader {
    static final int MOST_QUESTIONS = 200;

    private static final Pattern SLUG = Pattern.compile("[a-z][a-z0-9-]{0,62}");
    private static final Pattern LETTER = Pattern.compile("[a-h]");
    private static final int TEXT = 1_500;
    private static final int CHOICE = 500;

    private final YamlReading reading = new YamlReading();
    private final Set<String> ids = new HashSet<>();

    private QuizReader() {}

    static List<Question> read(String file, String text, Faults faults) {
        QuizReader reader = new QuizReader();
        List<Question> questions = reader.questions(text);
        faults.take(file, reader.reading);
        return questions;
    }

    private List<Question> questions(String text) {
        Map<String, Node> members = reading.document(text, Set.of("questions"), Set.of());
        List<Node> nodes = reading.list(members, "questions");
        if (nodes.isEmpty() && members.containsKey("questions")) {
            reading.complain(members.get("questions"), "there is no question");
        }
        List<Question> questions = new ArrayList<>();
        for (Node node : nodes) {
            if (questions.size() == MOST_QUESTIONS) {
                reading.complain(node, "more than " + MOST_QUESTIONS + " questions");
                break;
            }
            questions.add(question(node));
        }
        return questions;
    }

    private Question question(Node node) {
        Map<String, Node> members =
                reading.members(
                        node,
                        Set.of("id", "theme", "text", "choices", "right", "because"),
                        Set.of());
        String id = slug(members.get("id"));
        if (!id.isEmpty() && !ids.add(id)) {
            reading.complain(members.get("id"), "there is another question '" + id + "'");
        }
        Map<String, String> choices = choices(members.get("choices"));
        return new Question(
                id,
                slug(members.get("theme")),
                Faults.text(reading, members.get("text"), TEXT),
                choices,
                right(members, choices),
                Faults.text(reading, members.get("because"), TEXT));
    }

    private String slug(@Nullable Node node) {
        String written = node == null ? "" : reading.text(node).orElse("");
        if (!written.isEmpty() && !SLUG.matcher(written).matches()) {
            reading.complain(node, "must be lower-case letters, digits and dashes");
        }
        return written;
    }

    private Map<String, String> choices(@Nullable Node node) {
        Map<String, String> choices = new LinkedHashMap<>();
        if (node == null) {
            return choices;
        }
        List<YamlReading.Entry> entries = reading.entries(node);
        for (YamlReading.Entry entry : entries) {
            if (!LETTER.matcher(entry.name()).matches()) {
                reading.complain(entry.key(), "choices are called a, b, c … up to h");
                continue;
            }
            String text = Faults.text(reading, entry.value(), CHOICE);
            if (!text.isEmpty() && choices.containsValue(text)) {
                reading.complain(entry.value(), "says the same as another choice");
            }
            choices.put(entry.name(), text);
        }
        if (entries.size() == 1) {
            reading.complain(node, "at least two choices are needed");
        }
        return choices;
    }

    private Set<String> right(Map<String, Node> members, Map<String, String> choices) {
        Set<String> right = new TreeSet<>();
        List<Node> nodes = reading.list(members, "right");
        for (Node node : nodes) {
            String letter = reading.text(node).orElse("");
            if (!choices.isEmpty() && !letter.isEmpty() && !choices.containsKey(letter)) {
                reading.complain(node, "there is no choice '" + letter + "'");
            } else if (!right.add(letter)) {
                reading.complain(node, "'" + letter + "' stands here twice");
            }
        }
        Node list = members.get("right");
        if (list != null && nodes.isEmpty()) {
            reading.complain(list, "no choice is right");
        } else if (list != null && !choices.isEmpty() && right.size() >= choices.size()) {
            reading.complain(list, "every choice is right, so there is nothing to know");
        }
        return right;
    }
}
