// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import dev.chaperone.policy.PolicyException.Problem;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Reads one YAML document and gathers what is wrong with it, each fault with its place, instead of
/// stopping at the first. The policy and the courses of the training are read by it.
public final class YamlReading {
    private static final Comparator<Problem> BY_PLACE =
            Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column);

    private final List<Problem> problems = new ArrayList<>();

    public YamlReading() {}

    /// What was wrong, in the order of the file.
    public List<Problem> problems() {
        return problems.stream().sorted(BY_PLACE).toList();
    }

    /// A member of a mapping whose names are free.
    public record Entry(Node key, String name, Node value) {}

    /// The members of a mapping whose names are free; complains of doubled ones.
    public List<Entry> entries(Node node) {
        if (!(node instanceof MappingNode mapping)) {
            complain(node, "expected members");
            return List.of();
        }
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            Node key = tuple.getKeyNode();
            String name = key instanceof ScalarNode scalar ? scalar.getValue() : "";
            if (entries.put(name, new Entry(key, name, tuple.getValueNode())) != null) {
                complain(key, "key '" + name + "' stands here twice");
            }
        }
        return List.copyOf(entries.values());
    }

    /// The members of the document's top mapping.
    public Map<String, Node> document(String text, Set<String> required, Set<String> optional) {
        try {
            LoadSettings settings =
                    LoadSettings.builder()
                            .setUseMarks(true)
                            .setAllowDuplicateKeys(false)
                            .setCodePointLimit(1024 * 1024)
                            .build();
            StreamReader reader = new StreamReader(settings, text);
            Optional<Node> root =
                    new Composer(settings, new ShallowParser(new ParserImpl(settings, reader)))
                            .getSingleNode();
            if (root.isEmpty()) {
                problems.add(new Problem(1, 1, "the file is empty"));
                return Map.of();
            }
            return members(root.get(), required, optional);
        } catch (MarkedYamlEngineException e) {
            Optional<Mark> mark = e.getProblemMark();
            problems.add(problemAt(mark.orElse(null), "not YAML: " + e.getProblem()));
            return Map.of();
        } catch (YamlEngineException e) {
            problems.add(new Problem(1, 1, "not YAML: " + e.getMessage()));
            return Map.of();
        }
    }

    /// The members of a mapping; complains of missing, unknown and doubled ones.
    public Map<String, Node> members(Node node, Set<String> required, Set<String> optional) {
        if (!(node instanceof MappingNode mapping)) {
            Set<String> such = required.isEmpty() ? optional : required;
            complain(node, "expected members such as " + String.join(", ", sorted(such)));
            return Map.of();
        }
        Map<String, Node> members = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            String name = tuple.getKeyNode() instanceof ScalarNode key ? key.getValue() : "";
            if (!required.contains(name) && !optional.contains(name)) {
                Set<String> known = new TreeSet<>(required);
                known.addAll(optional);
                complain(
                        tuple.getKeyNode(),
                        "unknown key '" + name + "'; known here: " + String.join(", ", known));
            } else if (members.put(name, tuple.getValueNode()) != null) {
                complain(tuple.getKeyNode(), "key '" + name + "' stands here twice");
            }
        }
        for (String name : sorted(required)) {
            if (!members.containsKey(name)) {
                complain(node, "'" + name + "' is missing");
            }
        }
        return members;
    }

    /// The items of a list member; empty when the member is missing.
    public List<Node> list(Map<String, Node> members, String name) {
        Node node = members.get(name);
        if (node == null) {
            return List.of();
        }
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        complain(node, "'" + name + "' must be a list");
        return List.of();
    }

    /// A text member, if it is there.
    public Optional<String> text(Map<String, Node> members, String name) {
        Node node = members.get(name);
        return node == null ? Optional.empty() : text(node);
    }

    /// A text, if it is one and not empty.
    public Optional<String> text(Node node) {
        if (node instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
            return Optional.of(scalar.getValue());
        }
        complain(node, "expected a text");
        return Optional.empty();
    }

    public void complain(@Nullable Node node, String message) {
        Mark mark = node == null ? null : node.getStartMark().orElse(null);
        problems.add(problemAt(mark, message));
    }

    private static Problem problemAt(@Nullable Mark mark, String message) {
        return mark == null
                ? new Problem(1, 1, message)
                : new Problem(mark.getLine() + 1, mark.getColumn() + 1, message);
    }

    private static List<String> sorted(Collection<String> names) {
        List<String> sorted = new ArrayList<>(names);
        Collections.sort(sorted);
        return sorted;
    }
}
