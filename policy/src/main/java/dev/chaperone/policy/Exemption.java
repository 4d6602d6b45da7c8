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
        return !question.at().isBefore(from)
                && question.at().isBefore(until)
                && (person == null || person.equals(question.person()))
                && (team == null || question.teams().contains(team))
                && (tool == null || tool.equals(question.tool()))
                && (plan == null || plan.equals(question.plan()))
                && (repository == null || fits(repository, question.repository()));
    }

    private static boolean fits(Glob wanted, @Nullable String named) {
        return named != null && wanted.matches(named);
    }
}
