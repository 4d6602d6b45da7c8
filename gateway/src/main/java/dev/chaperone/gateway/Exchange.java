// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import dev.chaperone.ledger.Commitment;
import dev.chaperone.ledger.Event;
import dev.chaperone.ledger.Leaves;
import dev.chaperone.policy.Decision;
import dev.chaperone.policy.PolicySnapshot;
import dev.chaperone.policy.Question;
import dev.chaperone.policy.Register;
import dev.chaperone.protocols.Client;
import dev.chaperone.protocols.Fault;
import dev.chaperone.protocols.UnreadableBodyException;
import dev.chaperone.protocols.WireText;
import dev.chaperone.vocabulary.OpaqueId;
import dev.chaperone.vocabulary.ToolId;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/// One prompt's way through Chaperone: **identify → receive → inspect → decide → record → send →
/// record**. Read [#walk()] first.
///
/// It lives on the event loop of its connection, so its fields need no locks. Nothing here waits
/// for the database: policy and register are memory, and the ledger answers by itself.
final class Exchange {
    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

    private final Site site;
    private final HttpServerRequest request;
    private final Operation operation;
    private final String id = OpaqueId.next("interaction");
    private final PolicySnapshot policy;
    private final Register register;
    private final Client client;
    private final Reply reply;

    private Register.@Nullable Credential caller;
    private @Nullable Upstream upstream;
    private byte @Nullable [] body;
    private @Nullable Inspection inspection;

    Exchange(Site site, HttpServerRequest request, Operation operation) {
        this.site = site;
        this.request = request;
        this.operation = operation;
        this.policy = site.inForce().policy();
        this.register = site.inForce().register();
        this.client = Client.recognise(operation.kind().format(), request::getHeader);
        this.reply = new Reply(request, operation.kind().format(), client, id);
    }

    /// The whole walk. Every step either hands on to the next or throws a [Refusal].
    void walk() {
        identify()
                .compose(_ -> receive())
                .compose(_ -> inspect())
                .map(_ -> decide())
                .compose(this::recordIntent)
                .compose(this::sendAndRelay)
                .onFailure(this::refuse);
    }

    private Future<Void> identify() {
        caller = Callers.identify(request.headers(), register, now()).orElse(null);
        upstream = site.configuration().upstream(operation.kind()).orElse(null);
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

    private Future<Void> receive() {
        return Receiving.body(request, site)
                .map(received -> {
                    body = received;
                    return null;
                });
    }

    /// Reads all of the body and runs the detectors. What can not be read whole does not pass.
    private Future<Void> inspect() {
        byte[] bytes = received();
        return site.inspecting()
                .inspect(operation.kind().format(), bytes)
                .recover(fault -> Future.failedFuture(unreadable(fault)))
                .map(result -> {
                    inspection = result;
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

    private Decision decide() {
        Inspection seen = inspected();
        List<Question.Detected> detected =
                seen.detected().stream()
                        .map(found -> new Question.Detected(found.detector(), found.count()))
                        .toList();
        return policy.decide(
                new Question(
                        identified().person(),
                        tool(),
                        configured().plan(),
                        repository(),
                        detected,
                        seen.attachments()));
    }

    /// Appends the intent; goes on only when it is on disk. A blocked prompt is recorded and ends
    /// here.
    private Future<Long> recordIntent(Decision decision) {
        return switch (decision) {
            case Decision.Allow() -> append(Event.Effect.ALLOWED, null);
            case Decision.Warn(var ground) -> append(Event.Effect.WARNED, ground.rule());
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
        byte[] prompt = received();
        // Both can be large, and the answer may take long.
        body = null;
        inspection = null;
        return new Relay(site, request, reply, configured(), intent).run(prompt);
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
        if (refusal.fault() == Fault.NOT_RECORDED) {
            reply.refuse(refusal.fault(), refusal.text());
            return;
        }
        if (caller == null && !site.strangers().getsAnEntry()) {
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
        if (caller == null) {
            site.strangers().count();
        }
    }

    private Future<Long> append(Event.Effect effect, @Nullable String rule) {
        byte[] entry = Leaves.write(intent(effect, rule));
        return Future.fromCompletionStage(site.ledger().append(entry), site.context())
                .recover(cause -> Future.failedFuture(notRecorded(cause)));
    }

    private static Refusal notRecorded(Throwable cause) {
        return new Refusal(
                Fault.NOT_RECORDED,
                "not-recorded",
                "the ledger can not record this request, so it was not sent: "
                        + cause.getMessage()
                        + " Try again in a moment; your administrator sees the reason with"
                        + " 'chaperone doctor'.");
    }

    private Event.Intent intent(Event.Effect effect, @Nullable String rule) {
        Event.Caller by = caller == null ? null : new Event.Caller(caller.person(), caller.id());
        return new Event.Intent(
                id,
                now(),
                Event.Source.GATEWAY,
                by,
                use(),
                new Event.Verdict(
                        effect, rule, findings(), scan(), policy.hash(), register.number()),
                body());
    }

    private Event.@Nullable Body body() {
        if (inspection != null) {
            return inspection.body();
        }
        return body == null ? null : Commitment.to(body);
    }

    private Event.Use use() {
        Inspection seen = inspection;
        return new Event.Use(
                operation.word(),
                client.tool(),
                client.version(),
                client.declared(),
                upstream == null ? null : upstream.plan(),
                upstream == null ? null : upstream.vendor(),
                model(),
                seen != null && seen.prompt().stream(),
                repository(),
                session(),
                upstream == null ? null : upstream.name(),
                account());
    }

    private Event.Account account() {
        if (upstream == null || caller == null) {
            return Event.Account.UNKNOWN;
        }
        return Upstreams.passesThrough(upstream, request)
                ? Event.Account.UNKNOWN
                : Event.Account.CORPORATE;
    }

    private List<Event.FindingCount> findings() {
        if (inspection == null) {
            return List.of();
        }
        return inspection.detected().stream()
                .map(found ->
                        new Event.FindingCount(found.detector(), found.confidence(), found.count()))
                .toList();
    }

    private Event.Scan scan() {
        if (inspection == null) {
            return Event.Scan.NONE;
        }
        return inspection.attachments() > 0 ? Event.Scan.PARTIAL : Event.Scan.COMPLETE;
    }

    private @Nullable String model() {
        String asked = inspection == null ? null : inspection.prompt().model();
        return asked == null ? null : WireText.clean(asked);
    }

    private @Nullable String repository() {
        String named = request.getHeader("x-chaperone-repository");
        if (named != null && !named.isBlank()) {
            return WireText.clean(named.strip());
        }
        return inspection == null ? null : inspection.workingDirectory();
    }

    private @Nullable String session() {
        String told = client.session();
        if (told != null) {
            return told;
        }
        return inspection == null ? null : inspection.prompt().session();
    }

    private ToolId tool() {
        return known(client.tool(), "the tool");
    }

    private Register.Credential identified() {
        return known(caller, "the caller");
    }

    private Upstream configured() {
        return known(upstream, "the upstream");
    }

    private byte[] received() {
        return known(body, "the body");
    }

    private Inspection inspected() {
        return known(inspection, "the inspection");
    }

    private static <T> T known(@Nullable T value, String what) {
        if (value == null) {
            throw new IllegalStateException("A step of the walk ran before " + what + " was known");
        }
        return value;
    }

    private Instant now() {
        return site.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
