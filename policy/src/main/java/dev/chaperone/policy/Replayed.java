// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import dev.chaperone.vocabulary.Digest;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What a policy would have decided on recorded requests, in numbers. Nothing is guessed: what can
/// not be judged is counted with its reason.
///
/// @param policy hash of the policy that was replayed
/// @param requests all that are recorded
/// @param judged those of which it can be said what would have been decided
/// @param changed of these, those that would have been decided otherwise
/// @param otherRule of the rest, those that would have been decided alike by another rule
/// @param decided of the judged, by what was decided and what would have been
/// @param unjudged the others, by reason
/// @param recorded all, by what was decided
/// @param rules which would have decided something, or did
/// @param people of whom something changes, in no order that means anything
/// @param repositories of which something changes, the most first
/// @param tools of which something changes
/// @param idle what of the policy was about no request; empty too where none is recorded
/// @param unsearched rules with words that were not looked for when they could be found
public record Replayed(
        Digest policy,
        long requests,
        long judged,
        long changed,
        long otherRule,
        Map<Effect, Map<Effect, Long>> decided,
        Map<Unjudged, Long> unjudged,
        Map<Effect, Long> recorded,
        List<RuleShare> rules,
        Listed people,
        Listed repositories,
        Listed tools,
        List<Idle> idle,
        List<Unsearched> unsearched) {
    public Replayed {
        decided = Map.copyOf(decided);
        unjudged = Map.copyOf(unjudged);
        recorded = Map.copyOf(recorded);
        rules = List.copyOf(rules);
        idle = List.copyOf(idle);
        unsearched = List.copyOf(unsearched);
    }

    /// How many of the judged were decided like this and would have been like that.
    public long decided(Effect before, Effect after) {
        return decided.getOrDefault(before, Map.of()).getOrDefault(after, 0L);
    }

    /// Some of many.
    ///
    /// @param all how many there are
    /// @param untold requests that were not added up because there were too many keys
    public record Listed(List<Share> items, long all, long untold) {
        public Listed {
            items = List.copyOf(items);
        }
    }

    /// How often a rule decided.
    ///
    /// @param before as recorded
    /// @param after as it would have been, of the judged
    public record RuleShare(String rule, long before, long after) {}

    /// Something in the policy that was about no request.
    ///
    /// @param name the rule's id, or the pattern of a repository
    /// @param doubt why it is not certain; null when it is
    public record Idle(Part part, String name, @Nullable String doubt) {
        Idle because(String reason) {
            return new Idle(part, name, reason);
        }
    }

    /// A section of the policy file.
    public enum Part {
        REPOSITORY,
        CONDITION,
        CONTENT;

        /// The spelling of the API.
        public String written() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// A rule with words that were not looked for in some requests: what it would have found there
    /// is not known, so what it decides is at least what is told.
    public record Unsearched(String rule, long requests) {}
}
