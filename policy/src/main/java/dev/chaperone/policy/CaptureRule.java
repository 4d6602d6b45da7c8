// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import dev.chaperone.vocabulary.Jurisdiction;
import dev.chaperone.vocabulary.ToolId;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// How much is kept of the requests that meet all of some conditions. A condition that the rule
/// does not ask for is null, or empty for repositories.
///
/// @param repositoryClass as the policy classes the named repository
/// @param repositories the named repository fits one of them
/// @param team a team of the person
/// @param plan with the section's own values where the rule states none
public record CaptureRule(
        @Nullable ToolId tool,
        @Nullable String repositoryClass,
        List<Glob> repositories,
        @Nullable String team,
        @Nullable Jurisdiction jurisdiction,
        CapturePlan plan) {
    public CaptureRule {
        repositories = List.copyOf(repositories);
    }

    /// Whether a request meets the conditions.
    enum Fit {
        YES,
        NO,
        /// What is known of the request meets them, but not everything they ask for is known.
        UNKNOWN
    }

    /// @param classOfRepository null when the policy has none for the named repository
    Fit fits(Question question, @Nullable String classOfRepository) {
        if (tool != null && !tool.equals(question.tool())) {
            return Fit.NO;
        }
        if (team != null && !question.teams().contains(team)) {
            return Fit.NO;
        }
        boolean unknown = false;
        if (jurisdiction != null) {
            if (question.jurisdiction() == null) {
                unknown = true;
            } else if (!jurisdiction.equals(question.jurisdiction())) {
                return Fit.NO;
            }
        }
        if (repositoryClass != null || !repositories.isEmpty()) {
            if (question.repository() == null) {
                unknown = true;
            } else if (!fitsRepository(question.repository(), classOfRepository)) {
                return Fit.NO;
            }
        }
        return unknown ? Fit.UNKNOWN : Fit.YES;
    }

    private boolean fitsRepository(String repository, @Nullable String itsClass) {
        if (repositoryClass != null && !repositoryClass.equals(itsClass)) {
            return false;
        }
        return repositories.isEmpty()
                || repositories.stream().anyMatch(glob -> glob.matches(repository));
    }
}
