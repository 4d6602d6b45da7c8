// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import dev.chaperone.detection.TimeLimit;
import dev.chaperone.ledger.Event;
import dev.chaperone.ledger.Leaves;
import dev.chaperone.policy.Register;
import dev.chaperone.policy.Rules;
import dev.chaperone.protocols.Client;
import dev.chaperone.protocols.Fault;
import dev.chaperone.protocols.OtlpEncoding;
import dev.chaperone.protocols.OtlpSignal;
import dev.chaperone.protocols.Report;
import dev.chaperone.protocols.UnreadableBodyException;
import dev.chaperone.vocabulary.OpaqueId;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// One export of telemetry on its way: **identify → receive → read and scan → judge → record →
/// answer**. What it tells has happened already, so nothing is stopped here; the record says what
/// the policy would have made of it.
final class TelemetryExchange {
    private static final Logger LOG = LoggerFactory.getLogger(TelemetryExchange.class);

    private final Site site;
    private final HttpServerRequest request;
    private final OtlpSignal signal;
    private final OtlpEncoding encoding;
    private final Rules rules;
    private final Register register;
    private final Recording recording;

    TelemetryExchange(
            Site site, HttpServerRequest request, OtlpSignal signal, OtlpEncoding encoding) {
        this.site = site;
        this.request = request;
        this.signal = signal;
        this.encoding = encoding;
        this.rules = site.inForce().rules();
        this.register = site.inForce().register();
        Facts refused =
                new Facts(
                        request,
                        new Asked(
                                Event.Source.TELEMETRY,
                                "telemetry-" + signal.written(),
                                null,
                                false),
                        new Client(null, null, null, true),
                        rules.policy(),
                        register,
                        OpaqueId.next("interaction"),
                        site);
        this.recording = new Recording(site, refused, rules.scanner());
    }

    /// An export that was read.
    private record Read(Reports reports, long rejected) {}

    void walk() {
        Register.Credential caller =
                Callers.identify(request.headers(), register, site.clock().instant()).orElse(null);
        recording.facts().called(caller, null);
        if (caller == null) {
            refuse(
                    new Refusal(
                            Fault.UNKNOWN_CALLER,
                            "unknown-caller",
                            "this export carries no Chaperone token that works. Put yours (it begins"
                                    + " with "
                                    + Callers.PREFIX
                                    + ") into the exporter's headers, as x-chaperone-token."));
            return;
        }
        if (!site.senders().mayReport(caller.person())) {
            // Not recorded: that is what there is too much of.
            Telemetry.refuse(
                    request, encoding, 429, "too much telemetry at once. Try again later.");
            return;
        }
        Receiving.body(request, site, true)
                .compose(body -> read(caller, body))
                .compose(read -> record(caller, read))
                .onSuccess(rejected ->
                        Telemetry.answer(request, encoding, encoding.answer(signal, rejected)))
                .onFailure(this::refuse);
    }

    /// On a worker: nobody waits for it, and the event loop has others to serve.
    private Future<Read> read(Register.Credential caller, byte[] body) {
        Coding coding = Coding.of(request).orElseThrow();
        GatewayConfiguration.Limits limits = site.configuration().limits();
        return site.context()
                .executeBlocking(
                        () -> {
                            byte[] plain = coding.unpack(body, limits.maxBody());
                            Reports reports =
                                    new Reports(
                                            rules.scanner(),
                                            TimeLimit.in(limits.scan()),
                                            site.senders(),
                                            caller.person().value());
                            return new Read(reports, read(plain, reports));
                        },
                        false)
                .map(Objects::requireNonNull);
    }

    private long read(byte[] plain, Reports reports) throws Refusal {
        try {
            return encoding.read(signal, plain, reports::add);
        } catch (UnreadableBodyException e) {
            site.senders().forget(reports.records());
            throw Intake.unreadable(e);
        }
    }

    /// Records all; done only when it is on disk, so that the exporter keeps what is not.
    private Future<Long> record(Register.Credential caller, Read read) {
        Reported reported = new Reported(site, rules, register, caller, request);
        List<Future<?>> entries = new ArrayList<>();
        List<Reports.Sum> sums = read.reports().toRecord();
        site.senders().took(caller.person(), sums);
        for (Reports.Sum sum : sums) {
            entries.add(append(reported, sum));
        }
        return Future.all(entries)
                .<Long>map(_ -> {
                    read.reports().onlyHeard().forEach(each -> heard(caller, each));
                    return read.rejected();
                })
                .recover(lost -> {
                    site.senders().forget(read.reports().records());
                    return Future.failedFuture(notRecorded(lost));
                });
    }

    private Future<Long> append(Reported reported, Reports.Sum sum) {
        Event.Intent intent = reported.intent(sum);
        Future<Long> appended =
                append(intent).onSuccess(_ -> site.senders().recorded(reported.sender(intent)));
        return sum.hasEnd()
                ? appended.compose(index -> append(reported.outcome(sum, index)))
                : appended;
    }

    private Future<Long> append(Event event) {
        return Future.fromCompletionStage(
                site.ledger().append(Leaves.write(event)), site.context());
    }

    private void heard(Register.Credential caller, Report report) {
        site.senders()
                .heard(
                        new Senders.Sender(
                                Event.Source.TELEMETRY,
                                report.tool(),
                                caller.person(),
                                site.names().session(report.session())),
                        caller);
    }

    private static Refusal notRecorded(Throwable lost) {
        return new Refusal(
                Fault.NOT_RECORDED,
                "not-recorded",
                "the ledger can not record this export: " + lost.getMessage() + " Try again.");
    }

    private void refuse(Throwable failure) {
        if (!(failure instanceof Refusal refusal)) {
            // The message may hold a piece of the body; the kind of fault must do.
            LOG.error("An export of telemetry failed with {}", failure.getClass().getName());
            Telemetry.refuse(request, encoding, 500, "Chaperone failed on this export.");
            return;
        }
        if (recording.facts().hasCaller()) {
            site.senders().took(recording.facts().caller().person(), List.of(refusal.rule()));
        }
        recording
                .refused(refusal, Event.Effect.BLOCKED)
                .onComplete(_ ->
                        Telemetry.refuse(
                                request, encoding, status(refusal.fault()), refusal.text()));
    }

    private static int status(Fault fault) {
        return switch (fault) {
            case UNKNOWN_CALLER -> 401;
            case TOO_LARGE -> 413;
            case UNSUPPORTED_MEDIA -> 415;
            case BODY_STALLED -> 408;
            case NOT_RECORDED -> 503;
            case INTERNAL -> 500;
            default -> 400;
        };
    }
}
