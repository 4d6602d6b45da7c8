// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import dev.chaperone.ledger.Event;
import dev.chaperone.ledger.Leaves;
import dev.chaperone.policy.Exemptions;
import dev.chaperone.policy.PolicySnapshot;
import dev.chaperone.policy.Question;
import dev.chaperone.policy.Register;
import dev.chaperone.policy.Rules;
import dev.chaperone.protocols.Client;
import dev.chaperone.vocabulary.OpaqueId;
import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.ToolId;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;

/// What is decided and recorded about a connection through the forward proxy, before or instead of
/// its prompts.
final class Attempt {
    private static final Logger LOG = LoggerFactory.getLogger(Attempt.class);
    private static final String WORD = "connect";

    private final PolicySnapshot policy;
    private final Facts facts;
    private final Recording recording;
    private final @Nullable Destination destination;
    private final Register.@Nullable Credential caller;
    private final Exemptions exemptions;
    private final Clock clock;

    /// @param destination null when it is no host of the catalogue
    Attempt(
            Site site,
            HttpServerRequest request,
            Register.@Nullable Credential caller,
            @Nullable Destination destination) {
        Rules rules = site.inForce().rules();
        this.policy = rules.policy();
        this.destination = destination;
        this.caller = caller;
        this.exemptions = site.inForce().register().exemptions();
        this.clock = site.clock();
        ToolId tool = destination == null ? null : destination.host().tool();
        this.facts =
                new Facts(
                        request,
                        new Asked(Event.Source.PROXY, WORD, null, false),
                        new Client(tool, null, null, false),
                        policy,
                        site.inForce().register(),
                        OpaqueId.next("interaction"),
                        site);
        facts.called(caller, destination == null ? null : destination.upstream(policy, null));
        facts.belongsTo(Event.Account.UNKNOWN);
        this.recording = new Recording(site, facts, rules.scanner());
    }

    /// Refuses where the policy already speaks against the host, whatever is asked of it: against
    /// its tool, or against each plan that the host works under. Where an exception could permit
    /// it, the requests in the tunnel are decided on one by one.
    Future<Void> judge() {
        if (destination == null || caller == null) {
            return Future.succeededFuture();
        }
        ToolId tool = destination.host().tool();
        if (tool == null) {
            return Future.succeededFuture();
        }
        PlanId plan = destination.upstream(policy, null).plan();
        boolean plansMatter = !destination.host().plans().isEmpty();
        Register.Member asker = caller.member();
        Question.Use use = new Question.Use(tool, plan, null, null, Event.Source.PROXY.written());
        boolean decidedInside = destination.isOpened();
        return policy.against(tool, plan)
                .filter(ground ->
                        !exemptions.couldPermit(
                                ground.rule(), asker, use, clock.instant(), decidedInside))
                .filter(_ -> plansMatter || policy.plans(tool).isEmpty())
                .map(ground -> Future.<Void>failedFuture(Recording.against(policy, ground, "")))
                .orElseGet(Future::succeededFuture);
    }

    /// Records that a tunnel is opened into which nobody looks; goes on only when it is on disk.
    ///
    /// @return the index of its entry
    Future<Long> notInspected() {
        return recording.append(Event.Effect.WARNED, "not-inspected", null);
    }

    /// Records that such a tunnel has ended.
    ///
    /// @param began when it was opened, by the nanosecond clock
    static void ended(Site site, long intent, long began, Event.Result result) {
        Event.Outcome outcome =
                new Event.Outcome(
                        intent,
                        site.clock().instant().truncatedTo(ChronoUnit.MILLIS),
                        result,
                        null,
                        null,
                        Event.Tokens.UNKNOWN,
                        null,
                        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
        var _ =
                site.ledger()
                        .appendSoon(Leaves.write(outcome))
                        .exceptionally(lost -> {
                            LOG.error("The end of the tunnel {} was not recorded", intent);
                            return -1L;
                        });
    }

    /// Records a refusal as far as it can be; never fails.
    Future<Void> refused(Refusal refusal) {
        return recording.refused(refusal, Event.Effect.BLOCKED);
    }
}
