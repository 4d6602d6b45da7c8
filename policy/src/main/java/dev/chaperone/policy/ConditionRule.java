// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import dev.chaperone.expressions.Condition;
import dev.chaperone.expressions.UnjudgedException;

import org.jspecify.annotations.Nullable;

import java.util.function.Function;

/// A rule of the company's own: what happens to a request of which a condition is true.
///
/// @param id what a refusal names
/// @param when in the Common Expression Language, about the names of [QuestionValues]
/// @param blocks whether it blocks or warns
/// @param because the policy's own words to the person who is refused
/// @param proceed how to go on
/// @param section of the document that the rule belongs to
public record ConditionRule(
        String id,
        Condition when,
        boolean blocks,
        String because,
        String proceed,
        Programme.Section section) {
    /// What speaks against a request, null when nothing does. A condition that can not be judged
    /// counts as true: nobody knows that it is not.
    Decision.@Nullable Ground against(Function<String, @Nullable Object> values) {
        try {
            return when.holds(values)
                    ? ground("the request is one of those that the rule is about")
                    : null;
        } catch (UnjudgedException e) {
            return ground("the rule's condition can not be judged for this request");
        }
    }

    private Decision.Ground ground(String found) {
        return new Decision.Ground(id, section, found, because, proceed);
    }
}
