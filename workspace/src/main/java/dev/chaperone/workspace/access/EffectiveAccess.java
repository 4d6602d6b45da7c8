// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.access;

import dev.chaperone.policy.ApprovedTool;
import dev.chaperone.policy.PolicySnapshot;
import dev.chaperone.policy.RepositoryClass;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.ToolId;
import dev.chaperone.workspace.Page;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.people.Past;
import dev.chaperone.workspace.people.People;
import dev.chaperone.workspace.people.Person;
import dev.chaperone.workspace.policies.Policies;
import dev.chaperone.workspace.policies.PolicyVersion;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// What somebody may use now, or might on a day long ago, and why: by the policy of that moment,
/// the teams that the person had, and the grants that held.
///
/// What people had done by then (signature, courses, checklists) is not worked out again: the
/// record of each request tells it. Exceptions are not counted either.
public final class EffectiveAccess {
    private final People people;
    private final Policies policies;
    private final Grants grants;
    private final Clock clock;

    public EffectiveAccess(People people, Policies policies, Grants grants, Clock clock) {
        this.people = people;
        this.policies = policies;
        this.grants = grants;
        this.clock = clock;
    }

    /// What is asked.
    ///
    /// @param repository null: one that nobody named
    public record Asked(
            PersonId person, ToolId tool, PlanId plan, @Nullable String repository, Instant at) {}

    /// The answer.
    ///
    /// @param may whether every step says yes
    /// @param policy version that was in force; null when there was none
    public record Answer(
            Instant at, boolean may, @Nullable PolicyVersion policy, List<Step> steps) {
        public Answer {
            steps = List.copyOf(steps);
        }
    }

    /// One of the things that have to be so.
    ///
    /// @param what for people
    /// @param because what makes it so or not
    public record Step(String what, boolean holds, String because) {}

    /// Answers for a moment that is not in the future.
    public Answer explain(Asked asked) {
        Instant at = asked.at().truncatedTo(ChronoUnit.MILLIS);
        if (at.isAfter(clock.instant())) {
            throw RejectedException.invalid(
                    "at is in the future: nobody knows the policy of then.");
        }
        Person person =
                people.find(asked.person()).orElseThrow(() -> RejectedException.unknown("person"));
        Optional<PolicyVersion> version = inForce(at);
        List<Step> steps = new ArrayList<>();
        Optional<Past> past = people.standing(asked.person(), at);
        if (version.isEmpty() || past.isEmpty()) {
            steps.add(
                    new Step(
                            "Known",
                            false,
                            version.isEmpty()
                                    ? "no policy was in force"
                                    : "nobody knew the person here yet"));
            return new Answer(at, false, version.orElse(null), steps);
        }
        PolicySnapshot policy = snapshot(version.get());
        steps.add(works(person, past.get(), policy, at));
        steps.addAll(byPolicy(policy, past.get(), asked));
        steps.add(byGrant(policy, asked, at));
        return new Answer(at, steps.stream().allMatch(Step::holds), version.orElse(null), steps);
    }

    private Optional<PolicyVersion> inForce(Instant at) {
        return Page.all(policies::list).stream()
                .filter(each -> !each.publishedAt().isAfter(at))
                .findFirst();
    }

    private PolicySnapshot snapshot(PolicyVersion version) {
        return policies.snapshot(version.hash())
                .orElseThrow(() ->
                        RejectedException.conflict(
                                "This version of Chaperone can not read the policy of then"
                                        + " (version "
                                        + version.version()
                                        + ")."));
    }

    private static Step works(Person person, Past past, PolicySnapshot policy, Instant at) {
        LocalDate last = person.employment().lastDay();
        LocalDate day = LocalDate.ofInstant(at, policy.policy().heading().zone());
        boolean over = last != null && day.isAfter(last);
        return new Step(
                "Works here",
                past.active() && !over,
                over
                        ? "the last day was " + last
                        : past.active()
                                ? "has access since " + past.since()
                                : "access had ended " + past.since());
    }

    private static List<Step> byPolicy(PolicySnapshot policy, Past past, Asked asked) {
        List<Step> steps = new ArrayList<>();
        steps.add(
                policy.against(asked.tool(), asked.plan())
                        .map(ground -> new Step("Tool and plan", false, ground.found()))
                        .orElseGet(() ->
                                new Step("Tool and plan", true, "on the list of allowed tools")));
        ApprovedTool approved =
                policy.policy().tools().stream()
                        .filter(each -> each.tool().equals(asked.tool()))
                        .findFirst()
                        .orElse(null);
        if (approved != null) {
            boolean fits = approved.isFor(past.assignment().teams());
            steps.add(
                    new Step(
                            "Team",
                            fits,
                            approved.teams().isEmpty()
                                    ? "allowed for everybody"
                                    : "allowed for "
                                            + String.join(", ", new TreeSet<>(approved.teams()))
                                            + "; the person was in "
                                            + (past.assignment().teams().isEmpty()
                                                    ? "no team"
                                                    : String.join(
                                                            ", ", past.assignment().teams()))));
        }
        RepositoryClass repository = policy.repositoryClass(asked.repository());
        steps.add(
                new Step(
                        "Repository",
                        repository == null
                                || repository.tools() == null
                                || repository.tools().contains(asked.tool()),
                        repository == null
                                ? "of no class"
                                : "of the class '" + repository.name() + "'"));
        return steps;
    }

    private Step byGrant(PolicySnapshot policy, Asked asked, Instant at) {
        if (!policy.programme().access().isOn()) {
            return new Step("Grant", true, "the policy wanted none");
        }
        RepositoryClass repository = policy.repositoryClass(asked.repository());
        String name = repository == null ? null : repository.name();
        return grants.heldBy(asked.person(), at).stream()
                .filter(each -> each.access().covers(asked.tool(), asked.plan(), name, at))
                .findFirst()
                .map(each ->
                        new Step(
                                "Grant",
                                true,
                                "%s, entry %d of the ledger, until %s"
                                        .formatted(
                                                each.access().id(),
                                                each.entry(),
                                                each.access().until())))
                .orElseGet(() -> new Step("Grant", false, "none held"));
    }
}
