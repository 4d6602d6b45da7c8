// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Adds up what a replay finds, in memory that does not grow with the traffic.
final class Tally {
    private static final int PEOPLE = 200_000;
    private static final int NAMES = 50_000;
    private static final int LISTED_PEOPLE = 500;
    private static final int LISTED = 100;
    private static final int RULES = 10_000;
    private static final Comparator<Share> BY_KEY = Comparator.comparing(Share::key);
    private static final Comparator<Share> BY_CHANGES =
            Comparator.comparingLong(Share::changed).reversed().thenComparing(BY_KEY);

    private final PolicySnapshot policy;
    private final Map<Effect, Map<Effect, Long>> decided = new EnumMap<>(Effect.class);
    private final Map<Effect, Long> recorded = new EnumMap<>(Effect.class);
    private final Map<Unjudged, Long> unjudged = new EnumMap<>(Unjudged.class);
    private final Map<String, long[]> rules = new HashMap<>();
    private final Map<String, Long> unsearched = new HashMap<>();
    private final Shares people = new Shares(PEOPLE);
    private final Shares repositories = new Shares(NAMES);
    private final Shares tools = new Shares(NAMES);
    private long judged;
    private long changed;
    private long otherRule;
    private boolean unread;

    Tally(PolicySnapshot policy) {
        this.policy = policy;
    }

    void unjudged(Recorded request, Unjudged reason) {
        unjudged.merge(reason, 1L, Long::sum);
        add(request, null);
    }

    void judged(Recorded request, Effect effect, @Nullable String rule) {
        Effect before = request.verdict().effect();
        judged++;
        decided.computeIfAbsent(before, _ -> new EnumMap<>(Effect.class))
                .merge(effect, 1L, Long::sum);
        if (before != effect) {
            changed++;
        } else if (!Objects.equals(rule, request.verdict().rule())) {
            otherRule++;
        }
        count(rule, 1);
        add(request, effect);
    }

    private void add(Recorded request, @Nullable Effect after) {
        Effect before = request.verdict().effect();
        recorded.merge(before, 1L, Long::sum);
        count(request.verdict().rule(), 0);
        people.add(request.caller(), before, after);
        repositories.add(request.use().repository(), before, after);
        tools.add(
                request.use().tool() == null ? null : request.use().tool().value(), before, after);
    }

    private void count(@Nullable String rule, int place) {
        long[] counts = rule == null ? null : rules.get(rule);
        if (rule != null && counts == null && rules.size() < RULES) {
            counts = new long[2];
            rules.put(rule, counts);
        }
        if (counts != null) {
            counts[place]++;
        }
    }

    /// Rules whose words were not all looked for in a request.
    void unsearched(List<String> names) {
        for (String rule : names) {
            unsearched.merge(rule, 1L, Long::sum);
        }
    }

    /// @param reason why something that was found can not be told; null when all can
    void doubted(@Nullable Unjudged reason) {
        unread |= reason != null;
    }

    Replayed result(List<Replayed.Idle> idle) {
        return new Replayed(
                policy.hash(),
                recorded.values().stream().mapToLong(Long::longValue).sum(),
                judged,
                changed,
                otherRule,
                decided,
                unjudged,
                recorded,
                rules(),
                people.changed(BY_KEY, LISTED_PEOPLE),
                repositories.changed(BY_CHANGES, LISTED),
                tools.changed(BY_CHANGES, LISTED),
                recorded.isEmpty() ? List.of() : idle.stream().map(this::doubted).toList(),
                unsearched.entrySet().stream()
                        .map(each -> new Replayed.Unsearched(each.getKey(), each.getValue()))
                        .sorted(Comparator.comparing(Replayed.Unsearched::rule))
                        .toList());
    }

    private List<Replayed.RuleShare> rules() {
        return rules.entrySet().stream()
                .map(each ->
                        new Replayed.RuleShare(
                                each.getKey(), each.getValue()[0], each.getValue()[1]))
                .sorted(
                        Comparator.comparingLong((Replayed.RuleShare share) ->
                                        Math.max(share.before(), share.after()))
                                .reversed()
                                .thenComparing(Replayed.RuleShare::rule))
                .limit(LISTED)
                .toList();
    }

    /// A rule whose words were not looked for, or whose findings can not be told, may have been
    /// about something after all.
    private Replayed.Idle doubted(Replayed.Idle idle) {
        if (idle.part() != Replayed.Part.CONTENT || idle.doubt() != null) {
            return idle;
        }
        Long requests = unsearched.get(idle.name());
        if (requests != null) {
            return idle.because(
                    "its phrases were not looked for in "
                            + requests
                            + (requests == 1 ? " request" : " requests"));
        }
        return unread ? idle.because("some findings can not be told by this version") : idle;
    }
}
