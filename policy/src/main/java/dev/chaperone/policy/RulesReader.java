// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import dev.chaperone.expressions.Conditions;
import dev.chaperone.expressions.InvalidConditionException;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads the section `rules` of a policy file.
final class RulesReader {
    private static final String DEFAULT_BECAUSE = "The policy does not allow this.";
    private static final String DEFAULT_PROCEED =
            "ask whoever owns the policy, or ask for an exception.";

    private final PolicyReading reading;
    private final YamlReading yaml;

    RulesReader(PolicyReading reading) {
        this.reading = reading;
        this.yaml = reading.yaml();
    }

    /// The language is loaded when a policy has conditions, and only then.
    private static final class Language {
        private static final Conditions CONDITIONS = new Conditions(QuestionValues.TYPES);
    }

    private enum Outcome {
        WARN,
        BLOCK
    }

    /// @param ids of rules so far, of all kinds
    /// @param approved what the policy allows at all
    /// @param repositories which classes there are
    List<ConditionRule> rules(
            Map<String, Node> top,
            Set<String> ids,
            List<ApprovedTool> approved,
            List<RepositoryClass> repositories) {
        List<ConditionRule> rules = new ArrayList<>();
        RuleRemarks remarks = new RuleRemarks(reading, approved, repositories);
        for (Node entry : yaml.list(top, "rules")) {
            Map<String, Node> members =
                    yaml.members(
                            entry,
                            Set.of("id", "when", "then"),
                            Set.of("because", "proceed", "section"));
            ConditionRule rule = rule(members);
            if (rule == null) {
                continue;
            }
            if (!ids.add(rule.id())) {
                yaml.complain(members.get("id"), "two rules have the id '" + rule.id() + "'");
            }
            remarks.add(entry, rule);
            rules.add(rule);
        }
        remarks.say();
        return rules;
    }

    private @Nullable ConditionRule rule(Map<String, Node> members) {
        String id = reading.word(members, "id");
        String when = reading.text(members, "when");
        Outcome outcome = reading.choice(members, "then", Outcome.BLOCK);
        String because = reading.text(members, "because");
        String proceed = reading.text(members, "proceed");
        Programme.Section section =
                reading.choice(members, "section", Programme.Section.PROHIBITED_USES);
        if (id == null || when == null) {
            return null;
        }
        try {
            return new ConditionRule(
                    id,
                    Language.CONDITIONS.compile(when),
                    outcome == Outcome.BLOCK,
                    because == null ? DEFAULT_BECAUSE : because,
                    proceed == null ? DEFAULT_PROCEED : proceed,
                    section);
        } catch (InvalidConditionException e) {
            yaml.complain(members.get("when"), "'when' is no condition: " + e.getMessage());
            return null;
        }
    }
}
