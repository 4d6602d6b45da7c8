// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.workspace.training.Attempt;
import dev.chaperone.workspace.training.Sheet;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// An attempt on its page: the questions, or what became of them.
///
/// @param certificate its address; null when there is none
record QuizView(
        String action,
        String title,
        String courseHref,
        String place,
        String until,
        Mark state,
        String result,
        @Nullable String certificate,
        List<Question> questions) {
    /// A question.
    ///
    /// @param name of its field
    /// @param type `radio` or `checkbox`
    /// @param answered what became of it; null while that is open
    record Question(
            int number,
            String name,
            String type,
            String text,
            String hint,
            List<Choice> choices,
            @Nullable Mark answered,
            String because) {}

    /// A choice.
    ///
    /// @param said what there is to say about it afterwards
    record Choice(String id, int value, String text, boolean chosen, String said) {}

    static QuizView of(Sheet sheet, Map<Integer, Set<Integer>> chosen, Instant now) {
        Attempt attempt = sheet.attempt();
        Attempt.Result result = attempt.result();
        Attempt.Passed passed = result == null ? null : result.passed();
        return new QuizView(
                "/training/attempts/" + attempt.id(),
                sheet.course().title(),
                "/training/courses/" + attempt.course(),
                "Attempt " + attempt.number(),
                Moment.words(attempt.openUntil()),
                TrainingView.mark(attempt.state(now)),
                result == null
                        ? "It was not handed in, so it has no result."
                        : "%d of %d right, that is %d %%; %d %% pass."
                                .formatted(
                                        result.right(),
                                        attempt.questions().size(),
                                        result.score(),
                                        attempt.passMark()),
                passed == null ? null : "/training/certificates/" + passed.certificate(),
                result == null && attempt.state(now) != Attempt.State.OPEN
                        ? List.of()
                        : sheet.questions().stream().map(item -> question(item, chosen)).toList());
    }

    private static Question question(Sheet.Item item, Map<Integer, Set<Integer>> chosen) {
        Sheet.Marked marked = item.marked();
        Set<Integer> picked =
                marked == null
                        ? chosen.getOrDefault(item.number(), Set.of())
                        : Set.copyOf(marked.chosen());
        return new Question(
                item.number(),
                "q" + item.number(),
                item.several() ? "checkbox" : "radio",
                item.text(),
                item.several() ? "More than one is right." : "",
                item.choices().stream()
                        .map(choice ->
                                new Choice(
                                        "q" + item.number() + "-" + choice.number(),
                                        choice.number(),
                                        choice.text(),
                                        picked.contains(choice.number()),
                                        said(choice, picked, marked)))
                        .toList(),
                marked == null ? null : mark(marked),
                marked == null ? "" : marked.because());
    }

    private static Mark mark(Sheet.Marked marked) {
        return marked.correct()
                ? new Mark("allowed", "check", "Right")
                : new Mark("blocked", "block", "Not right");
    }

    private static String said(
            Sheet.Choice choice, Set<Integer> picked, Sheet.@Nullable Marked marked) {
        if (marked == null) {
            return "";
        }
        boolean right = marked.right().contains(choice.number());
        boolean yours = picked.contains(choice.number());
        if (right) {
            return yours ? "right, and you chose it" : "right";
        }
        return yours ? "you chose it" : "";
    }
}
