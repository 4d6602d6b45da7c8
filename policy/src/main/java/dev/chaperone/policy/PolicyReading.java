// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import dev.chaperone.catalog.Catalog;
import dev.chaperone.catalog.Coverage;
import dev.chaperone.catalog.Tool;
import dev.chaperone.policy.PolicyException.Problem;
import dev.chaperone.vocabulary.ToolId;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What all readers of the parts of a policy file need: YAML, the words that occur in several
/// parts, and what they complain of and remark.
final class PolicyReading {
    private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9-]{0,62}");

    private final YamlReading yaml = new YamlReading();
    private final YamlReading remarks = new YamlReading();
    private final Catalog catalog;
    private final Set<String> detectors;

    PolicyReading(Catalog catalog, Set<String> detectors) {
        this.catalog = catalog;
        this.detectors = detectors;
    }

    YamlReading yaml() {
        return yaml;
    }

    /// Ids that content rules may name.
    Set<String> detectors() {
        return detectors;
    }

    void complain(@Nullable Node node, String message) {
        yaml.complain(node, message);
    }

    /// Notes what is no fault, but surely not what was meant.
    void remark(@Nullable Node node, String message) {
        remarks.complain(node, message);
    }

    List<Problem> remarks() {
        return remarks.problems();
    }

    /// A word of the policy's own.
    @Nullable String word(Map<String, Node> members, String name) {
        String written = yaml.text(members, name).orElse(null);
        if (written != null && !WORD.matcher(written).matches()) {
            complain(
                    members.get(name),
                    name + " is '" + written + "', not lower-case letters, digits and dashes");
            return null;
        }
        return written;
    }

    /// A text without space around it.
    @Nullable String text(Map<String, Node> members, String name) {
        return yaml.text(members, name).map(String::strip).orElse(null);
    }

    boolean flag(Map<String, Node> members, String name, boolean otherwise) {
        Node node = members.get(name);
        if (node == null) {
            return otherwise;
        }
        return switch (yaml.text(node).orElse("")) {
            case "true" -> true;
            case "false" -> false;
            case "" -> otherwise;
            case String other -> {
                complain(node, name + " is '" + other + "', not true or false");
                yield otherwise;
            }
        };
    }

    /// One of some words.
    <E extends Enum<E>> E choice(Map<String, Node> members, String name, E otherwise) {
        Node node = members.get(name);
        return node == null ? otherwise : choice(node, name, otherwise);
    }

    /// One of some words.
    <E extends Enum<E>> E choice(Node node, String name, E otherwise) {
        String written = yaml.text(node).orElse(null);
        if (written == null) {
            return otherwise;
        }
        E[] all = otherwise.getDeclaringClass().getEnumConstants();
        for (E each : all) {
            if (written(each).equals(written)) {
                return each;
            }
        }
        List<String> words = Stream.of(all).map(PolicyReading::written).toList();
        String last = words.getLast();
        complain(
                node,
                "%s is '%s', not %s or %s"
                        .formatted(
                                name,
                                written,
                                String.join(", ", words.subList(0, words.size() - 1)),
                                last));
        return otherwise;
    }

    private static String written(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// A length of time.
    Interval interval(Map<String, Node> members, String name, Interval otherwise) {
        Node node = members.get(name);
        String written = node == null ? null : yaml.text(node).orElse(null);
        if (written == null) {
            return otherwise;
        }
        return Interval.parse(written)
                .orElseGet(() -> {
                    complain(
                            node,
                            name
                                    + " is '"
                                    + written
                                    + "', not hours, days or months like 72h, 14d or 12mo");
                    return otherwise;
                });
    }

    /// A whole number of a range.
    int number(Map<String, Node> members, String name, int otherwise, int most) {
        Node node = members.get(name);
        String written = node == null ? null : yaml.text(node).orElse(null);
        if (written == null) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(written);
            if (number >= 0 && number <= most) {
                return number;
            }
        } catch (NumberFormatException _) {
            // Complained of below, with what is wanted.
        }
        complain(node, name + " is '" + written + "', not a number from 0 to " + most);
        return otherwise;
    }

    @Nullable Glob glob(Node node) {
        String pattern = yaml.text(node).orElse(null);
        if (pattern == null) {
            return null;
        }
        if (pattern.length() > Glob.MAX_LENGTH) {
            complain(
                    node,
                    "a pattern for repositories has at most " + Glob.MAX_LENGTH + " characters");
            return null;
        }
        return new Glob(pattern);
    }

    /// Texts of a list, each once, in its order.
    Set<String> texts(Map<String, Node> members, String name) {
        Set<String> texts = new LinkedHashSet<>();
        for (Node node : yaml.list(members, name)) {
            yaml.text(node).map(String::strip).ifPresent(texts::add);
        }
        return texts;
    }

    /// A tool of the catalogue.
    @Nullable Tool tool(Map<String, Node> members, String name) {
        Node node = members.get(name);
        return node == null ? null : tool(node);
    }

    /// A tool of the catalogue.
    @Nullable Tool tool(Node node) {
        String id = yaml.text(node).orElse(null);
        if (id == null) {
            return null;
        }
        for (Tool tool : catalog.tools()) {
            if (tool.id().value().equals(id)) {
                return tool;
            }
        }
        complain(node, "the catalogue has no tool '" + id + "'");
        return null;
    }

    /// Whether any way in sees something of a tool.
    boolean isSeen(ToolId tool) {
        return catalog.coverage(tool).stream()
                .flatMap(coverage -> coverage.sees().values().stream())
                .anyMatch(
                        sight -> sight == Coverage.Sight.BLOCKS || sight == Coverage.Sight.RECORDS);
    }

    /// Those that are sorted and joined are for people.
    static String sorted(Set<?> things) {
        return new TreeSet<>(things)
                .stream().map(Object::toString).collect(Collectors.joining(", "));
    }

    /// Items of a list that is there but says nothing would look like 'none' and mean 'all'.
    List<Node> notEmpty(Map<String, Node> members, String name, String what) {
        List<Node> nodes = yaml.list(members, name);
        if (nodes.isEmpty() && members.containsKey(name)) {
            complain(members.get(name), "'" + name + "' needs " + what);
        }
        return new ArrayList<>(nodes);
    }
}
