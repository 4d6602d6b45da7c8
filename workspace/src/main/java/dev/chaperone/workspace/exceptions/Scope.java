// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.exceptions;

import dev.chaperone.policy.Glob;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.ToolId;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.Text;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.TreeMap;

/// From which rule whom and what is excepted. What is null is not asked for, but something is: an
/// exception for everybody and everything is a change of the policy.
///
/// @param rule of the policy, as decisions name it
/// @param team whose people may
/// @param repository only in those
public record Scope(
        String rule,
        @Nullable PersonId person,
        @Nullable String team,
        @Nullable ToolId tool,
        @Nullable PlanId plan,
        @Nullable Glob repository) {
    private static final int LONGEST = 100;

    public Scope {
        Text.check("rule", rule, LONGEST);
        if (team != null) {
            Text.check("team", team, LONGEST);
        }
        if (person == null && team == null && repository == null) {
            throw RejectedException.invalid(
                    "Name a person, a team or a repository. What holds for everybody everywhere is"
                            + " a change of the policy: propose it.");
        }
    }

    /// For the ledger: ids and names, no free text.
    Map<String, String> recorded() {
        Map<String, String> scope = new TreeMap<>();
        scope.put("rule", rule);
        put(scope, "person", person);
        put(scope, "team", team);
        put(scope, "tool", tool);
        put(scope, "plan", plan);
        put(scope, "repository", repository);
        return scope;
    }

    private static void put(Map<String, String> scope, String name, @Nullable Object value) {
        if (value != null) {
            scope.put(name, value.toString());
        }
    }
}
