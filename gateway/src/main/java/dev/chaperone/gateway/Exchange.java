// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import dev.chaperone.detection.Scanner;
import dev.chaperone.ledger.Event;
import dev.chaperone.policy.CapturePlan;
import dev.chaperone.policy.Decision;
import dev.chaperone.policy.PolicySnapshot;
import dev.chaperone.policy.Register;
import dev.chaperone.policy.Rules;
import dev.chaperone.protocols.Client;
import dev.chaperone.protocols.Fault;
import dev.chaperone.protocols.Restoring;
import dev.chaperone.protocols.WireFormat;
import dev.chaperone.vocabulary.CaptureLevel;
import dev.chaperone.vocabulary.OpaqueId;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.Map;

/// One prompt's way through Chaperone: **identify → receive → inspect → decide (→ redact) → keep →
/// record → send → record**. Read [#walk()] first.
///
/// It lives on the event loop of its connection, so its fields need no locks. Nothing here waits
/// for the database: policy and register are memory, and the ledger answers by itself.
final class Exchange {
    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

    private final Site site;
    private final HttpServerRequest request;
    private final Operation operation;
    private final @Nullable Through through;
    private final PolicySnapshot policy;
    private final Scanner scanner;
    private final Register register;
    private final Facts facts;
    private final Intake intake;
    private final Recording recording;
    private final Reply reply;
    private @Nullable CapturePlan plan;
    private Map<String, byte[]> takenOut = Map.of();
    private List<Upstream> upstreams = List.of();

    Exchange(Site site, HttpServerRequest request, Operation operation) {
        this(site, request, operation, null);
    }

    /// @param through the way it came through the forward proxy; null when the gateway was asked
    Exchange(Site site, HttpServerRequest request, Operation operation, @Nullable Through through) {
        this.site = site;
        this.request = request;
        this.operation = operation;
        this.through = through;
        Rules rules = site.inForce().rules();
        this.policy = rules.policy();
        this.scanner = rules.scanner();
        this.register = site.inForce().register();
        String id = OpaqueId.next("interaction");
        Client told = Client.recognise(operation.format(), request::getHeader);
        Client client = through == null ? told : through.client(told);
        this.facts =
                new Facts(
                        request,
                        through == null ? operation.asked() : through.asked(operation),
                        client,
                        policy,
                        register,
                        id,
                        site);
        this.intake =
                new Intake(site, request, facts, scanner, policy.captureTerms().keepsAnything());
        this.recording = new Recording(site, facts, scanner);
        this.reply = new Reply(request, operation.format(), client, id);
    }

    /// The whole walk. Every step either hands on to the next or throws a [Refusal].
    void walk() {
        identify()
                .compose(_ -> checkAllowance())
                .compose(_ -> checkAccount())
                .compose(_ -> intake.receive(format()))
                .compose(_ -> inspect())
                .map(_ -> policy.decide(facts.question()))
                .compose(this::redact)
                .compose(this::keepPrompt)
                .compose(this::recordIntent)
                .compose(this::sendAndRelay)
                .onFailure(this::refuse);
    }

    private Future<Void> identify() {
        Register.Credential caller =
                Callers.identify(request.headers(), register, site.clock().instant()).orElse(null);
        if (caller != null) {
            upstreams = upstreams(caller);
        }
        facts.called(caller, upstreams.isEmpty() ? null : upstreams.getFirst());
        if (caller == null) {
            return Future.failedFuture(
                    new Refusal(
                            Fault.UNKNOWN_CALLER,
                            "unknown-caller",
                            "this request carries no Chaperone token that works. Ask your"
                                    + " administrator for a personal token (it begins with "
                                    + Callers.PREFIX
                                    + ") and send it as 'Authorization: Bearer' or 'x-api-key'."));
        }
        site.signIn().note(site.context(), request, caller);
        if (upstreams.isEmpty()) {
            return Future.failedFuture(
                    new Refusal(
                            Fault.NO_UPSTREAM,
                            "no-upstream",
                            "no upstream of kind '"
                                    + operation.kind().written()
                                    + (site.configuration().offers(operation.kind())
                                            ? "' serves your team and country."
                                            : "' is configured.")
                                    + " An administrator adds one under 'upstreams' in"
                                    + " config.yaml."));
        }
        return Future.succeededFuture();
    }

    /// Those of the configuration, or the very host that was asked for through the forward proxy.
    private List<Upstream> upstreams(Register.Credential caller) {
        if (through == null) {
            return site.upstreams()
                    .readyFirst(site.configuration().upstreams(operation.kind(), caller));
        }
        facts.belongsTo(Event.Account.UNKNOWN);
        return List.of(through.upstream(policy, request));
    }

    /// Before the body is read: what nobody has used up costs nothing, and what is used up ends
    /// here.
    private Future<Void> checkAllowance() {
        return site.allowances()
                .take(facts.caller(), facts.tool(), site.clock().instant())
                .<Future<Void>>map(Future::failedFuture)
                .orElseGet(Future::succeededFuture);
    }

    /// A sign-in of the caller's own must be the company's, where the configuration says what that
    /// is: no prompt goes out under another.
    private Future<Void> checkAccount() {
        Upstream upstream = facts.upstream();
        if (!Accounts.isAskedFor(upstream, request)) {
            return Future.succeededFuture();
        }
        return site.accounts()
                .of(upstream, request)
                .compose(account -> {
                    facts.belongsTo(account);
                    return account == Event.Account.CORPORATE
                            ? Future.succeededFuture()
                            : Future.failedFuture(notTheCompanys(account));
                });
    }

