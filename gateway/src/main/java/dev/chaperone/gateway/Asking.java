// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.buffer.BufferInternal;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.Set;

/// Sends a recorded prompt to the first of its upstreams that takes it.
///
/// The next one is asked only when the one before did nothing with the prompt: it could not be
/// reached, said that it did nothing, or answered that it is too busy. A prompt that may have been
/// taken is not sent twice, and so no answer that has begun is ever begun anew.
///
/// All of it runs on one event loop.
final class Asking {
    private static final Logger LOG = LoggerFactory.getLogger(Asking.class);

    /// What vendors answer instead of taking a prompt; others may have taken it.
    private static final Set<Integer> TOO_BUSY = Set.of(429, 503, 529);

    private final Upstreams upstreams;
    private final HttpServerRequest request;
    private final List<Upstream> candidates;
    private final boolean rewritten;
    private byte @Nullable [] body;
    private int next;
    private Upstream asked;
    private boolean over;
    private @Nullable HttpClientRequest sent;

    /// @param candidates at least one, in the order in which they are asked
    /// @param rewritten whether the body is another than came, and so not packed as that was
    Asking(
            Upstreams upstreams,
            HttpServerRequest request,
            List<Upstream> candidates,
            byte[] body,
            boolean rewritten) {
        this.upstreams = upstreams;
        this.request = request;
        this.candidates = candidates;
        this.asked = candidates.getFirst();
        this.body = body;
        this.rewritten = rewritten;
    }

    /// The head of the answer of the upstream that took the prompt, or of the last one. The body is
    /// not kept longer than it may be needed.
    Future<HttpClientResponse> run() {
        return askNext().onComplete(_ -> body = null);
    }

    /// The upstream that was asked last.
    Upstream upstream() {
        return asked;
    }

    /// The name of the upstream that was asked last, if it stood in for the first.
    @Nullable String standIn() {
        return next > 1 ? asked.name() : null;
    }

    /// Breaks off whatever is under way.
    void stop() {
        over = true;
        if (sent != null) {
            var _ = sent.reset();
        }
    }

    private Future<HttpClientResponse> askNext() {
        asked = candidates.get(next++);
        return ask().recover(this::askAgain).compose(this::taken, this::notReached);
    }

    private Future<HttpClientResponse> ask() {
        return upstreams
                .request(asked, request)
                .recover(cause -> Future.failedFuture(new NotReachedException(cause)))
                .compose(this::send);
    }

    /// Once more on another connection, but only when the upstream says that it did nothing with
    /// the first.
    private Future<HttpClientResponse> askAgain(Throwable cause) {
        return over || !Upstreams.didNothing(cause) ? Future.failedFuture(cause) : ask();
    }

    private Future<HttpClientResponse> send(HttpClientRequest to) {
        byte[] prompt = body;
        if (over || prompt == null) {
            var _ = to.reset();
            return Future.failedFuture("The client left before the prompt was sent");
        }
        sent = to;
        if (rewritten) {
            to.headers().remove("content-encoding");
        }
        return to.send(BufferInternal.buffer(Unpooled.wrappedBuffer(prompt)));
    }

    private Future<HttpClientResponse> taken(HttpClientResponse answer) {
        if (!TOO_BUSY.contains(answer.statusCode())) {
            return Future.succeededFuture(answer);
        }
        if (hasStandIns()) {
            upstreams.rest(asked, answer, request);
        }
        if (isLast()) {
            return Future.succeededFuture(answer);
        }
        answer.exceptionHandler(_ -> {}); // its body is not wanted
        var _ = answer.request().reset();
        return passOn("answered " + answer.statusCode());
    }

    private Future<HttpClientResponse> notReached(Throwable cause) {
        boolean nothingSent = cause instanceof NotReachedException || Upstreams.didNothing(cause);
        Throwable told = cause instanceof NotReachedException ? cause.getCause() : cause;
        if (nothingSent && hasStandIns()) {
            upstreams.rest(asked);
        }
        return nothingSent && !isLast()
                ? passOn("could not be reached")
                : Future.failedFuture(told);
    }

    /// Where nobody can be asked instead, nothing is remembered: behind the forward proxy there are
    /// as many hosts as callers make up.
    private boolean hasStandIns() {
        return candidates.size() > 1;
    }

    private boolean isLast() {
        return over || next == candidates.size();
    }

    private Future<HttpClientResponse> passOn(String why) {
        LOG.warn("Upstream {} {}; {} is asked", asked.name(), why, candidates.get(next).name());
        return askNext();
    }

    /// No connection came about, so nothing of the prompt has left.
    private static final class NotReachedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotReachedException(Throwable cause) {
            super(cause.getMessage(), cause, false, false);
        }
    }
}
