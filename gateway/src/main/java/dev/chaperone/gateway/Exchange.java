// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import dev.chaperone.detection.Scanner;
import dev.chaperone.ledger.Event;
import dev.chaperone.ledger.Leaves;
import dev.chaperone.ledger.Ledger;
import dev.chaperone.policy.CapturePlan;
import dev.chaperone.policy.Decision;
import dev.chaperone.policy.PolicySnapshot;
import dev.chaperone.policy.Register;
import dev.chaperone.policy.Rules;
import dev.chaperone.protocols.Client;
import dev.chaperone.protocols.Fault;
import dev.chaperone.protocols.Restoring;
import dev.chaperone.protocols.UnreadableBodyException;
import dev.chaperone.protocols.WireFormat;
import dev.chaperone.vocabulary.CaptureLevel;
import dev.chaperone.vocabulary.OpaqueId;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Map;
import java.util.Objects;

/// One prompt's way through Chaperone: **identify → receive → inspect → decide (→ redact) → keep →
/// record → send → record**. Read [#walk()] first.
///
/// It lives on the event loop of its connection, so its fields need no locks. Nothing here waits
/// for the database: policy and register are memory, and the ledger answers by itself.
final class Exchange {
    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

    /// The rule of a refusal that is not recorded because nothing can be.
    private static final String NOT_RECORDED = "not-recorded";

    private static final String TOO_LARGE = "record-too-large";

    private final Site site;
    private final HttpServerRequest request;
    private final Operation operation;
    private final PolicySnapshot policy;
    private final Scanner scanner;
    private final Register register;
    private final Facts facts;
    private final Reply reply;
    private @Nullable CapturePlan plan;
    private Map<String, byte[]> takenOut = Map.of();

    Exchange(Site site, HttpServerRequest request, Operation operation) {
        this.site = site;
        this.request = request;
        this.operation = operation;
        Rules rules = site.inForce().rules();
        this.policy = rules.policy();
        this.scanner = rules.scanner();
        this.register = site.inForce().register();
        String id = OpaqueId.next("interaction");
        Client client = Client.recognise(operation.format(), request::getHeader);
        this.facts =
                new Facts(
                        request,
                        operation,
                        client,
                        policy,
                        register,
                        id,
                        site.names(),
                        site.clock());
        this.reply = new Reply(request, operation.format(), client, id);
    }

