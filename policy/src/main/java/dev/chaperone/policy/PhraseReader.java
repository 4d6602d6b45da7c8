// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import dev.chaperone.detection.Phrases;

import org.snakeyaml.engine.v2.nodes.Node;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads the phrases of content rules.
final class PhraseReader {
    /// In a whole policy.
    private static final int MOST = 64;

    private static final String MEMBER = "phrases";
    private static final String DETECTOR = "company-marker";

    private final YamlReading yaml;
    private int count;

    PhraseReader(YamlReading yaml) {
        this.yaml = yaml;
    }

    /// Those of one rule.
    ///
    /// @param detect what the rule is about
    List<String> of(Map<String, Node> rule, Set<String> detect) {
        List<Node> nodes = yaml.list(rule, MEMBER);
        if (!nodes.isEmpty()
                && !detect.contains(ContentRule.MARKER)
                && !detect.contains(DETECTOR)) {
            yaml.complain(
                    rule.get(MEMBER), "phrases need 'marker' or '" + DETECTOR + "' in 'detect'");
        }
        List<String> phrases = new ArrayList<>();
        for (Node node : nodes) {
            yaml.text(node).map(String::strip).ifPresent(phrase -> add(phrase, node, phrases));
        }
        return phrases;
    }

    private void add(String phrase, Node node, List<String> phrases) {
        count++;
        if (count == MOST + 1) {
            yaml.complain(node, "a policy has at most " + MOST + " phrases");
        }
        int length = phrase.codePointCount(0, phrase.length());
        if (length < Phrases.SHORTEST || length > Phrases.LONGEST) {
            yaml.complain(
                    node,
                    "a phrase has %d to %d characters, this one %d"
                            .formatted(Phrases.SHORTEST, Phrases.LONGEST, length));
        } else if (phrase.chars().anyMatch(Character::isISOControl)) {
            yaml.complain(node, "a phrase stands in one line");
        } else {
            phrases.add(phrase);
        }
    }
}
