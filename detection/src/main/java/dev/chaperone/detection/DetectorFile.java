// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Reads detectors from YAML; docs/detectors.md describes the format. Every fault is named with its
/// file and line.
final class DetectorFile {
    private static final Set<String> PROVIDER =
            new TreeSet<>(Set.of("provider", "source", "revoke", "detectors"));
    private static final Set<String> DETECTOR =
            new TreeSet<>(
                    Set.of(
                            "id",
                            "title",
                            "shapes",
                            "bare",
                            "records",
                            "program",
                            "check",
                            "near",
                            "severity",
                            "kind",
                            "confidence",
                            "finds",
                            "passes",
                            "source",
                            "revoke",
                            "note"));
    private static final Pattern IDS = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

    private final String name;

    private DetectorFile(String name) {
        this.name = name;
    }

    /// @param name of the file, for complaints
    /// @throws IllegalArgumentException names file, line and what is wrong
    static List<Rule> read(String name, String yaml) {
        return new DetectorFile(name).rules(yaml);
    }

    private List<Rule> rules(String yaml) {
        List<Rule> rules = new ArrayList<>();
        for (Node each : items(root(yaml))) {
            Map<String, Node> provider = members(each, PROVIDER);
            for (Node detector : items(required(each, provider, "detectors"))) {
                try {
                    rules.add(rule(each, provider, detector));
                } catch (IllegalArgumentException e) {
                    throw wrong(detector, String.valueOf(e.getMessage()));
                }
            }
        }
        return rules;
    }

    private Node root(String yaml) {
        LoadSettings settings = LoadSettings.builder().setUseMarks(true).build();
        try {
            StreamReader reader = new StreamReader(settings, yaml);
            return new Composer(settings, new ParserImpl(settings, reader))
                    .getSingleNode()
                    .orElseThrow(() -> new IllegalArgumentException(name + " is empty"));
        } catch (YamlEngineException e) {
            throw new IllegalArgumentException(name + " is not YAML: " + e.getMessage(), e);
        }
    }

    private Rule rule(Node at, Map<String, Node> provider, Node node) {
        Map<String, Node> members = members(node, DETECTOR);
        String id = text(required(node, members, "id"));
        if (!IDS.matcher(id).matches()) {
            throw new IllegalArgumentException("'" + id + "' is no id such as github-oauth");
        }
        List<String> shapes = texts(members.get("shapes"));
        List<String> bare = texts(members.get("bare"));
        if ((shapes.isEmpty() && bare.isEmpty()) != members.containsKey("program")) {
            throw new IllegalArgumentException(id + " needs either shapes or a program");
        }
        List<String> near = texts(members.get("near"));
        Detector.Kind kind = Detector.Kind.valueOf(constant(optional(members, "kind", "secret")));
        boolean personal = kind == Detector.Kind.PERSONAL;
        if (!bare.isEmpty() && (!personal || near.isEmpty())) {
            throw new IllegalArgumentException(
                    id + ": 'bare' is for personal numbers behind a word of 'near'");
        }
        Check check =
                personal || !members.containsKey("check")
                        ? Check.NONE
                        : Check.named(text(members.get("check")));
        Detector detector =
                new Detector(
                        id,
                        optional(members, "title", id),
                        text(required(at, provider, "provider")),
                        kind,
                        Detector.Severity.valueOf(constant(optional(members, "severity", "high"))),
                        confidence(members, check, near, kind),
                        Stream.concat(shapes.stream(), bare.stream()).toList(),
                        near,
                        inherited(members, provider, "source"),
                        inherited(members, provider, "revoke"));
        return new Rule(
                detector,
                shapes.stream().map(Shape::parse).toList(),
                check,
                personal && !members.containsKey("program") ? scheme(node, members, bare) : null,
                Integer.parseInt(optional(members, "records", "0")),
                texts(members.get("finds")),
                texts(members.get("passes")));
    }

    private Rule.Scheme scheme(Node at, Map<String, Node> members, List<String> bare) {
        return new Rule.Scheme(
                bare.stream().map(Shape::parse).toList(),
                PersonalCheck.named(text(required(at, members, "check"))));
    }

    private Confidence confidence(
            Map<String, Node> members, Check check, List<String> near, Detector.Kind kind) {
        boolean proves =
                check != Check.NONE && check != Check.AWS_ACCOUNT || kind == Detector.Kind.PERSONAL;
        Confidence usual =
                proves
                        ? Confidence.PROVEN
                        : near.isEmpty() ? Confidence.SHAPED : Confidence.CONTEXTUAL;
        return Confidence.valueOf(constant(optional(members, "confidence", usual.written())));
    }

    private @Nullable String inherited(
            Map<String, Node> members, Map<String, Node> provider, String member) {
        Node node = members.getOrDefault(member, provider.get(member));
        return node == null ? null : text(node);
    }

    private String optional(Map<String, Node> members, String member, String usual) {
        Node node = members.get(member);
        return node == null ? usual : text(node);
    }

    private static String constant(String word) {
        return word.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    private Map<String, Node> members(Node node, Set<String> known) {
        if (!(node instanceof MappingNode mapping)) {
            throw wrong(node, "expected members such as " + String.join(", ", known));
        }
        Map<String, Node> members = new HashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            String key = text(tuple.getKeyNode());
            if (!known.contains(key)) {
                throw wrong(
                        tuple.getKeyNode(),
                        "'" + key + "' is not known; known are " + String.join(", ", known));
            }
            members.put(key, tuple.getValueNode());
        }
        return members;
    }

    private Node required(Node at, Map<String, Node> members, String member) {
        Node node = members.get(member);
        if (node == null) {
            throw wrong(at, "'" + member + "' is missing");
        }
        return node;
    }

    private List<Node> items(Node node) {
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        throw wrong(node, "expected a list");
    }

    private List<String> texts(@Nullable Node node) {
        return node == null ? List.of() : items(node).stream().map(this::text).toList();
    }

    private String text(Node node) {
        if (node instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
            return scalar.getValue();
        }
        throw wrong(node, "expected a text");
    }

    private IllegalArgumentException wrong(Node node, String message) {
        String place = name + ", line " + line(node) + ": ";
        return new IllegalArgumentException(
                message.startsWith(name + ", line ") ? message : place + message);
    }

    private static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    }
}
