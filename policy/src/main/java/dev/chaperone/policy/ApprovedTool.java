// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.ToolId;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.List;
import java.util.Set;

/// A tool that a policy allows, and under what conditions.
///
/// @param teams whose people may use it; empty: everybody
/// @param settings that have to be as the policy says, in the order of the file
/// @param checklist what has to be so before the first prompt, under each plan for itself
public record ApprovedTool(
        ToolId tool,
        Set<PlanId> plans,
        Set<String> teams,
        List<RequiredSetting> settings,
        List<ChecklistItem> checklist) {
    public ApprovedTool {
        plans = Set.copyOf(plans);
        teams = Set.copyOf(teams);
        settings = List.copyOf(settings);
        checklist = List.copyOf(checklist);
    }

    /// Whether people of these teams may use it.
    public boolean isFor(Collection<String> asked) {
        if (teams.isEmpty()) {
            return true;
        }
        for (String team : asked) {
            if (teams.contains(team)) {
                return true;
            }
        }
        return false;
    }

    /// A setting of a tool.
    ///
    /// @param key the policy's own word for it, for example `privacy-mode`
    /// @param expected its value
    /// @param because why; null when the policy does not say
    public record RequiredSetting(String key, String expected, @Nullable String because) {}
}
