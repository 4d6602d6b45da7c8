// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import org.jspecify.annotations.Nullable;

import java.util.BitSet;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Whether a policy goes by something of a request that is not recorded: the number of its
/// attachments.
final class Doubts {
    private static final String ATTACHMENTS = "attachments";

    private final RuleIndex rules;
    private final GlobIndex<RepositoryClass> repositories;
    private final Set<String> conditions;
    private final boolean readsAttachments;

    Doubts(Policy policy) {
        this.rules = new RuleIndex(policy.rules());
        this.repositories = new GlobIndex<>(policy.repositories(), RepositoryClass::match);
        this.conditions =
                policy.rules().stream().map(ConditionRule::id).collect(Collectors.toSet());
        this.readsAttachments =
                policy.content().stream()
                        .anyMatch(rule ->
                                rule.in().contains(ContentRule.Traffic.PROMPTS)
                                        && rule.detect().contains(ContentRule.ATTACHMENT));
    }

    /// Whether the policy has to know how many attachments there were, and nobody does.
    boolean about(Recorded.Attachments attachments, Question question) {
        return switch (attachments) {
            case NONE -> false;
            case SOME -> asks(question);
            case UNKNOWN -> readsAttachments || asks(question);
        };
    }

    /// Whether a rule is a condition of the company's own.
    boolean isCondition(String rule) {
        return conditions.contains(rule);
    }

    /// Whether a condition comes to the number when it is judged.
    private boolean asks(Question question) {
        if (rules.isEmpty()) {
            return false;
        }
        QuestionValues known =
                new QuestionValues(question, repositories.first(question.repository()));
        Asked asked = new Asked(known);
        BitSet candidates = rules.candidates(known);
        for (int i = candidates.nextSetBit(0);
                i >= 0 && !asked.forNumber;
                i = candidates.nextSetBit(i + 1)) {
            rules.get(i).against(asked);
        }
        return asked.forNumber;
    }

    /// Values that note whether the number was asked for.
    private static final class Asked implements Function<String, @Nullable Object> {
        private final QuestionValues values;
        private boolean forNumber;

        Asked(QuestionValues values) {
            this.values = values;
        }

        @Override
        public @Nullable Object apply(String name) {
            forNumber |= name.equals(ATTACHMENTS);
            return values.apply(name);
        }
    }
}
