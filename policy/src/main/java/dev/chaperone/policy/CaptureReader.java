// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import dev.chaperone.catalog.Tool;
import dev.chaperone.vocabulary.CaptureLevel;
import dev.chaperone.vocabulary.Jurisdiction;
import dev.chaperone.vocabulary.ToolId;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Reads the section `capture` of a policy file.
final class CaptureReader {
    private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9-]{0,62}");
    private static final Pattern DAYS = Pattern.compile("[1-9][0-9]{0,4}d");
    private static final Set<String> SECTION =
            Set.of("prompts", "answers", "retention", "classes", "second-person", "rules");
    private static final Set<String> CONDITIONS =
            Set.of("tool", "repository-class", "repositories", "team", "jurisdiction");
    private static final Set<String> LEVELS = Set.of("prompts", "answers");

    private final PolicyReading reading;
    private final YamlReading yaml;

    CaptureReader(PolicyReading reading) {
        this.reading = reading;
        this.yaml = reading.yaml();
    }

    /// The section `capture`; the default when it is missing.
    CaptureTerms terms(Map<String, Node> top, List<RepositoryClass> repositories) {
        Node section = top.get("capture");
        if (section == null) {
            return CaptureTerms.DEFAULT;
        }
        Map<String, Node> members = yaml.members(section, Set.of(), SECTION);
        Map<String, Integer> classes = classes(members);
        String retention = CaptureTerms.STANDARD;
        if (members.containsKey("retention")) {
            retention = retention(members, classes, retention);
        } else if (!classes.containsKey(retention)) {
            yaml.complain(
                    members.get("classes"),
                    "there is no class 'standard', so 'retention' must name the usual one");
        }
        CapturePlan usual = plan(members, CaptureTerms.DEFAULT.usual(), retention);
        Set<String> known =
                repositories.stream().map(RepositoryClass::name).collect(Collectors.toSet());
        List<CaptureRule> rules = new ArrayList<>();
        for (Node entry : yaml.list(members, "rules")) {
            rules.add(rule(entry, classes, usual, known));
        }
        return new CaptureTerms(
                usual, classes, reading.flag(members, "second-person", true), rules);
    }

    private CaptureRule rule(
            Node entry, Map<String, Integer> classes, CapturePlan usual, Set<String> known) {
        Set<String> optional = new HashSet<>(CONDITIONS);
        optional.addAll(LEVELS);
        optional.add("retention");
        Map<String, Node> members = yaml.members(entry, Set.of(), optional);
        if (members.keySet().stream().noneMatch(LEVELS::contains)) {
            yaml.complain(entry, "a rule says 'prompts' or 'answers' or both");
        }
        String repositoryClass = reading.word(members, "repository-class");
        if (repositoryClass != null && !known.contains(repositoryClass)) {
            yaml.complain(
                    members.get("repository-class"),
                    "no entry of 'repositories' has the class '" + repositoryClass + "'");
        }
        String retention =
                members.containsKey("retention")
                        ? retention(members, classes, usual.retention())
                        : usual.retention();
        return new CaptureRule(
                tool(members),
                repositoryClass,
                globs(members),
                yaml.text(members, "team").map(String::strip).orElse(null),
                jurisdiction(members),
                plan(members, usual, retention));
    }

    private CapturePlan plan(Map<String, Node> members, CapturePlan otherwise, String retention) {
        return new CapturePlan(
                level(members, "prompts", otherwise.prompt()),
                level(members, "answers", otherwise.answer()),
                retention);
    }

    private CaptureLevel level(Map<String, Node> members, String name, CaptureLevel otherwise) {
        Node node = members.get(name);
        if (node == null) {
            return otherwise;
        }
        String written = yaml.text(node).orElse(null);
        if (written == null) {
            return otherwise;
        }
        CaptureLevel level = CaptureLevel.parse(written).orElse(null);
        if (level == null) {
            yaml.complain(
                    node, name + " is '" + written + "', not metadata, digest, redacted or full");
            return otherwise;
        }
        return level;
    }

    private Map<String, Integer> classes(Map<String, Node> members) {
        Node node = members.get("classes");
        if (node == null) {
            return CaptureTerms.DEFAULT.classes();
        }
        Map<String, Integer> classes = new LinkedHashMap<>();
        for (YamlReading.Entry entry : yaml.entries(node)) {
            if (!WORD.matcher(entry.name()).matches()) {
                yaml.complain(entry.key(), "not a name for a class: '" + entry.name() + "'");
            }
            String written = yaml.text(entry.value()).orElse("");
            if (DAYS.matcher(written).matches()) {
                int days = Integer.parseInt(written, 0, written.length() - 1, 10);
                classes.put(entry.name(), days);
            } else if (!written.isEmpty()) {
                yaml.complain(entry.value(), "'" + written + "' is not a number of days like 90d");
            }
        }
        return classes;
    }

    private String retention(
            Map<String, Node> members, Map<String, Integer> classes, String otherwise) {
        String name = yaml.text(members, "retention").orElse(otherwise);
        if (!classes.containsKey(name)) {
            yaml.complain(
                    members.get("retention"), "'classes' has no retention class '" + name + "'");
        }
        return name;
    }

    private @Nullable ToolId tool(Map<String, Node> members) {
        Tool tool = reading.tool(members, "tool");
        return tool == null ? null : tool.id();
    }

    private @Nullable Jurisdiction jurisdiction(Map<String, Node> members) {
        String code = yaml.text(members, "jurisdiction").orElse(null);
        if (code == null) {
            return null;
        }
        try {
            return new Jurisdiction(code);
        } catch (IllegalArgumentException e) {
            yaml.complain(
                    members.get("jurisdiction"),
                    "'" + code + "' is not a country code of ISO 3166 such as DE");
            return null;
        }
    }

    private List<Glob> globs(Map<String, Node> members) {
        List<Glob> globs = new ArrayList<>();
        for (Node node : reading.notEmpty(members, "repositories", "a pattern")) {
            Glob glob = reading.glob(node);
            if (glob != null) {
                globs.add(glob);
            }
        }
        return globs;
    }
}
