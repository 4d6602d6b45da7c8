// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import org.snakeyaml.engine.v2.nodes.Node;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads the section `content` of a policy file.
final class ContentReader {
    private static final String DEFAULT_BECAUSE = "The policy forbids sending this to an AI tool.";
    private static final String DEFAULT_IN_ANSWERS = "The policy does not want this in answers.";

    private static final Set<String> WORDS =
            Set.of(
                    ContentRule.SECRET,
                    ContentRule.PERSONAL,
                    ContentRule.MARKER,
                    ContentRule.ATTACHMENT,
                    ContentRule.UNSCANNED);

    private final PolicyReading reading;
    private final YamlReading yaml;

    ContentReader(PolicyReading reading) {
        this.reading = reading;
        this.yaml = reading.yaml();
    }

    /// @param ids of rules so far, of all kinds
    List<ContentRule> rules(Map<String, Node> top, Set<String> ids) {
        List<ContentRule> rules = new ArrayList<>();
        PhraseReader phrases = new PhraseReader(yaml);
        for (Node entry : yaml.list(top, "content")) {
            Map<String, Node> members =
                    yaml.members(
                            entry,
                            Set.of("id", "detect", "action"),
                            Set.of("because", "in", "phrases", "restore"));
            String id = yaml.text(members, "id").orElse("");
            if (!id.isEmpty() && !ids.add(id)) {
                yaml.complain(members.get("id"), "two rules have the id '" + id + "'");
            }
            Set<ContentRule.Traffic> traffic = traffic(members);
            Set<String> detect = detect(members);
            String because =
                    traffic.contains(ContentRule.Traffic.PROMPTS)
                            ? DEFAULT_BECAUSE
                            : DEFAULT_IN_ANSWERS;
            ContentRule rule =
                    new ContentRule(
                            id,
                            traffic,
                            detect,
                            phrases.of(members, detect),
                            reading.choice(members, "action", ContentRule.Action.BLOCK),
                            reading.flag(members, "restore", false),
                            yaml.text(members, "because").orElse(because).strip());
            checkTogether(members, rule);
            remarkContradictions(entry, rule, rules);
            rules.add(rule);
        }
        return rules;
    }

    private Set<ContentRule.Traffic> traffic(Map<String, Node> members) {
        Node node = members.get("in");
        if (node == null) {
            return Set.of(ContentRule.Traffic.PROMPTS);
        }
        Set<ContentRule.Traffic> traffic = EnumSet.noneOf(ContentRule.Traffic.class);
        for (Node entry : yaml.list(members, "in")) {
            switch (yaml.text(entry).orElse("")) {
                case "prompts" -> traffic.add(ContentRule.Traffic.PROMPTS);
                case "answers" -> traffic.add(ContentRule.Traffic.ANSWERS);
                case String other ->
                        yaml.complain(entry, "in holds '" + other + "', not prompts or answers");
            }
        }
        if (traffic.isEmpty()) {
            yaml.complain(node, "in names neither prompts nor answers");
        }
        return traffic;
    }

    private Set<String> detect(Map<String, Node> members) {
        Set<String> detect = new LinkedHashSet<>();
        for (Node node : yaml.list(members, "detect")) {
            String word = yaml.text(node).orElse("");
            if (!WORDS.contains(word) && !reading.detectors().contains(word)) {
                yaml.complain(node, "there is no detector '" + word + "'");
            }
            detect.add(word);
        }
        return detect;
    }

    /// What each member says alone may not go together.
    private void checkTogether(Map<String, Node> members, ContentRule rule) {
        boolean redacts = rule.action() == ContentRule.Action.REDACT;
        if (redacts && rule.in().contains(ContentRule.Traffic.ANSWERS)) {
            yaml.complain(
                    members.get("action"), "an answer can not be redacted; use warn or block");
        }
        for (String word : List.of(ContentRule.ATTACHMENT, ContentRule.UNSCANNED)) {
            if (redacts && rule.detect().contains(word)) {
                yaml.complain(
                        members.get("action"),
                        "what can not be read can not be redacted: '" + word + "'");
            }
        }
        if (rule.restore() && !redacts) {
            yaml.complain(members.get("restore"), "restore goes with the action redact only");
        }
    }

    /// Two rules that want different things of the same content.
    private void remarkContradictions(Node entry, ContentRule rule, List<ContentRule> before) {
        for (ContentRule earlier : before) {
            Set<String> shared = new HashSet<>(earlier.detect());
            shared.retainAll(rule.detect());
            boolean together = earlier.in().stream().anyMatch(rule.in()::contains);
            if (together && !shared.isEmpty() && earlier.action() != rule.action()) {
                ContentRule winner = earlier.action().compareTo(rule.action()) > 0 ? earlier : rule;
                reading.remark(
                        entry,
                        "rules '%s' and '%s' want different things of %s: '%s' wins"
                                .formatted(
                                        earlier.id(),
                                        rule.id(),
                                        PolicyReading.sorted(shared),
                                        winner.id()));
            }
        }
    }
}
