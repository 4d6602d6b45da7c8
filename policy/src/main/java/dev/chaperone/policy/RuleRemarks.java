// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import dev.chaperone.expressions.Necessary;
import dev.chaperone.expressions.ValueType;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Notes which conditions contradict each other, and which change nothing. Only what is certain
/// from the texts is said: a condition asks for some values, and another for no more than those.
final class RuleRemarks {
    private final PolicyReading reading;
    private final Set<String> tools;
    private final Set<String> classes;
    private final List<Written> all = new ArrayList<>();

    /// A rule and where it stands.
    private record Written(Node node, ConditionRule rule) {
        String id() {
            return rule.id();
        }
    }

    RuleRemarks(
            PolicyReading reading,
            List<ApprovedTool> approved,
            List<RepositoryClass> repositories) {
        this.reading = reading;
        this.tools = approved.stream().map(each -> each.tool().value()).collect(Collectors.toSet());
        // A repository that no pattern fits has the empty one.
        this.classes =
                repositories.stream()
                        .map(RepositoryClass::name)
                        .collect(Collectors.toCollection(() -> new HashSet<>(Set.of(""))));
    }

    void add(Node node, ConditionRule rule) {
        all.add(new Written(node, rule));
    }

    /// Says what there is to say, in the order of the file.
    void say() {
        Map<String, Written> byText = new HashMap<>();
        for (int i = 0; i < all.size(); i++) {
            Written each = all.get(i);
            Optional<Boolean> constant = each.rule.when().constant();
            Written same = byText.putIfAbsent(each.rule.when().toString(), each);
            if (same != null) {
                Written winner = same.rule.blocks() || !each.rule.blocks() ? same : each;
                remark(
                        each,
                        "rules '%s' and '%s' have the same condition: '%s' wins"
                                .formatted(same.id(), each.id(), winner.id()));
            } else if (constant.isPresent()) {
                remark(each, constant(each.rule, constant.get()));
            } else if (isNeverTrue(each.rule)) {
                remark(each, constant(each.rule, false));
            } else {
                sayUnreached(each);
                sayCovered(i);
            }
        }
    }

    private void remark(Written about, String message) {
        reading.remark(about.node, message);
    }

    private static String constant(ConditionRule rule, boolean always) {
        if (!always) {
            return "rule '%s' is never reached: its condition is never true".formatted(rule.id());
        }
        return "rule '%s' %s every request: its condition is always true"
                .formatted(rule.id(), rule.blocks() ? "blocks" : "warns of");
    }

    /// Whether one name would need two values, or one of none.
    private static boolean isNeverTrue(ConditionRule rule) {
        Map<String, Set<String>> possible = new HashMap<>();
        for (Necessary each : rule.when().necessary()) {
            boolean oneText = QuestionValues.TYPES.get(each.name()) == ValueType.TEXT;
            Set<String> values =
                    oneText
                            ? possible.computeIfAbsent(
                                    each.name(), _ -> new HashSet<>(each.values()))
                            : new HashSet<>(each.values());
            values.retainAll(each.values());
            if (values.isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private void sayUnreached(Written each) {
        for (Necessary needed : each.rule.when().necessary()) {
            if (isNone(needed, QuestionValues.TOOL, tools)) {
                remark(
                        each,
                        "rule '%s' is never reached: 'tools' does not allow %s anyway"
                                .formatted(each.id(), PolicyReading.sorted(needed.values())));
            }
            if (isNone(needed, QuestionValues.REPOSITORY_CLASS, classes)) {
                remark(
                        each,
                        "rule '%s' is never reached: no entry of 'repositories' has the class %s"
                                .formatted(each.id(), PolicyReading.sorted(needed.values())));
            }
        }
    }

    private static boolean isNone(Necessary needed, String name, Set<String> there) {
        return needed.name().equals(name) && needed.values().stream().noneMatch(there::contains);
    }

    /// Names the first rule that makes this one change nothing.
    private void sayCovered(int place) {
        Written each = all.get(place);
        for (int i = 0; i < all.size(); i++) {
            String message = i == place ? null : covered(each, all.get(i), i < place);
            if (message != null) {
                remark(each, message);
                return;
            }
        }
    }

    /// What the other does to a rule: something only if it is true whenever the rule's condition
    /// is, stricter or else first.
    private static @Nullable String covered(Written each, Written other, boolean otherFirst) {
        boolean stricter = other.rule.blocks() && !each.rule.blocks();
        boolean same = other.rule.blocks() == each.rule.blocks();
        boolean sameText = other.rule.when().toString().equals(each.rule.when().toString());
        boolean wins = stricter || (same && otherFirst);
        if (!wins || sameText || !other.rule.when().covers(each.rule.when())) {
            return null;
        }
        return stricter
                ? "rule '%s' warns of what rule '%s' blocks: '%s' wins"
                        .formatted(each.id(), other.id(), other.id())
                : "rule '%s' changes nothing: rule '%s' stands before it and %s all of that"
                        .formatted(
                                each.id(), other.id(), other.rule.blocks() ? "blocks" : "warns of");
    }
}