    /// The whole walk. Every step either hands on to the next or throws a [Refusal].
    void walk() {
        identify()
                .compose(_ -> checkAccount())
                .compose(_ -> receive())
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
        Upstream upstream = site.configuration().upstream(operation.kind()).orElse(null);
        facts.called(caller, upstream);
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
        if (upstream == null) {
            return Future.failedFuture(
                    new Refusal(
                            Fault.NO_UPSTREAM,
                            "no-upstream",
                            "no upstream of kind '"
                                    + operation.kind().written()
                                    + "' is configured. An administrator adds one under 'upstreams'"
                                    + " in config.yaml."));
        }
        return Future.succeededFuture();
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

    private Future<Void> receive() {
        return Receiving.body(request, site, format() == WireFormat.AS_IT_STANDS)
                .compose(body ->
                        unpacked(body)
                                .map(plain -> {
                                    facts.received(body, plain);
                                    return null;
                                }));
    }

    /// That of the body; a request without a body has none.
    private WireFormat format() {
        return request.method().equals(HttpMethod.POST)
                ? operation.format()
                : WireFormat.AS_IT_STANDS;
    }

    private Future<byte[]> unpacked(byte[] body) {
        Coding coding = Coding.of(request).orElseThrow();
        int limit = site.configuration().limits().maxBody();
        return coding == Coding.NONE
                ? Future.succeededFuture(body)
                : site.context()
                        .executeBlocking(() -> coding.unpack(body, limit), false)
                        .map(Objects::requireNonNull);
    }

    /// Reads all of the body and runs the detectors. What can not be read whole does not pass.
    private Future<Void> inspect() {
        boolean mayBeKept = policy.captureTerms().keepsAnything();
        return site.inspecting()
                .inspect(scanner, format(), facts.body(), mayBeKept)
                .recover(fault -> Future.failedFuture(unreadable(fault)))
                .map(result -> {
                    facts.inspected(result);
                    return null;
                });
    }

    private static Refusal unreadable(Throwable fault) {
        if (fault instanceof UnreadableBodyException) {
            return new Refusal(
                    Fault.MALFORMED,
                    "unreadable-body",
                    "the request body can not be read ("
                            + fault.getMessage()
                            + "), so it can not be"
                            + " checked and was not sent.");
        }
        // The message may hold a piece of the body; the kind of fault must do.
        LOG.error("The detectors failed with {}", fault.getClass().getName());
        return new Refusal(
                Fault.INTERNAL,
                "not-scanned",
                "Chaperone could not check the prompt because of a fault of its own, so it was not"
                        + " sent. Your administrator finds the reason in the log.");
    }

    /// Takes out of the prompt what the policy wants taken out, and asks the policy about what is
    /// left: only what it has nothing against leaves.
    private Future<Decision> redact(Decision decision) {
        if (!(decision instanceof Decision.Redact(var ground, var detectors, var restore))) {
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
                .recover(fault -> Future.failedFuture(unreadable(fault)))
                .compose(clean ->
                        switch (policy.decide(facts.question(clean))) {
                            case Decision.Allow(), Decision.Warn _ ->
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
        boolean blocked = decision instanceof Decision.Block;
        CaptureLevel level =
                blocked ? wanted.prompt().least(CaptureLevel.REDACTED) : wanted.prompt();
        if (level == CaptureLevel.METADATA) {
            return Future.succeededFuture(decision);
        }
        Keep keep = new Keep(facts.drawer(wanted.retention()), reply.id(), level, scanner);
        return site.keeping()
                .prompt(keep, facts.inspection())
                .map(_ -> {
                    facts.captured(Event.Capture.of(level, wanted.retention()));
                    return decision;
                })
                .recover(cause -> {
                    facts.captured(Event.Capture.FAILED);
                    return blocked
                            ? Future.succeededFuture(decision)
                            : Future.failedFuture(notKept(cause));
                });
    }

    private static Refusal notKept(Throwable cause) {
        // The message may hold a piece of the body; the kind of fault must do.
        LOG.error("A prompt could not be kept: {}", cause.getClass().getName());
        return new Refusal(
                Fault.NOT_RECORDED,
                "not-kept",
                "the policy wants prompts kept, and this one can not be stored now, so it was not"
                        + " sent. Try again in a moment; your administrator finds the reason in the"
                        + " log.");
    }

    /// Appends the intent; goes on only when it is on disk. A blocked prompt is recorded and ends
    /// here.
    private Future<Long> recordIntent(Decision decision) {
        return switch (decision) {
            case Decision.Allow() -> append(Event.Effect.ALLOWED, null);
            case Decision.Warn(var ground) -> append(Event.Effect.WARNED, ground.rule());
            case Decision.Redact(var ground, _, _) -> append(Event.Effect.REDACTED, ground.rule());
            case Decision.Block(var ground) ->
                    Future.failedFuture(
                            new Refusal(
                                    Fault.POLICY,
                                    ground.rule(),
                                    "blocked by the policy of "
                                            + policy.organization()
                                            + ". "
                                            + ground.explain()));
        };
    }

    private Future<Void> sendAndRelay(long intent) {
        byte[] prompt = facts.outgoing();
        boolean rewritten = facts.isRewritten();
        Keep keep = answerKeep();
        Passage passage =
                new Passage(
                        keep != null,
                        policy.readsAnswers() ? site.inspecting().look(scanner, policy) : null,
                        takenOut.isEmpty() ? null : new Restoring(takenOut, reply.format()));
        // All can be large, and the answer may take long.
        facts.forgetBody();
        takenOut = Map.of();
        return new Relay(site, request, reply, facts.upstream(), intent, keep, passage)
                .run(prompt, rewritten);
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
        if (refusal.fault() == Fault.NOT_RECORDED && refusal.rule().equals(NOT_RECORDED)) {
            reply.refuse(refusal.fault(), refusal.text());
            return;
        }
        if (!facts.hasCaller() && !site.strangers().getsAnEntry()) {
            reply.refuse(refusal.fault(), refusal.text());
            return;
        }
        // What is refused is recorded too; it is refused whether or not that succeeds.
        append(Event.Effect.BLOCKED, refusal.rule())
                .onFailure(this::refusalNotRecorded)
                .onComplete(_ -> reply.refuse(refusal.fault(), refusal.text()));
    }

    private void refusalNotRecorded(Throwable lost) {
        LOG.warn("A refusal was not recorded: {}", lost.getMessage());
        if (!facts.hasCaller()) {
            site.strangers().count();
        }
    }

    private Future<Long> append(Event.Effect effect, @Nullable String rule) {
        byte[] entry = Leaves.write(facts.intent(effect, rule));
        if (entry.length > Ledger.MAX_ENTRY_BYTES && facts.shorten()) {
            LOG.error("A record of {} bytes does not fit into the ledger", entry.length);
            return effect == Event.Effect.BLOCKED
                    ? append(effect, TOO_LARGE)
                    : Future.failedFuture(recordTooLarge());
        }
        return Future.fromCompletionStage(site.ledger().append(entry), site.context())
                .recover(cause -> Future.failedFuture(notRecorded(cause)));
    }

    private static Refusal recordTooLarge() {
        return new Refusal(
                Fault.INTERNAL,
                TOO_LARGE,
                "the record of this request does not fit into the ledger, so it was not sent. This"
                        + " is a fault of Chaperone or of its configuration; your administrator"
                        + " finds it in the log.");
    }

    private static Refusal notRecorded(Throwable cause) {
        return new Refusal(
                Fault.NOT_RECORDED,
                NOT_RECORDED,
                "the ledger can not record this request, so it was not sent: "
                        + cause.getMessage()
                        + " Try again in a moment; your administrator sees the reason with"
                        + " 'chaperone doctor'.");
    }
}
