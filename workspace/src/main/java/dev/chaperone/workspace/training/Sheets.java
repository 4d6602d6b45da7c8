// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.training;

import dev.chaperone.workspace.RejectedException;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Turns an attempt into what is shown of it, and what was chosen there into answers. Only places
/// of choices go out and come in: their letters could tell what authors like to be right.
final class Sheets {
    private final Attempt attempt;
    private final Course course;
    private final Map<String, Question> questions;

    Sheets(Attempt attempt, Course course) {
        this.attempt = attempt;
        this.course = course;
        this.questions =
                course.questions().stream()
                        .collect(Collectors.toMap(Question::id, Function.identity()));
    }

    Sheet sheet() {
        List<Sheet.Item> items = new ArrayList<>();
        for (int i = 0; i < attempt.questions().size(); i++) {
            items.add(item(i));
        }
        return new Sheet(attempt, course, items);
    }

    private Question question(Attempt.Shown shown) {
        Question question = questions.get(shown.question());
        if (question == null) {
            throw new IllegalStateException(
                    "Version " + course.version() + " has no question " + shown.question());
        }
        return question;
    }

    private Sheet.Item item(int index) {
        Attempt.Shown shown = attempt.questions().get(index);
        Question question = question(shown);
        List<Sheet.Choice> choices =
                IntStream.range(0, shown.choices().length())
                        .mapToObj(i ->
                                new Sheet.Choice(
                                        i + 1,
                                        String.valueOf(
                                                question.choices()
                                                        .get(letter(shown.choices(), i)))))
                        .toList();
        return new Sheet.Item(
                index + 1,
                question.theme(),
                question.text(),
                question.several(),
                choices,
                marked(index, shown, question));
    }

    private static String letter(String letters, int index) {
        return letters.substring(index, index + 1);
    }

    private Sheet.@Nullable Marked marked(int index, Attempt.Shown shown, Question question) {
        Attempt.Result result = attempt.result();
        if (result == null) {
            return null;
        }
        String answer = result.answers().get(index);
        String right = String.join("", question.right());
        return new Sheet.Marked(
                answer.equals(right),
                places(answer, shown.choices()),
                places(right, shown.choices()),
                question.because());
    }

    private static List<Integer> places(String letters, String shown) {
        return letters.chars().map(letter -> shown.indexOf(letter) + 1).sorted().boxed().toList();
    }

    /// Letters chosen for each question, in the order shown.
    ///
    /// @param given numbers of choices by the number of their question
    /// @throws RejectedException when there is no such question or choice, or one has no answer
    List<String> answers(Map<Integer, Set<Integer>> given) {
        Set<Integer> unknown = new TreeSet<>(given.keySet());
        List<String> answers = new ArrayList<>();
        List<String> open = new ArrayList<>();
        for (int i = 1; i <= attempt.questions().size(); i++) {
            unknown.remove(i);
            String answer = answer(i, given.getOrDefault(i, Set.of()));
            if (answer.isEmpty()) {
                open.add(Integer.toString(i));
            }
            answers.add(answer);
        }
        if (!unknown.isEmpty()) {
            throw RejectedException.invalid(
                    "This attempt has no question " + unknown.iterator().next() + ".");
        }
        if (!open.isEmpty()) {
            throw RejectedException.invalid(
                    "Nothing is chosen for question "
                            + String.join(", ", open)
                            + ". Choose something for every question; nothing was handed in yet.");
        }
        return answers;
    }

    private String answer(int number, Set<Integer> chosen) {
        Attempt.Shown shown = attempt.questions().get(number - 1);
        Set<String> letters = new TreeSet<>();
        for (int choice : chosen) {
            if (choice < 1 || choice > shown.choices().length()) {
                throw RejectedException.invalid(
                        "Question " + number + " has no choice " + choice + ".");
            }
            letters.add(letter(shown.choices(), choice - 1));
        }
        if (letters.size() > 1 && !question(shown).several()) {
            throw RejectedException.invalid("Question " + number + " has one answer.");
        }
        return String.join("", letters);
    }

    /// How many of these answers are right.
    int right(List<String> answers) {
        return (int)
                IntStream.range(0, answers.size())
                        .filter(i ->
                                answers.get(i)
                                        .equals(
                                                String.join(
                                                        "",
                                                        question(attempt.questions().get(i))
                                                                .right())))
                        .count();
    }
}
