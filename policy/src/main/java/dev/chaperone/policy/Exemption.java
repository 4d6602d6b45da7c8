// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.ToolId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/// An approved exception from one rule of the policy, for some requests and some time. Whether it
/// holds is asked anew for every request, so it ends at its minute whatever else runs.
///
/// @param id stands on every decision that it permitted
/// @param rule that it lifts
/// @param person whom it is for; null: everybody whom the rest fits
/// @param team of the person
/// @param repository the request must name one that fits
/// @param from inclusive
/// @param until exclusive
public record Exemption(
        String id,
        String rule,
        @Nullable PersonId person,
        @Nullable String team,
        @Nullable ToolId tool,
        @Nullable PlanId plan,
        @Nullable Glob repository,
        Instant from,
        Instant until) {
    /// Whether it permits what its rule speaks against.
    boolean permits(Question question) {
        return isFor(question.asker(), question.use(), question.at())
                && (repository == null || fits(repository, question.repository()));
    }

    /// The same whatever the repository is.
    boolean isFor(Register.Member asker, Question.Use use, Instant at) {
        return !at.isBefore(from)
                && at.isBefore(until)
                && (person == null || person.equals(asker.person()))
                && (team == null || asker.teams().contains(team))
                && (tool == null || tool.equals(use.tool()))
                && (plan == null || plan.equals(use.plan()));
    }

    private static boolean fits(Glob wanted, @Nullable String named) {
        return named != null && wanted.matches(named);
    }
}
