// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import dev.chaperone.detection.Scanner;
import dev.chaperone.ledger.Event;
import dev.chaperone.policy.PolicySnapshot;
import dev.chaperone.policy.Register;
import dev.chaperone.policy.Rules;
import dev.chaperone.protocols.Client;
import dev.chaperone.protocols.Fault;
import dev.chaperone.protocols.HookEvent;
import dev.chaperone.protocols.InferenceCall;
import dev.chaperone.protocols.UnreadableBodyException;
import dev.chaperone.protocols.WireFormat;
import dev.chaperone.vocabulary.OpaqueId;
import dev.chaperone.vocabulary.ToolId;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Optional;

/// One call of Anthropic's inference hooks: **receive → check the signature → identify → inspect →
/// decide → keep → record → answer**. It is the vendor that asks here, on the way from its apps to
/// its models, and tells the person by e-mail address.
///
/// Whatever goes wrong after the signature is answered with a denial: an error would leave it to
/// the vendor's settings, which let prompts pass unless somebody has changed them.
final class InferenceHook {
    private static final Logger LOG = LoggerFactory.getLogger(InferenceHook.class);
    private static final String PATH = "/inference-hooks/anthropic";
    private static final Client NOBODY = new Client(null, null, null, false);
    private static final String CREDENTIAL = "anthropic-inference-hooks";

    private final Site site;
    private final HttpServerRequest request;
    private final GatewayConfiguration.InferenceHooks configuration;
    private final SignedCalls calls;
    private final Scanner scanner;
    private final PolicySnapshot policy;
    private final Register register;
    private final String id = OpaqueId.next("interaction");

    private InferenceHook(
            Site site,
            HttpServerRequest request,
            GatewayConfiguration.InferenceHooks configuration,
            SignedCalls calls) {
        this.site = site;
        this.request = request;
        this.configuration = configuration;
        this.calls = calls;
        Rules rules = site.inForce().rules();
        this.scanner = rules.scanner();
        this.policy = rules.policy();
        this.register = site.inForce().register();
    }

    static boolean isAt(String path) {
        return path.equals(PATH);
    }

    static void enter(Site site, HttpServerRequest request) {
        GatewayConfiguration.InferenceHooks configured = site.configuration().inferenceHooks();
        SignedCalls calls = site.signedCalls();
        if (configured == null || calls == null) {
            request.resume();
            say(request, 404, "Inference hooks are not configured; see docs/inference-hooks.md.");
        } else if (!request.method().equals(HttpMethod.POST)) {
            request.resume();
            request.response().putHeader("allow", "POST");
            say(request, 405, "This path takes POST.");
        } else {
            new InferenceHook(site, request, configured, calls).walk();
        }
    }

    private void walk() {
        Receiving.body(request, site, false).onSuccess(this::received).onFailure(this::notTaken);
    }

    private void received(byte[] body) {
        String fault = calls.fault(request.headers(), body);
        if (fault != null) {
            Refusal refusal =
                    new Refusal(
                            Fault.UNKNOWN_CALLER,
                            "unsigned-call",
                            "this call is not taken for Anthropic's: " + fault + ".");
            recording(facts(InferenceCall.APPS, null, null, false))
                    .refused(refusal, Event.Effect.BLOCKED)
                    .onComplete(_ -> say(request, 401, refusal.text()));
            return;
        }
        try {
            InferenceCall call = InferenceCall.read(body);
            if (call.isTest() || !call.isPrompt()) {
                answer(InferenceCall.allow());
            } else {
                judge(call, body);
            }
        } catch (UnreadableBodyException e) {
            deny(Intake.unreadable(e));
        }
    }

    private void judge(InferenceCall call, byte[] body) {
        Facts facts = facts(call.tool(), call.session(), call.model(), call.asked());
        Recording recording = recording(facts);
        Register.@Nullable Credential caller = caller(call).orElse(null);
        facts.calledByHook(caller, configuration.plan());
        facts.received(body, body);
        Future<Void> inspected =
                caller == null
                        ? Future.failedFuture(unknown())
                        : new Intake(
                                        site,
                                        request,
                                        facts,
                                        scanner,
                                        policy.captureTerms().keepsAnything())
                                .inspect(WireFormat.HOOK);
        inspected
                .compose(_ ->
                        recording.judged(
                                policy,
                                policy.decide(facts.question()),
                                policy.capture(facts.question()).prompt()))
                .onSuccess(_ -> answer(InferenceCall.allow()))
                .onFailure(failure -> refuse(recording, failure));
    }

    private Optional<Register.Credential> caller(InferenceCall call) {
        String account = call.account();
        return account == null
                ? Optional.empty()
                : register.find(account)
                        .filter(member -> !member.hasLeft(site.clock().instant()))
                        .map(member -> new Register.Credential(CREDENTIAL, member, null));
    }

    private Refusal unknown() {
        return new Refusal(
                Fault.UNKNOWN_CALLER,
                "unknown-caller",
                "the account that you are signed in with belongs to nobody whom "
                        + policy.organization()
                        + " knows here. Ask your administrator to add you with the e-mail address of"
                        + " that account.");
    }

    private Facts facts(
            ToolId tool, @Nullable String session, @Nullable String model, boolean asked) {
        HookEvent.Kind kind = asked ? HookEvent.Kind.PROMPT : HookEvent.Kind.PRE_MODEL;
        return new Facts(
                request,
                new Asked(Event.Source.HOOK, "hook-" + kind.written(), model, false),
                new Client(tool, null, session, false),
                policy,
                register,
                id,
                site);
    }

    private Recording recording(Facts facts) {
        return new Recording(site, facts, scanner);
    }

    private void refuse(Recording recording, Throwable failure) {
        if (failure instanceof Refusal refusal) {
            recording.refused(refusal, Event.Effect.BLOCKED).onComplete(_ -> deny(refusal));
        } else {
            LOG.error(
                    "An inference hook ended by a fault of ours: {}",
                    failure.getClass().getName(),
                    failure);
            deny(
                    new Refusal(
                            Fault.INTERNAL,
                            "failed",
                            "Chaperone failed, so this could not be checked."));
        }
    }

    private void deny(Refusal refusal) {
        answer(InferenceCall.deny("Chaperone: " + refusal.text(), id));
    }

    private void answer(byte[] body) {
        if (!request.response().closed()) {
            var _ =
                    request.response()
                            .putHeader("content-type", "application/json")
                            .putHeader("request-id", id)
                            .end(Buffer.buffer(body));
        }
    }

    /// Before the signature is known, nobody is owed a decision.
    private void notTaken(Throwable failure) {
        if (failure instanceof Refusal refusal) {
            say(request, refusal.fault().status(WireFormat.HOOK, NOBODY), refusal.text());
        } else {
            say(request, 500, "Chaperone failed.");
        }
    }

    private static void say(HttpServerRequest request, int status, String text) {
        if (!request.response().headWritten() && !request.response().closed()) {
            var _ =
                    request.response()
                            .setStatusCode(status)
                            .putHeader("content-type", "text/plain; charset=utf-8")
                            .end("Chaperone: " + text + "\n");
        }
    }
}
