// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import dev.chaperone.ledger.Commitment;
import dev.chaperone.ledger.Event;
import dev.chaperone.ledger.Leaves;
import dev.chaperone.policy.Decision;
import dev.chaperone.protocols.AnswerReader;
import dev.chaperone.protocols.Fault;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;

/// Sends a recorded prompt and brings the answer back, byte for byte, as it comes; then records how
/// it ended.
///
/// Only whole events of a stream go on, so that when the upstream is cut off in the middle of one,
/// an error event can follow cleanly; of any other answer nothing, up to a size, before it is
/// whole, so that a fault can still become a proper error. See [Passage].
///
/// All of it runs on one event loop.
final class Relay {
    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);

    private final Site site;
    private final HttpServerRequest request;
    private final HttpServerResponse client;
    private final Reply reply;
    private final Asking asking;
    private final long intent;
    private final @Nullable Keep keep;
    private final Passage passage;
    private final Allowances.Meter meter;
    private final long began = System.nanoTime();
    private final Promise<Void> finished = Promise.promise();
    private final Runnable flush = this::flush;
    private boolean flushing;
    private boolean over;
    private long lastSign = began;
    private long timer = -1;
    private @Nullable HttpClientResponse answer;

    /// @param keep how the answer is kept; null when it is not
    Relay(
            Site site,
            HttpServerRequest request,
            Reply reply,
            Asking asking,
            long intent,
            @Nullable Keep keep,
            Passage passage,
            Allowances.Meter meter) {
        this.site = site;
        this.request = request;
        this.client = request.response();
        this.reply = reply;
        this.asking = asking;
        this.intent = intent;
        this.keep = keep;
        this.passage = passage;
        this.meter = meter;
    }

    /// Completes when the exchange is over, however it ended.
    Future<Void> run() {
        // Afterwards: an HTTP/2 stream closes within the call that ends the answer.
        client.closeHandler(_ -> site.context().runOnContext(_ -> clientLeft()));
        client.exceptionHandler(_ -> clientLeft());
        if (client.closed()) {
            clientLeft();
            return finished.future();
        }
        watchTheClock();
        asking.run().onSuccess(this::answered).onFailure(this::upstreamFailed);
        return finished.future();
    }

    private void answered(HttpClientResponse from) {
        if (over) {
            return;
        }
        if (from.statusCode() < 200) {
            // Not an answer, and nothing that was asked for: the client would wait for ever.
            upstreamFailed(new IllegalStateException("Status " + from.statusCode()));
            hangUp();
            return;
        }
        if (site.accounts().isForeign(asking.upstream(), request, from)) {
            reply.refuse(
                    Fault.POLICY,
                    "the answer came from another organization than the company's, so it was not"
                            + " passed on. Sign in with your work account.");
            finish(Event.Result.STOPPED);
            hangUp();
            return;
        }
        answer = from;
        lastSign = System.nanoTime();
        passage.begin(reply.format(), from.getHeader("content-type"), isEncoded(from));
        from.handler(this::take);
        from.exceptionHandler(this::upstreamFailed);
        from.endHandler(_ -> complete());
        if (passage.isStreaming()) {
            flushSoon();
        }
    }

    private void take(Buffer bytes) {
        if (over) {
            return;
        }
        lastSign = System.nanoTime();
        passage.add(bytes);
        if (passage.isTooMuch()) {
            endShort(
                    Fault.UPSTREAM_UNREACHABLE,
                    "the upstream '"
                            + asking.upstream().name()
                            + "' sent an event that is too long to be passed on.");
            hangUp();
            return;
        }
        flushSoon();
    }

    /// Gathers what one read from the network brought, so that it goes out in one write.
    private void flushSoon() {
        if (!flushing) {
            flushing = true;
            site.endOfTurn().run(flush);
        }
    }

    private void flush() {
        flushing = false;
        if (over) {
            return;
        }
        if (stops(passage.look(client.headWritten()))) {
            return;
        }
        Buffer ready = passage.takeReady(client.headWritten());
        if (ready.length() > 0) {
            begin();
            var _ = client.write(ready);
            slowDown();
        } else if (passage.isStreaming() && !client.headWritten()) {
            begin();
            var _ = client.writeHead();
        }
    }

    private void slowDown() {
        if (client.writeQueueFull() && answer != null) {
            HttpClientResponse from = answer;
            from.pause();
            client.drainHandler(_ -> from.resume());
        }
    }

    private void begin() {
        if (client.headWritten() || answer == null) {
            return;
        }
        putHead(answer);
        if (request.version().alpnName().startsWith("http/1")) {
            client.setChunked(true);
        }
    }

    private void putHead(HttpClientResponse from) {
        client.setStatusCode(from.statusCode());
        Headers.toClient(from.headers(), client.headers());
        client.headers().remove("content-length");
        client.putHeader("x-chaperone-interaction", reply.id());
        if (from.statusCode() == 200 && reply.showsBudgets()) {
            meter.fullestBudget(site.clock().instant())
                    .ifPresent(budget -> UnifiedLimits.tell(budget, client.headers()));
        }
    }

    /// The upstream's answer has ended as HTTP says it should.
    private void complete() {
        if (over || answer == null) {
            return;
        }
        HttpClientResponse from = answer;
        passage.lookAtTheEnd(site.inspecting())
                .onComplete(_ -> {
                    if (!over && !stops(passage.ground())) {
                        passTheEnd(from);
                    }
                });
    }

    private void passTheEnd(HttpClientResponse from) {
        boolean begun = client.headWritten();
        if (!begun) {
            putHead(from);
        }
        passage.end();
        var _ = client.end(passage.takeRest(begun));
        finish(resultOf(from));
    }

    private Event.Result resultOf(HttpClientResponse from) {
        if (from.statusCode() >= 400) {
            return Event.Result.REFUSED;
        }
        AnswerReader read = passage.reader();
        boolean open = passage.hasEvents() && read != null && !read.complete();
        return open ? Event.Result.CUT_SHORT : Event.Result.ANSWERED;
    }

    /// Ends the answer if the policy has a ground: what has not gone on does not.
    private boolean stops(Decision.@Nullable Ground ground) {
        if (ground == null) {
            return false;
        }
        passage.end();
        String text = "the answer was ended by the policy. " + ground.explain();
        if (passage.hasEvents()) {
            begin();
            var _ = client.end(Buffer.buffer(passage.end(reply, Fault.POLICY, text)));
        } else if (client.headWritten()) {
            var _ = client.reset();
        } else {
            reply.refuse(Fault.POLICY, text);
        }
        finish(Event.Result.STOPPED);
        hangUp();
        return true;
    }

    private void upstreamFailed(Throwable cause) {
        if (over) {
            return;
        }
        LOG.warn(
                "Upstream {} failed: {}",
                asking.upstream().name(),
                cause.getClass().getSimpleName());
        String unproven = Upstreams.unproven(cause);
        if (unproven != null) {
            reply.refuse(
                    Fault.UPSTREAM_UNPROVEN,
                    "the upstream '"
                            + asking.upstream().name()
                            + "' showed a certificate that Chaperone does not trust ("
                            + unproven
                            + "), so the prompt was not sent. An administrator checks 'base-url' and"
                            + " 'ca' of this upstream in config.yaml.");
            finish(Event.Result.FAILED);
        } else if (answer == null) {
            reply.refuse(
                    Fault.UPSTREAM_UNREACHABLE,
                    "the upstream '"
                            + asking.upstream().name()
                            + "' can not be reached or closed the connection. The prompt is recorded;"
                            + " no answer came.");
            finish(Event.Result.FAILED);
        } else {
            endShort(
                    Fault.UPSTREAM_UNREACHABLE,
                    "the upstream '"
                            + asking.upstream().name()
                            + "' broke off in the middle of its answer.");
        }
    }

    private void upstreamSilent(Duration limit) {
        String text =
                "the upstream '"
                        + asking.upstream().name()
                        + "' was silent for "
                        + limit.toSeconds()
                        + " seconds.";
        if (answer == null) {
            reply.refuse(Fault.UPSTREAM_TIMEOUT, text);
            finish(Event.Result.FAILED);
        } else {
            endShort(Fault.UPSTREAM_TIMEOUT, text);
        }
        hangUp();
    }

    /// Ends an answer that will not go on so that the client notices.
    private void endShort(Fault fault, String text) {
        passage.end();
        if (stops(passage.lookAtWhatCame())) {
            return;
        }
        if (passage.hasEvents()) {
            begin();
            Buffer last = Buffer.buffer().appendBuffer(passage.takeLastEvents());
            var _ = client.end(last.appendBytes(passage.end(reply, fault, text)));
        } else if (client.headWritten()) {
            var _ = client.reset();
        } else {
            reply.refuse(fault, text);
        }
        finish(Event.Result.CUT_SHORT);
    }

    private void clientLeft() {
        if (over) {
            return;
        }
        passage.end();
        var _ = passage.lookAtWhatCame(); // too late to stop it, but it is recorded
        finish(Event.Result.CLIENT_GONE);
        hangUp();
    }

    private void hangUp() {
        asking.stop();
    }

    private void watchTheClock() {
        GatewayConfiguration.Limits limits = site.configuration().limits();
        Duration limit = answer == null ? limits.firstByte() : limits.idle();
        long left = limit.toNanos() - (System.nanoTime() - lastSign);
        if (left <= 0) {
            upstreamSilent(limit);
        } else if (!over) {
            // Not moved with every byte: looks again when it fires.
            Duration next = Duration.ofNanos(Math.min(left, limits.idle().toNanos()));
            timer =
                    site.context()
                            .owner()
                            .setTimer(Math.max(1, next.toMillis()), _ -> watchTheClock());
        }
    }

    private void finish(Event.Result result) {
        over = true;
        site.context().owner().cancelTimer(timer);
        Instant at = site.clock().instant().truncatedTo(ChronoUnit.MILLIS);
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
        if (answer == null) {
            record(result, at, millis, null);
        } else if (keep == null) {
            record(result, at, millis, passage.tap().end().with(Event.Capture.METADATA));
        } else {
            // The record says what was kept, so it waits; the client has its answer already.
            Commitment.Sealed sealed = passage.tap().seal();
            site.keeping()
                    .answer(
                            keep,
                            sealed,
                            passage.tap().kept(),
                            passage.isInLines(),
                            passage.isOpaque())
                    .onSuccess(capture -> record(result, at, millis, sealed.body().with(capture)));
        }
        finished.tryComplete();
    }

    private void record(Event.Result result, Instant at, long millis, Event.@Nullable Body body) {
        AnswerReader reader = passage.reader();
        if (body != null) {
            meter.ended(
                    at,
                    body.bytes(),
                    reader == null ? null : reader.inputTokens(),
                    reader == null ? null : reader.outputTokens());
        }
        Event.Outcome outcome =
                new Event.Outcome(
                        intent,
                        at,
                        result,
                        answer == null ? null : answer.statusCode(),
                        body,
                        answer == null ? null : passage.result(),
                        reader == null
                                ? Event.Tokens.UNKNOWN
                                : new Event.Tokens(reader.inputTokens(), reader.outputTokens()),
                        reader == null ? null : site.names().stopReason(reader.stopReason()),
                        asking.standIn(),
                        millis);
        var _ =
                site.ledger()
                        .appendSoon(Leaves.write(outcome))
                        .exceptionally(lost -> {
                            LOG.error("The outcome of entry {} was not recorded", intent);
                            return -1L;
                        });
    }

    private static boolean isEncoded(HttpClientResponse from) {
        for (String encoding : from.headers().getAll("content-encoding")) {
            if (!encoding.equalsIgnoreCase("identity")) {
                return true;
            }
        }
        return false;
    }
}
