// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import dev.chaperone.detection.Scanner;
import dev.chaperone.ledger.Event;
import dev.chaperone.policy.Answer;
import dev.chaperone.policy.CapturePlan;
import dev.chaperone.policy.Decision;
import dev.chaperone.policy.PolicySnapshot;
import dev.chaperone.policy.Question;
import dev.chaperone.policy.Register;
import dev.chaperone.policy.Rules;
import dev.chaperone.protocols.Client;
import dev.chaperone.protocols.Fault;
import dev.chaperone.protocols.HookAnswer;
import dev.chaperone.protocols.HookCall;
import dev.chaperone.protocols.HookEvent;
import dev.chaperone.protocols.UnreadableBodyException;
import dev.chaperone.protocols.WireFormat;
import dev.chaperone.vocabulary.OpaqueId;
import dev.chaperone.vocabulary.PlanId;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Set;

/// One hook call's way through Chaperone: **identify → receive → inspect → decide → keep → record →
/// answer**. The same walk as that of an [Exchange], but it is the tool that goes on or not.
///
/// What a tool does not let its hooks stop is recorded as warned and never as blocked: nobody here
/// knows that it did not leave.
final class HookExchange {
    private static final Logger LOG = LoggerFactory.getLogger(HookExchange.class);

    /// Stands for the plan where none decides: the tool itself is not allowed.
    private static final PlanId NO_PLAN = new PlanId("unknown");

    private final Site site;
    private final HttpServerRequest request;
    private final HookEvent event;
    private final PolicySnapshot policy;
    private final Register register;
    private final Facts facts;
    private final Intake intake;
    private final Recording recording;
    private final Reply reply;

    HookExchange(Site site, HttpServerRequest request, HookEvent event) {
        this.site = site;
        this.request = request;
        this.event = event;
        Rules rules = site.inForce().rules();
        Scanner scanner = rules.scanner();
        this.policy = rules.policy();
        this.register = site.inForce().register();
        String id = OpaqueId.next("interaction");
        Client client = new Client(event.tool(), null, null, true);
        this.facts = new Facts(request, asked(event.kind()), client, policy, register, id, site);
        this.intake =
                new Intake(site, request, facts, scanner, policy.captureTerms().keepsAnything());
        this.recording = new Recording(site, facts, scanner);
        this.reply = new Reply(request, WireFormat.HOOK, client, id);
    }

    private static Asked asked(HookEvent.Kind kind) {
        return new Asked(Event.Source.HOOK, "hook-" + kind.written(), null, false);
    }

    /// The whole walk. Every step either hands on to the next or throws a [Refusal].
    void walk() {
        identify()
                .compose(_ -> intake.receive(WireFormat.HOOK))
                .compose(_ -> intake.inspect(WireFormat.HOOK))
                .map(_ -> read())
                .compose(call -> saysSomething(call) ? judge(call) : heard(call))
                .onSuccess(_ -> reply.answer(HookAnswer.allow(event), false))
                .onFailure(this::refuse);
    }

    private Future<Void> identify() {
        Register.Credential caller =
                Callers.identify(request.headers(), register, site.clock().instant()).orElse(null);
        PlanId plan = plan();
        facts.calledByHook(caller, plan);
        if (caller == null) {
            return Future.failedFuture(
                    new Refusal(
                            Fault.UNKNOWN_CALLER,
                            "unknown-caller",
                            "this hook carries no Chaperone token that works. Ask your"
                                    + " administrator for a personal token (it begins with "
                                    + Callers.PREFIX
                                    + ") and put it into the token file of chaperone-hook."));
        }
        if (plan == null) {
            return Future.failedFuture(
                    new Refusal(
                            Fault.POLICY,
                            "plan-not-told",
                            "a hook can not see under which plan its tool works, and the policy of "
                                    + policy.organization()
                                    + " allows several. Name yours in CHAPERONE_PLAN, or in the"
                                    + " header 'x-chaperone-plan'."));
        }
        return Future.succeededFuture();
    }

    /// The plan that is told, or else the only one that the policy allows for the tool.
    private @Nullable PlanId plan() {
        Set<PlanId> allowed = policy.plans(event.tool());
        String told = request.getHeader("x-chaperone-plan");
        if (told != null) {
            return site.names().plan(told);
        }
        if (allowed.isEmpty()) {
            return NO_PLAN;
        }
        return allowed.size() == 1 ? allowed.iterator().next() : null;
    }

    private HookCall read() {
        try {
            HookCall call = HookCall.read(event, facts.body());
            facts.told(call, asked(call.kind()));
            facts.noteWorkplace();
            return call;
        } catch (UnreadableBodyException e) {
            throw Intake.unreadable(e);
        }
    }

    /// An event of no known kind that tells nothing but that it happened is not worth a record.
    private boolean saysSomething(HookCall call) {
        return call.kind() != HookEvent.Kind.OTHER
                || call.carriesText()
                || !facts.inspection().detected().isEmpty();
    }

    private Future<Long> heard(HookCall call) {
        Register.Credential caller = facts.caller();
        site.senders()
                .heard(
                        new Senders.Sender(
                                Event.Source.HOOK,
                                event.tool(),
                                caller.person(),
                                site.names().session(call.session())),
                        caller);
        return Future.succeededFuture();
    }

    private Future<Long> judge(HookCall call) {
        CapturePlan plan = policy.capture(facts.question());
        boolean answer = call.kind() == HookEvent.Kind.RESPONSE;
        return recording.judged(policy, decide(call), answer ? plan.answer() : plan.prompt());
    }

    /// What the model said is no prompt: rules for answers decide on it, and tool and plan as ever.
    private Decision decide(HookCall call) {
        Question question = facts.question();
        if (call.kind() != HookEvent.Kind.RESPONSE) {
            return policy.decide(question);
        }
        if (!policy.plans(event.tool()).contains(question.plan())) {
            return policy.decide(question);
        }
        return policy.readsAnswers()
                ? policy.decide(new Answer(question.detected(), question.scanned()))
                : new Decision.Allow();
    }

    private void refuse(Throwable failure) {
        if (!(failure instanceof Refusal refusal)) {
            LOG.error(
                    "A hook call ended by a fault of ours: {}",
                    failure.getClass().getName(),
                    failure);
            reply.answer(deny("Chaperone failed, so this could not be checked."), false);
            return;
        }
        boolean stalled = refusal.fault() == Fault.BODY_STALLED;
        recording
                .refused(refusal, event.stops() ? Event.Effect.BLOCKED : Event.Effect.WARNED)
                .onComplete(_ -> reply.answer(deny(refusal.text()), stalled));
    }

    private HookAnswer deny(String text) {
        return HookAnswer.deny(event, "Chaperone: " + text);
    }
}
