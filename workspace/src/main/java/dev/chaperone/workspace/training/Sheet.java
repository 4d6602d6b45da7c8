// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.training;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// The questions of an attempt as somebody sees them. What is right is in it only when the attempt
/// has a result.
///
/// @param questions in the order shown
public record Sheet(Attempt attempt, Course course, List<Item> questions) {
    public Sheet {
        questions = List.copyOf(questions);
    }

    /// A question.
    ///
    /// @param number from 1
    /// @param several whether more than one choice is right
    /// @param marked what became of it; null while the attempt has no result
    public record Item(
            int number,
            String theme,
            String text,
            boolean several,
            List<Choice> choices,
            @Nullable Marked marked) {
        public Item {
            choices = List.copyOf(choices);
        }
    }

    /// A choice, by its place.
    ///
    /// @param number from 1
    public record Choice(int number, String text) {}

    /// What became of an answer.
    ///
    /// @param chosen numbers of the choices
    /// @param right numbers of the choices
    public record Marked(
            boolean correct, List<Integer> chosen, List<Integer> right, String because) {
        public Marked {
            chosen = List.copyOf(chosen);
            right = List.copyOf(right);
        }
    }

    /// @param course in the version that the attempt is about
    static Sheet of(Attempt attempt, Course course) {
        return new Sheets(attempt, course).sheet();
    }
}
