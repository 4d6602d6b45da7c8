// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import dev.chaperone.policy.Programme.Section;
import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.ToolId;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// May this tool be used, under this plan, by people of these teams, in this repository?
final class Access {
    private final Policy.Heading heading;
    private final Map<ToolId, ApprovedTool> tools = new LinkedHashMap<>();

    Access(Policy policy) {
        this.heading = policy.heading();
        policy.tools().forEach(tool -> tools.put(tool.tool(), tool));
    }

    @Nullable ApprovedTool tool(ToolId id) {
        return tools.get(id);
    }

    /// What speaks against a tool under a plan, whoever uses it; null when nothing does.
    Decision.@Nullable Ground against(ToolId tool, PlanId plan) {
        ApprovedTool approved = tools.get(tool);
        if (approved == null) {
            return toolNotAllowed(tool);
        }
        return approved.plans().contains(plan) ? null : planNotAllowed(approved, plan);
    }

    /// What speaks against the people of some teams; null when nothing does.
    Decision.@Nullable Ground againstTeams(ToolId tool, Set<String> teams) {
        ApprovedTool approved = tools.get(tool);
        return approved == null || approved.isFor(teams) ? null : teamNotAllowed(approved);
    }

    /// What speaks against a tool in a repository; null when nothing does.
    static Decision.@Nullable Ground against(ToolId tool, @Nullable RepositoryClass repository) {
        return repository == null || repository.allows(tool)
                ? null
                : repositoryNotAllowed(tool, repository);
    }

    private Decision.Ground toolNotAllowed(ToolId tool) {
        return new Decision.Ground(
                "tool-not-allowed",
                Section.APPROVED_TOOLS,
                "the tool '" + tool + "' is not on the list of allowed tools",
                "The policy of "
                        + heading.organization()
                        + " allows "
                        + sorted(tools.keySet())
                        + ".",
                "use an allowed tool, or ask " + heading.owner() + " to approve this one.");
    }

    private Decision.Ground planNotAllowed(ApprovedTool approved, PlanId plan) {
        return new Decision.Ground(
                "plan-not-allowed",
                Section.APPROVED_TOOLS,
                "the tool '" + approved.tool() + "' is not allowed under the plan '" + plan + "'",
                "The policy of "
                        + heading.organization()
                        + " allows it under "
                        + sorted(approved.plans())
                        + ".",
                "sign in with an allowed plan, or ask " + heading.owner() + ".");
    }

    private Decision.Ground teamNotAllowed(ApprovedTool approved) {
        return new Decision.Ground(
                "team-not-allowed",
                Section.APPROVED_TOOLS,
                "the tool '" + approved.tool() + "' is not allowed for your teams",
                "The policy of "
                        + heading.organization()
                        + " allows it for "
                        + sorted(approved.teams())
                        + ".",
                "use another allowed tool, or ask " + heading.owner() + ".");
    }

    private static Decision.Ground repositoryNotAllowed(ToolId tool, RepositoryClass repository) {
        Set<ToolId> tools = repository.tools();
        return new Decision.Ground(
                "repository-not-allowed",
                Section.PROHIBITED_USES,
                "the tool '"
                        + tool
                        + "' is not allowed in repositories of the class '"
                        + repository.name()
                        + "'",
                tools == null || tools.isEmpty()
                        ? "No AI tool is allowed there."
                        : "Allowed there: " + sorted(tools) + ".",
                "work on it without this tool, or ask for an exception.");
    }

    private static String sorted(Collection<?> ids) {
        return ids.stream().map(Object::toString).sorted().collect(Collectors.joining(", "));
    }
}
