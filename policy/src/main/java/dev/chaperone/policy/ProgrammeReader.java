// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import dev.chaperone.policy.Programme.Section;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Reads the sections of a policy file that commit the company beside deciding on prompts:
/// `require`, `exceptions`, `monitoring`, `incidents`, `approval` and `sections`.
///
/// What is not said is as usual among those who are audited (14 days for a signature, 30 for a
/// course, twelve months until both are due again); gates are off unless the policy turns them on.
final class ProgrammeReader {
    /// The names of the sections.
    static final Set<String> SECTIONS =
            Set.of(
                    "require",
                    "access",
                    "exceptions",
                    "monitoring",
                    "incidents",
                    "approval",
                    "sections");

    private static final Set<String> USUAL_APPROVERS =
            Set.of("administrator", "compliance-lead", "approver", "team-lead");

    private static final int MOST_APPROVALS = 5;
    private static final int USUAL_BLOCKS = 5;
    private static final int MOST_BLOCKS = 1_000;
    private static final int LONGEST_TEXT = 20_000;

    private final PolicyReading reading;
    private final YamlReading yaml;

    ProgrammeReader(PolicyReading reading) {
        this.reading = reading;
        this.yaml = reading.yaml();
    }

    /// @param tools what the policy allows
    /// @param rules ids of its rules
    Programme programme(Map<String, Node> top, List<ApprovedTool> tools, Set<String> rules) {
        Map<String, Node> require =
                members(top, "require", Set.of("acknowledgment", "training", "checklist", "grant"));
        return new Programme(
                gate(require, "acknowledgment", Interval.days(14)),
                training(require),
                courses(require),
                checklist(require, tools),
                access(top, require),
                exceptions(top),
                monitoring(top),
                incidents(top, rules),
                approval(top),
                sections(top));
    }

    private Map<String, Node> members(Map<String, Node> top, String name, Set<String> optional) {
        Node node = top.get(name);
        return node == null ? Map.of() : yaml.members(node, Set.of(), optional);
    }

    /// A gate is written in one word, or with what belongs to it.
    private Gate gate(Map<String, Node> require, String name, Interval grace) {
        Node node = require.get(name);
        Interval every = Interval.months(12);
        if (node == null) {
            return new Gate(Gate.Strictness.OFF, grace, every);
        }
        if (node instanceof ScalarNode) {
            return new Gate(reading.choice(node, name, Gate.Strictness.BLOCK), grace, every);
        }
        Map<String, Node> members =
                yaml.members(node, Set.of("gate"), Set.of("grace", "every", "teams", "roles"));
        if (members.containsKey("teams")) {
            reading.notEmpty(members, "teams", "a team");
        }
        if (members.containsKey("roles")) {
            reading.notEmpty(members, "roles", "a role");
        }
        Set<String> roles = roles(members, "roles");
        return new Gate(
                reading.choice(members, "gate", Gate.Strictness.BLOCK),
                reading.interval(members, "grace", grace),
                reading.interval(members, "every", every),
                Set.copyOf(reading.texts(members, "teams")),
                roles);
    }

    private Set<String> roles(Map<String, Node> members, String key) {
        Set<String> roles = Set.copyOf(reading.texts(members, key));
        for (String role : new TreeSet<>(roles)) {
            if (!Gate.ROLES.contains(role)) {
                yaml.complain(
                        members.get(key),
                        "there is no role '" + role + "': " + PolicyReading.sorted(Gate.ROLES));
            }
        }
        return roles;
    }

    private Programme.AccessTerms access(Map<String, Node> top, Map<String, Node> require) {
        Map<String, Node> members =
                members(top, "access", Set.of("approvals", "approvers", "longest", "removal"));
        if (members.containsKey("approvers")) {
            reading.notEmpty(members, "approvers", "a role");
        }
        Set<String> approvers = roles(members, "approvers");
        return new Programme.AccessTerms(
                reading.choice(require, "grant", Gate.Strictness.OFF),
                Math.max(1, reading.number(members, "approvals", 1, MOST_APPROVALS)),
                approvers.isEmpty() ? USUAL_APPROVERS : approvers,
                reading.interval(members, "longest", Interval.months(12)),
                reading.interval(members, "removal", new Interval(24, Interval.Unit.HOURS)));
    }

    /// By when a course has to be passed, and again, stands in the course.
    private Gate.Strictness training(Map<String, Node> require) {
        Node node = require.get("training");
        if (node == null) {
            return Gate.Strictness.OFF;
        }
        if (node instanceof ScalarNode) {
            Gate.Strictness word = reading.choice(node, "training", Gate.Strictness.OFF);
            if (word != Gate.Strictness.OFF) {
                yaml.complain(node, "name the courses: {gate: block, courses: [ai-coding-safely]}");
            }
            return word;
        }
        Map<String, Node> members = yaml.members(node, Set.of("gate", "courses"), Set.of());
        reading.notEmpty(members, "courses", "a course");
        return reading.choice(members, "gate", Gate.Strictness.BLOCK);
    }

