// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.ToolId;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The checklists of a policy, so arranged that a request looks at its own only.
final class ChecklistIndex {
    private final List<Checklist> all;
    private final Map<ToolId, Map<PlanId, Checklist>> awaited = new HashMap<>();

    /// @param tools in the order of the file
    ChecklistIndex(List<ApprovedTool> tools) {
        List<Checklist> found = new ArrayList<>();
        for (ApprovedTool tool : tools) {
            tool.plans().stream()
                    .sorted(Comparator.comparing(PlanId::value))
                    .map(plan -> Checklist.of(tool, plan))
                    .filter(list -> !list.entries().isEmpty())
                    .forEach(found::add);
        }
        for (Checklist list : found) {
            if (!list.awaited().isEmpty()) {
                awaited.computeIfAbsent(list.tool(), _ -> new HashMap<>()).put(list.plan(), list);
            }
        }
        this.all = List.copyOf(found);
    }

    /// By tool in the order of the file, then by plan; those without an item are none.
    List<Checklist> all() {
        return all;
    }

    /// For which a gate waits; null when it waits for nothing.
    @Nullable Checklist awaited(ToolId tool, PlanId plan) {
        Map<PlanId, Checklist> plans = awaited.get(tool);
        return plans == null ? null : plans.get(plan);
    }
}
