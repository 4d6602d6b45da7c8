// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.training;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/// Chooses the questions of an attempt and their order, and that of their choices. The same seed
/// gives the same, because [Random] and [Collections#shuffle] say how they work.
final class Draw {
    private Draw() {}

    /// As many themes as fit come first, so that nobody gets three questions about one and none
    /// about another.
    static List<Attempt.Shown> of(Course course, long seed) {
        Random random = new Random(seed);
        List<Question> all = new ArrayList<>(course.questions());
        Collections.shuffle(all, random);
        Set<String> themes = new HashSet<>();
        List<Question> first = new ArrayList<>();
        List<Question> more = new ArrayList<>();
        for (Question question : all) {
            (themes.add(question.theme()) ? first : more).add(question);
        }
        first.addAll(more);
        List<Question> drawn = new ArrayList<>(first.subList(0, course.terms().asked()));
        Collections.shuffle(drawn, random);
        return drawn.stream()
                .map(question -> new Attempt.Shown(question.id(), choices(question, random)))
                .toList();
    }

    private static String choices(Question question, Random random) {
        List<String> letters = new ArrayList<>(question.choices().keySet());
        Collections.shuffle(letters, random);
        return String.join("", letters);
    }
}
