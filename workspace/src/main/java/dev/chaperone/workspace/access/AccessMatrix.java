// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.access;

import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.ToolId;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What the policy in force lets whom use where: tools and plans down, classes of repositories
/// across.
///
/// @param asOf when it was so
/// @param classes of repositories, in the order of the policy
/// @param rows in the order of the policy
public record AccessMatrix(Instant asOf, List<String> classes, List<Row> rows) {
    public AccessMatrix {
        classes = List.copyOf(classes);
        rows = List.copyOf(rows);
    }

    /// A tool under a plan.
    public record Way(ToolId tool, PlanId plan) {}

    /// Who may use a tool under a plan.
    ///
    /// @param teams whose people may; empty: everybody
    /// @param allowed by class of repositories
    /// @param holders active people who were granted it and hold it now
    public record Row(Way way, Set<String> teams, Map<String, Boolean> allowed, long holders) {
        public Row {
            teams = Set.copyOf(teams);
            allowed = Map.copyOf(allowed);
        }
    }
}
