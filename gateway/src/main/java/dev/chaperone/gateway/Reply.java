// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import dev.chaperone.protocols.Again;
import dev.chaperone.protocols.Client;
import dev.chaperone.protocols.ErrorBody;
import dev.chaperone.protocols.EventFrames;
import dev.chaperone.protocols.Fault;
import dev.chaperone.protocols.HookAnswer;
import dev.chaperone.protocols.WireFormat;
import dev.chaperone.vocabulary.ToolId;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// Answers a client in its own error format, when the model does not.
final class Reply {
    private static final ToolId CLAUDE_CODE = new ToolId("claude-code");
    private static final long LINGER_MILLIS = 30_000;
    private static final Duration SOON = Duration.ofSeconds(5);

    /// What comes later than this is told to the person, and the client does not wait for it.
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    private final HttpServerRequest request;
    private final WireFormat format;
    private final Client client;
    private final String id;

    /// @param id of the interaction, so that the person refused and the record can be brought
    ///   together
    Reply(HttpServerRequest request, WireFormat format, Client client, String id) {
        this.request = request;
        this.format = format;
        this.client = client;
        this.id = id;
    }

    String id() {
        return id;
    }

    WireFormat format() {
        return format;
    }

    /// Refuses, if no answer has begun yet; what the client still sends is let go by.
    void refuse(Fault fault, String text) {
        refuse(new Refusal(fault, "", text));
    }

    /// The same with a word on when to try again.
    void refuse(Refusal refusal) {
        Fault fault = refusal.fault();
        HttpServerResponse response = request.response();
        if (response.headWritten() || response.closed()) {
            return;
        }
        int status = fault.status(format, client);
        Again again = refusal.again();
        Duration wait = fault.worthRetrying() ? SOON : again == null ? null : again.in();
        boolean waits = wait != null && wait.compareTo(LONGEST_WAIT) <= 0;
        byte[] body =
                ErrorBody.of(
                        format,
                        status,
                        fault.type(format),
                        say(refusal.text()),
                        id,
                        waits ? null : again);
        response.setStatusCode(status);
        response.putHeader("content-type", "application/json");
        response.putHeader("request-id", id);
        if (wait != null && waits) {
            response.putHeader("retry-after", Long.toString(Math.max(1, wait.toSeconds())));
        } else {
            // Not how long: Codex would wait until then and say nothing.
            response.putHeader("x-should-retry", "false");
        }
        if (refusal.budget() != null && again != null && showsBudgets()) {
            UnifiedLimits.refuse(refusal.budget(), again, response.headers());
        }
        end(body, fault == Fault.BODY_STALLED);
    }

    /// Whether the client shows the developer what is left of a budget.
    boolean showsBudgets() {
        return format == WireFormat.ANTHROPIC_MESSAGES && CLAUDE_CODE.equals(client.tool());
    }

    /// Answers a hook in the words of its tool; see [#refuse].
    ///
    /// @param stalled whether the client has stopped sending
    void answer(HookAnswer answer, boolean stalled) {
        HttpServerResponse response = request.response();
        if (response.headWritten() || response.closed()) {
            return;
        }
        String type = answer.body().startsWith("{") ? "application/json" : "text/plain";
        response.setStatusCode(answer.status());
        response.putHeader("content-type", type + Forwarder.MARK);
        response.putHeader("request-id", id);
        end(answer.body().getBytes(StandardCharsets.UTF_8), stalled);
    }

    /// Answers with JSON of the path's own form; see [#refuse].
    void answer(int status, byte[] json) {
        HttpServerResponse response = request.response();
        if (response.headWritten() || response.closed()) {
            return;
        }
        response.setStatusCode(status);
        response.putHeader("content-type", "application/json");
        response.putHeader("request-id", id);
        end(json, false);
    }

    private void end(byte[] body, boolean stalled) {
        Future<Void> told = request.response().end(Buffer.buffer(body));
        if (!request.isEnded()) {
            letGoBy(request, told, stalled);
        }
    }

    /// What the client still sends is read, so that it gets to read the answer, but not for ever.
    ///
    /// @param told done when the answer is out
    static void letGoBy(HttpServerRequest request, Future<Void> told, boolean stalled) {
        request.handler(_ -> {});
        Context context = Vertx.currentContext();
        if (stalled || context == null) {
            told.onComplete(_ -> cut(request));
        } else {
            long timer = context.owner().setTimer(LINGER_MILLIS, _ -> cut(request));
            request.endHandler(_ -> context.owner().cancelTimer(timer));
            request.exceptionHandler(_ -> context.owner().cancelTimer(timer));
        }
        request.resume();
    }

    private static void cut(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            var _ = request.response().reset(0);
        } else {
            var _ = request.connection().close();
        }
    }

    /// The event that ends a stream which has begun.
    byte[] inStream(Fault fault, String text) {
        int status = fault.status(format, client);
        return ErrorBody.inStream(format, status, fault.type(format), say(text));
    }

    /// The same for an answer in binary frames.
    byte[] inFrames(Fault fault, String text) {
        String type = fault == Fault.POLICY ? "validationException" : "modelStreamErrorException";
        return EventFrames.exception(type, say(text));
    }

    /// The same for an answer that is an array.
    ///
    /// @param begun whether something of the array has gone out
    byte[] inArray(Fault fault, String text, boolean begun) {
        int status = fault.status(format, client);
        return ErrorBody.inArray(format, status, fault.type(format), say(text), begun);
    }

    private static String say(String text) {
        return "Chaperone: " + text;
    }
}
