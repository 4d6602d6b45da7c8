// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import dev.chaperone.expressions.Necessary;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Chooses the rules that may speak of a request, so that only their conditions are judged: each
/// rule lies under one of the values without which its condition is not true.
final class RuleIndex {
    /// By what rules can lie, what tells requests apart best first.
    private static final List<String> KEYS =
            List.of(
                    QuestionValues.REPOSITORY,
                    QuestionValues.MODEL,
                    QuestionValues.REPOSITORY_CLASS,
                    QuestionValues.TOOL,
                    QuestionValues.TEAMS,
                    QuestionValues.PLAN);

    private final List<ConditionRule> rules;
    private final BitSet always = new BitSet();
    private final Map<String, Map<String, BitSet>> under = new HashMap<>();

    RuleIndex(List<ConditionRule> rules) {
        this.rules = List.copyOf(rules);
        for (int i = 0; i < rules.size(); i++) {
            file(i, rules.get(i).when().necessary());
        }
    }

    private void file(int rule, List<Necessary> necessary) {
        for (String key : KEYS) {
            for (Necessary each : necessary) {
                if (each.name().equals(key)) {
                    Map<String, BitSet> values = under.computeIfAbsent(key, _ -> new HashMap<>());
                    for (String value : each.values()) {
                        values.computeIfAbsent(value, _ -> new BitSet()).set(rule);
                    }
                    return;
                }
            }
        }
        always.set(rule);
    }

    boolean isEmpty() {
        return rules.isEmpty();
    }

    /// Which rules may speak of a request, by their place in the policy.
    BitSet candidates(QuestionValues values) {
        BitSet found = new BitSet(rules.size());
        found.or(always);
        under.forEach((name, byValue) -> {
            Object value = values.apply(name);
            if (value instanceof Iterable<?> several) {
                several.forEach(each -> add(byValue, each, found));
            } else if (value != null) {
                add(byValue, value, found);
            }
        });
        return found;
    }

    private static void add(Map<String, BitSet> byValue, Object value, BitSet found) {
        BitSet rules = byValue.get(value);
        if (rules != null) {
            found.or(rules);
        }
    }

    ConditionRule get(int place) {
        return rules.get(place);
    }
}
