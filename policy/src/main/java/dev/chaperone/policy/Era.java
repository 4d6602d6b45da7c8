// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The time of one former policy, as a replay of the next one goes by it: which rules it had, and
/// which words were looked for.
final class Era {
    /// Of what policies decide by themselves.
    static final Set<String> BUILT_IN =
            Set.of(
                    "tool-not-allowed",
                    "plan-not-allowed",
                    "team-not-allowed",
                    "repository-not-allowed",
                    "not-scanned");

    private static final Set<String> GATES =
            Set.of("grant", "acknowledgment", "training", "checklist");

    private final boolean known;
    private final Map<String, Boolean> blocking = new HashMap<>();
    private final boolean dropsPhrases;
    private final List<String> unsearched;

    /// @param then null when it is not known
    Era(@Nullable PolicySnapshot then, PolicySnapshot next) {
        this.known = then != null;
        Set<String> searched = new HashSet<>();
        if (then != null) {
            searched.addAll(then.phrases());
            then.policy()
                    .content()
                    .forEach(rule -> blocking.merge(rule.id(), stops(rule), Boolean::logicalOr));
            then.policy().rules().forEach(rule -> blocking.put(rule.id(), rule.blocks()));
        }
        List<String> phrases = next.phrases();
        this.dropsPhrases = then == null || !phrases.containsAll(searched);
        this.unsearched =
                next.content().stream()
                        .filter(rule -> !searched.containsAll(rule.phrases()))
                        .map(ContentRule::id)
                        .distinct()
                        .toList();
    }

    private static boolean stops(ContentRule rule) {
        return rule.action() == ContentRule.Action.BLOCK
                || rule.action() == ContentRule.Action.REDACT;
    }

    /// Why a recorded rule says nothing about the policy; null when it does.
    @Nullable Unjudged besides(@Nullable String rule) {
        if (rule == null || BUILT_IN.contains(rule) || blocking.containsKey(rule)) {
            return null;
        }
        if (GATES.contains(rule)) {
            return Unjudged.GATE;
        }
        return known ? Unjudged.NOT_BY_POLICY : Unjudged.FORMER_POLICY;
    }

    /// Whether a rule of then blocks or takes out, where that is possible.
    boolean blocks(@Nullable String rule) {
        return rule != null && (BUILT_IN.contains(rule) || blocking.getOrDefault(rule, false));
    }

    /// Whether words were looked for that the next policy does not name.
    boolean dropsPhrases() {
        return dropsPhrases;
    }

    /// Rules of the next policy with words that were not looked for.
    List<String> unsearched() {
        return unsearched;
    }
}
