// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.List;

/// Which parts of a policy were about any request at all, whether they decided on it or another
/// did.
final class Coverage {
    private final Policy policy;
    private final GlobIndex<RepositoryClass> repositories;
    private final RuleIndex rules;
    private final BitSet content = new BitSet();
    private final BitSet conditions = new BitSet();
    private final IdentityHashMap<RepositoryClass, Boolean> entries = new IdentityHashMap<>();

    Coverage(Policy policy) {
        this.policy = policy;
        this.repositories = new GlobIndex<>(policy.repositories(), RepositoryClass::match);
        this.rules = new RuleIndex(policy.rules());
    }

    /// A prompt, as it would be asked about.
    void saw(Question question) {
        RepositoryClass entry = repositories.first(question.repository());
        if (entry != null) {
            entries.put(entry, true);
        }
        if (!rules.isEmpty()) {
            ask(new QuestionValues(question, entry));
        }
        for (int i = 0; i < policy.content().size(); i++) {
            if (!content.get(i) && policy.content().get(i).matches(question)) {
                content.set(i);
            }
        }
    }

    private void ask(QuestionValues values) {
        BitSet candidates = rules.candidates(values);
        candidates.andNot(conditions);
        for (int i = candidates.nextSetBit(0); i >= 0; i = candidates.nextSetBit(i + 1)) {
            if (rules.get(i).against(values) != null) {
                conditions.set(i);
            }
        }
    }

    /// An answer, as it would be asked about.
    void saw(Answer answer) {
        for (int i = 0; i < policy.content().size(); i++) {
            if (!content.get(i) && policy.content().get(i).matches(answer)) {
                content.set(i);
            }
        }
    }

    /// What was about nothing, in the order of the file.
    List<Replayed.Idle> idle() {
        List<Replayed.Idle> idle = new ArrayList<>();
        for (RepositoryClass each : policy.repositories()) {
            if (!entries.containsKey(each)) {
                idle.add(new Replayed.Idle(Replayed.Part.REPOSITORY, each.match().pattern(), null));
            }
        }
        for (int i = 0; i < policy.rules().size(); i++) {
            if (!conditions.get(i)) {
                idle.add(
                        new Replayed.Idle(
                                Replayed.Part.CONDITION, policy.rules().get(i).id(), null));
            }
        }
        for (int i = 0; i < policy.content().size(); i++) {
            if (!content.get(i)) {
                ContentRule rule = policy.content().get(i);
                idle.add(new Replayed.Idle(Replayed.Part.CONTENT, rule.id(), doubt(rule)));
            }
        }
        return idle;
    }

    /// Why nobody knows whether a rule would have been about something; null when it is known.
    private static @Nullable String doubt(ContentRule rule) {
        return rule.in().contains(ContentRule.Traffic.PROMPTS)
                ? null
                : "it looks at answers, of which only those are replayed that hooks told";
    }
}
