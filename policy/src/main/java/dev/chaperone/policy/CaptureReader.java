// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import dev.chaperone.catalog.Catalog;
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

/// Reads the sections `capture` and `repositories` of a policy file.
final class CaptureReader {
    private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9-]{0,62}");
    private static final Pattern DAYS = Pattern.compile("[1-9][0-9]{0,4}d");
    private static final Set<String> SECTION =
            Set.of("prompts", "answers", "retention", "classes", "second-person", "rules");
    private static final Set<String> CONDITIONS =
            Set.of("tool", "repository-class", "repositories", "team", "jurisdiction");
    private static final Set<String> LEVELS = Set.of("prompts", "answers");

    private final YamlReading yaml;
    private final Catalog catalog;

    CaptureReader(YamlReading yaml, Catalog catalog) {
        this.yaml = yaml;
        this.catalog = catalog;
    }

    /// The entries of `repositories`.
    List<RepositoryClass> repositories(Map<String, Node> top) {
        List<RepositoryClass> repositories = new ArrayList<>();
        for (Node entry : yaml.list(top, "repositories")) {
            Map<String, Node> members =
                    yaml.members(entry, Set.of("match", "class"), Set.of("tools"));
            Node tools = members.get("tools");
            if (tools != null) {
                yaml.complain(
                        tools,
                        "this version can not limit the tools of a repository; leave it out");
            }
            Node match = members.get("match");
            Glob glob = match == null ? null : glob(match);
            String name = word(members, "class");
            if (glob != null && name != null) {
                repositories.add(new RepositoryClass(glob, name));
            }
        }
        return repositories;
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
        return new CaptureTerms(usual, classes, flag(members, "second-person", true), rules);
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
        String repositoryClass = word(members, "repository-class");
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
        String id = yaml.text(members, "tool").orElse(null);
        if (id == null) {
            return null;
        }
        return catalog.tools().stream()
                .map(tool -> tool.id())
                .filter(tool -> tool.value().equals(id))
                .findFirst()
                .orElseGet(() -> {
                    yaml.complain(members.get("tool"), "the catalogue has no tool '" + id + "'");
                    return null;
                });
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
        List<Node> nodes = yaml.list(members, "repositories");
        if (nodes.isEmpty() && members.containsKey("repositories")) {
            // Empty, it would look like a rule for no repository and be one for all.
            yaml.complain(members.get("repositories"), "'repositories' needs a pattern");
        }
        for (Node node : nodes) {
            Glob glob = glob(node);
            if (glob != null) {
                globs.add(glob);
            }
        }
        return globs;
    }

    private @Nullable Glob glob(Node node) {
        String pattern = yaml.text(node).orElse(null);
        if (pattern == null) {
            return null;
        }
        if (pattern.length() > Glob.MAX_LENGTH) {
            yaml.complain(
                    node,
                    "a pattern for repositories has at most " + Glob.MAX_LENGTH + " characters");
            return null;
        }
        return new Glob(pattern);
    }

    private @Nullable String word(Map<String, Node> members, String name) {
        String written = yaml.text(members, name).orElse(null);
        if (written != null && !WORD.matcher(written).matches()) {
            yaml.complain(
                    members.get(name),
                    name + " is '" + written + "', not lower-case letters, digits and dashes");
            return null;
        }
        return written;
    }

    private boolean flag(Map<String, Node> members, String name, boolean otherwise) {
        Node node = members.get(name);
        if (node == null) {
            return otherwise;
        }
        return switch (yaml.text(node).orElse("")) {
            case "true" -> true;
            case "false" -> false;
            case "" -> otherwise;
            case String other -> {
                yaml.complain(node, name + " is '" + other + "', not true or false");
                yield otherwise;
            }
        };
    }
}
