// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import dev.chaperone.catalog.Tool;
import dev.chaperone.policy.ApprovedTool.RequiredSetting;
import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.ToolId;

import org.snakeyaml.engine.v2.nodes.Node;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Reads the sections `tools` and `repositories` of a policy file: what may be used, and where.
final class ToolsReader {
    private final PolicyReading reading;
    private final YamlReading yaml;

    ToolsReader(PolicyReading reading) {
        this.reading = reading;
        this.yaml = reading.yaml();
    }

    /// The entries of `tools`.
    List<ApprovedTool> tools(Map<String, Node> top) {
        List<ApprovedTool> tools = new ArrayList<>();
        Set<ToolId> seen = new HashSet<>();
        for (Node entry : yaml.list(top, "tools")) {
            Map<String, Node> members =
                    yaml.members(
                            entry,
                            Set.of("tool", "plans"),
                            Set.of("teams", "settings", "checklist"));
            Tool tool = reading.tool(members, "tool");
            if (tool == null) {
                continue;
            }
            if (!seen.add(tool.id())) {
                yaml.complain(entry, "tool " + tool.id() + " stands here twice");
            }
            reading.notEmpty(members, "teams", "a team; leave it out for everybody");
            List<RequiredSetting> settings = settings(members);
            tools.add(
                    new ApprovedTool(
                            tool.id(),
                            plans(members, tool),
                            reading.texts(members, "teams"),
                            settings,
                            new ChecklistReader(reading).items(members, tool, settings)));
        }
        return tools;
    }

    private Set<PlanId> plans(Map<String, Node> members, Tool tool) {
        Set<PlanId> plans = new LinkedHashSet<>();
        for (Node node : yaml.list(members, "plans")) {
            String id = yaml.text(node).orElse("");
            Optional<PlanId> plan =
                    tool.plans().keySet().stream().filter(p -> p.value().equals(id)).findFirst();
            if (plan.isPresent()) {
                plans.add(plan.get());
            } else {
                yaml.complain(node, tool.id() + " has no plan '" + id + "' in the catalogue");
            }
        }
        return plans;
    }

    private List<RequiredSetting> settings(Map<String, Node> members) {
        List<RequiredSetting> settings = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        for (Node entry : yaml.list(members, "settings")) {
            Map<String, Node> setting =
                    yaml.members(entry, Set.of("key", "expected"), Set.of("because"));
            String key = reading.word(setting, "key");
            String expected = reading.text(setting, "expected");
            if (key != null && !keys.add(key)) {
                yaml.complain(entry, "setting '" + key + "' stands here twice");
            }
            if (key != null && expected != null) {
                settings.add(new RequiredSetting(key, expected, reading.text(setting, "because")));
            }
        }
        return settings;
    }

    /// The entries of `repositories`.
    ///
    /// @param approved what the policy allows at all
    List<RepositoryClass> repositories(Map<String, Node> top, List<ApprovedTool> approved) {
        Set<ToolId> known = ids(approved);
        List<RepositoryClass> repositories = new ArrayList<>();
        for (Node entry : yaml.list(top, "repositories")) {
            Map<String, Node> members =
                    yaml.members(entry, Set.of("match", "class"), Set.of("tools"));
            Node match = members.get("match");
            Glob glob = match == null ? null : reading.glob(match);
            String name = reading.word(members, "class");
            Set<ToolId> tools = members.containsKey("tools") ? tools(members, known) : null;
            if (match != null && glob != null && name != null) {
                remarkShadowed(match, glob, repositories);
                repositories.add(new RepositoryClass(glob, name, tools));
            }
        }
        remarkNowhere(top, approved, repositories);
        return repositories;
    }

    private static Set<ToolId> ids(List<ApprovedTool> approved) {
        return approved.stream().map(ApprovedTool::tool).collect(Collectors.toSet());
    }

    /// Tools that are approved and allowed in no repository: the entries take in every name, and
    /// none of them has the tool.
    private void remarkNowhere(
            Map<String, Node> top,
            List<ApprovedTool> approved,
            List<RepositoryClass> repositories) {
        boolean everyName =
                repositories.stream().anyMatch(entry -> entry.match().covers(new Glob("*")));
        for (ApprovedTool tool : approved) {
            if (everyName && repositories.stream().noneMatch(entry -> entry.allows(tool.tool()))) {
                reading.remark(
                        top.get("repositories"),
                        "'%s' is in 'tools'%s, but no entry of 'repositories' allows it and they take in every repository: 'repositories' wins"
                                .formatted(
                                        tool.tool(),
                                        tool.teams().isEmpty()
                                                ? ""
                                                : " for " + PolicyReading.sorted(tool.teams())));
            }
        }
    }

    private Set<ToolId> tools(Map<String, Node> members, Set<ToolId> known) {
        Set<ToolId> tools = new LinkedHashSet<>();
        for (Node node : yaml.list(members, "tools")) {
            Tool tool = reading.tool(node);
            if (tool != null) {
                tools.add(tool.id());
                if (!known.contains(tool.id())) {
                    reading.remark(
                            node,
                            "'%s' is not in 'tools', so it is not allowed here either"
                                    .formatted(tool.id()));
                }
            }
        }
        return tools;
    }

    /// An entry that takes nothing that an earlier one has not taken.
    private void remarkShadowed(Node match, Glob glob, List<RepositoryClass> before) {
        for (RepositoryClass earlier : before) {
            if (earlier.match().covers(glob)) {
                reading.remark(
                        match,
                        "'%s' is never reached: '%s' (class '%s') stands before it and wins"
                                .formatted(glob, earlier.match(), earlier.name()));
                return;
            }
        }
    }
}
