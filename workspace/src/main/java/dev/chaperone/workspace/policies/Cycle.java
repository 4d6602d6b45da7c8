// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.policies;

import dev.chaperone.policy.Interval;
import dev.chaperone.policy.PolicySnapshot;
import dev.chaperone.policy.Programme;
import dev.chaperone.vocabulary.Digest;
import dev.chaperone.workspace.Page;

import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// Something that the policy wants done again and again. When follows from the policies that were
/// in force: a turn begins where the one before ended, and lasts as long as the policy of its first
/// day said.
public final class Cycle {
    private static final int MOST = 5_000;

    private final Policies policies;
    private final Function<Programme.Monitoring, Interval> wanted;
    private final Map<Digest, Terms> terms = new ConcurrentHashMap<>();

    /// @param wanted how often a policy wants it done
    public Cycle(Policies policies, Function<Programme.Monitoring, Interval> wanted) {
        this.policies = policies;
        this.wanted = wanted;
    }

    /// One time.
    ///
    /// @param to the moment after its last
    /// @param every how long it lasts
    /// @param zone in which its days end
    public record Turn(Instant from, Instant to, Interval every, ZoneId zone) {}

    private record Terms(Interval every, ZoneId zone) {}

    /// All turns up to a moment, the oldest first; the last of them runs.
    public List<Turn> turns(Instant now) {
        List<PolicyVersion> versions =
                Page.all(policies::list).stream()
                        .sorted(Comparator.comparingInt(PolicyVersion::version))
                        .toList();
        List<Turn> turns = new ArrayList<>();
        Instant from = versions.getFirst().publishedAt().truncatedTo(ChronoUnit.SECONDS);
        while (!from.isAfter(now) && turns.size() < MOST) {
            Terms then = terms(inForce(versions, from));
            Instant to = then.every().after(from, then.zone());
            turns.add(new Turn(from, to, then.every(), then.zone()));
            from = to;
        }
        return turns;
    }

    private static PolicyVersion inForce(List<PolicyVersion> versions, Instant at) {
        PolicyVersion found = versions.getFirst();
        for (PolicyVersion version : versions) {
            if (!version.publishedAt().isAfter(at)) {
                found = version;
            }
        }
        return found;
    }

    private Terms terms(PolicyVersion version) {
        return terms.computeIfAbsent(
                version.hash(),
                hash ->
                        policies.snapshot(hash)
                                .map(this::terms)
                                // A policy that this version can not read any more: as it is now.
                                .orElseGet(() -> terms(policies.inForce().policy())));
    }

    private Terms terms(PolicySnapshot policy) {
        return new Terms(
                wanted.apply(policy.policy().programme().monitoring()),
                policy.policy().heading().zone());
    }
}