    /// What is asked stands with each tool.
    private Gate.Strictness checklist(Map<String, Node> require, List<ApprovedTool> tools) {
        Node node = require.get("checklist");
        if (node == null) {
            return Gate.Strictness.OFF;
        }
        Gate.Strictness word = reading.choice(node, "checklist", Gate.Strictness.OFF);
        boolean awaits =
                tools.stream()
                        .flatMap(tool -> tool.checklist().stream())
                        .anyMatch(ChecklistItem::isAwaited);
        if (word != Gate.Strictness.OFF && !awaits) {
            // A gate that nothing closes would be a promise that nobody keeps.
            reading.remark(
                    node,
                    "no tool has an item that anybody could miss, so this gate never closes: list"
                            + " 'checklist' with a tool");
        }
        return word;
    }

    private List<String> courses(Map<String, Node> require) {
        Node node = require.get("training");
        if (node == null || node instanceof ScalarNode) {
            return List.of();
        }
        Map<String, Node> members =
                yaml.entries(node).stream()
                        .collect(
                                Collectors.toMap(
                                        YamlReading.Entry::name, YamlReading.Entry::value));
        return List.copyOf(reading.texts(members, "courses"));
    }

    private Programme.ExceptionTerms exceptions(Map<String, Node> top) {
        Map<String, Node> members = members(top, "exceptions", Set.of("longest", "approvals"));
        return new Programme.ExceptionTerms(
                reading.interval(members, "longest", Interval.days(90)),
                Math.max(1, reading.number(members, "approvals", 1, MOST_APPROVALS)));
    }

    private Programme.Monitoring monitoring(Map<String, Node> top) {
        Map<String, Node> members =
                members(top, "monitoring", Set.of("log-review", "access-review", "vendor-review"));
        for (Map.Entry<String, Node> member : members.entrySet()) {
            if (reading.interval(members, member.getKey(), Interval.days(1)).amount() == 0) {
                yaml.complain(member.getValue(), member.getKey() + " takes some time: 7d, 3mo");
            }
        }
        return new Programme.Monitoring(
                reading.interval(members, "log-review", Interval.days(7)),
                reading.interval(members, "access-review", Interval.months(3)),
                reading.interval(members, "vendor-review", Interval.months(12)));
    }

    private Programme.Incidents incidents(Map<String, Node> top, Set<String> rules) {
        Map<String, Node> members = members(top, "incidents", Set.of("contact", "clock", "cases"));
        return new Programme.Incidents(
                reading.text(members, "contact"),
                reading.interval(members, "clock", new Interval(72, Interval.Unit.HOURS)),
                cases(members, rules));
    }

    private Programme.Cases cases(Map<String, Node> incidents, Set<String> rules) {
        Map<String, Node> members =
                members(incidents, "cases", Set.of("blocks", "within", "severe"));
        Set<String> severe = reading.texts(members, "severe");
        for (String rule : severe) {
            // A slip of the pen would be a case that never opens.
            if (!rules.contains(rule) && !Era.BUILT_IN.contains(rule)) {
                yaml.complain(members.get("severe"), "there is no rule '" + rule + "'");
            }
        }
        return new Programme.Cases(
                reading.number(members, "blocks", USUAL_BLOCKS, MOST_BLOCKS),
                reading.interval(members, "within", Interval.days(7)),
                severe);
    }

    private Programme.Approval approval(Map<String, Node> top) {
        Map<String, Node> members = members(top, "approval", Set.of("approvals"));
        return new Programme.Approval(
                reading.number(members, "approvals", 1, MOST_APPROVALS),
                members.containsKey("approvals"));
    }

    private Map<Section, String> sections(Map<String, Node> top) {
        Map<Section, String> texts = new EnumMap<>(Section.class);
        Node node = top.get("sections");
        if (node == null) {
            return texts;
        }
        for (YamlReading.Entry entry : yaml.entries(node)) {
            Section section = section(entry.name());
            String text = yaml.text(entry.value()).orElse("");
            if (section == null) {
                yaml.complain(
                        entry.key(),
                        "unknown section '"
                                + entry.name()
                                + "'; there are: "
                                + Stream.of(Section.values())
                                        .map(Section::written)
                                        .collect(Collectors.joining(", ")));
            } else if (text.length() > LONGEST_TEXT) {
                yaml.complain(
                        entry.value(), "a section has at most " + LONGEST_TEXT + " characters");
            } else if (!text.isBlank()) {
                texts.put(section, text.strip());
            }
        }
        return texts;
    }

    private static @Nullable Section section(String name) {
        for (Section section : Section.values()) {
            if (section.written().equals(name)) {
                return section;
            }
        }
        return null;
    }
}