    private static Refusal notTheCompanys(Event.Account account) {
        return account == Event.Account.PERSONAL
                ? new Refusal(
                        Fault.POLICY,
                        "personal-account",
                        "you are signed in with an account that is not the company's, so the prompt"
                                + " was not sent. Sign out of it in your tool and sign in with your"
                                + " work account.")
                : new Refusal(
                        Fault.POLICY,
                        "unknown-account",
                        "the vendor did not say whose account you are signed in with, so the prompt"
                                + " was not sent. Sign in anew with your work account and try again.");
    }

    private Future<Void> inspect() {
        Future<Void> read =
                intake.inspect(format())
                        .map(_ -> {
                            facts.noteWorkplace();
                            facts.offers(site.serversSeen());
                            return null;
                        });
        return operation.isOpaque()
                ? read.map(_ -> {
                    facts.notUnderstood();
                    return null;
                })
                : read;
    }

    /// That of the body; a request without a body has none.
    private WireFormat format() {
        return request.method().equals(HttpMethod.POST)
                ? operation.format()
                : WireFormat.AS_IT_STANDS;
    }

    /// Takes out of the prompt what the policy wants taken out, and asks the policy about what is
    /// left: only what it has nothing against leaves.
    private Future<Decision> redact(Decision decision) {
        if (!(decision instanceof Decision.Redact(var ground, var detectors, var restore, _))) {
            return Future.succeededFuture(decision);
        }
        Redaction redaction = new Redaction(site.placeholders(), facts.conversation(), restore);
        return site.inspecting()
                .redact(facts.inspection(), detectors, redaction)
                .compose(clean ->
                        site.inspecting()
                                .inspect(scanner, format(), clean, false)
                                .map(inspection -> {
                                    facts.redacted(clean, inspection);
                                    takenOut = redaction.values();
                                    return inspection;
                                }))
                .recover(fault -> Future.failedFuture(Intake.unreadable(fault)))
                .compose(clean ->
                        switch (policy.decide(facts.question(clean))) {
                            case Decision.Allow _, Decision.Warn _ ->
                                    Future.succeededFuture(decision);
                            case Decision.Redact _ -> Future.failedFuture(notRedacted(ground));
                            case Decision.Block block -> Future.succeededFuture(block);
                        });
    }

    private Refusal notRedacted(Decision.Ground ground) {
        return new Refusal(
                Fault.POLICY,
                ground.rule(),
                "blocked by the policy of "
                        + policy.organization()
                        + ". It could not be taken out of the prompt. "
                        + ground.explain());
    }

    /// Keeps as much of the prompt as the policy says; goes on only when it is on disk. What a
    /// blocked prompt holds that should not leave is not stored either.
    private Future<Decision> keepPrompt(Decision decision) {
        CapturePlan wanted = policy.capture(facts.question());
        plan = wanted;
        return recording
                .keep(wanted, wanted.prompt(), decision instanceof Decision.Block)
                .map(_ -> decision);
    }

    /// Appends the intent; goes on only when it is on disk. A blocked prompt is recorded and ends
    /// here.
    private Future<Long> recordIntent(Decision decision) {
        return switch (decision) {
            case Decision.Allow(var exception) ->
                    recording.append(Event.Effect.ALLOWED, null, exception);
            case Decision.Warn(var ground, var exception) ->
                    recording.append(Event.Effect.WARNED, ground.rule(), exception);
            case Decision.Redact(var ground, _, _, var exception) ->
                    recording.append(Event.Effect.REDACTED, ground.rule(), exception);
            case Decision.Block(var ground) ->
                    Future.failedFuture(Recording.against(policy, ground, ""));
        };
    }

    private Future<Void> sendAndRelay(long intent) {
        byte[] prompt = facts.outgoing();
        Allowances.Meter meter =
                site.allowances().meter(facts.caller(), facts.tool(), facts.model(), prompt.length);
        boolean rewritten = facts.isRewritten();
        Keep keep = answerKeep();
        Passage passage =
                new Passage(
                        keep != null,
                        policy.readsAnswers() ? site.inspecting().look(scanner, policy) : null,
                        takenOut.isEmpty() ? null : new Restoring(takenOut, reply.format()),
                        operation.streamsAnArray());
        // All can be large, and the answer may take long.
        facts.forgetBody();
        takenOut = Map.of();
        Asking asking = new Asking(site.upstreams(), request, upstreams, prompt, rewritten);
        return new Relay(site, request, reply, asking, intent, keep, passage, meter).run();
    }

    private @Nullable Keep answerKeep() {
        return plan == null || plan.answer() == CaptureLevel.METADATA
                ? null
                : new Keep(facts.drawer(plan.retention()), reply.id(), plan.answer(), scanner);
    }

    private void refuse(Throwable failure) {
        if (!(failure instanceof Refusal refusal)) {
            LOG.error(
                    "An exchange ended by a fault of ours: {}",
                    failure.getClass().getName(),
                    failure);
            reply.refuse(Fault.INTERNAL, "Chaperone failed; the prompt was not sent.");
            return;
        }
        // What is refused is recorded too; it is refused whether or not that succeeds.
        recording.refused(refusal, Event.Effect.BLOCKED).onComplete(_ -> reply.refuse(refusal));
    }
}
