// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import dev.chaperone.policy.PolicySnapshot;
import dev.chaperone.policy.Register;
import dev.chaperone.protocols.Client;
import dev.chaperone.protocols.Fault;
import dev.chaperone.protocols.WireFormat;
import dev.chaperone.vocabulary.OpaqueId;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;

/// A request through the forward proxy that carries no prompt, passed on to its host as it comes,
/// and the answer back. It is not recorded; its caller must be known all the same.
final class PassingOn {
    private final Site site;
    private final HttpServerRequest request;
    private final Destination destination;
    private final Reply reply;

    PassingOn(Site site, HttpServerRequest request, Destination destination) {
        this.site = site;
        this.request = request;
        this.destination = destination;
        WireFormat format =
                switch (destination.kind()) {
                    case ANTHROPIC, BEDROCK -> WireFormat.ANTHROPIC_MESSAGES;
                    case GEMINI, VERTEX -> WireFormat.GEMINI;
                    case OPENAI -> WireFormat.OPENAI_CHAT;
                };
        Client client = Client.recognise(format, request::getHeader);
        this.reply = new Reply(request, format, client, OpaqueId.next("request"));
    }

    void pass() {
        Register.Credential caller =
                Callers.identify(
                                request.headers(),
                                site.inForce().register(),
                                site.clock().instant())
                        .orElse(null);
        if (caller == null) {
            reply.refuse(Fault.UNKNOWN_CALLER, "the token of this connection works no more.");
            return;
        }
        new Attempt(site, request, caller, destination)
                .judge()
                .onSuccess(_ -> passOn())
                .onFailure(_ ->
                        reply.refuse(
                                Fault.POLICY,
                                "the policy does not allow this host any more. Connect anew to"
                                        + " read why."));
    }

    private void passOn() {
        PolicySnapshot policy = site.inForce().rules().policy();
        site.upstreams()
                .request(destination.upstream(policy, request.headers()), request)
                .compose(this::send)
                .compose(this::answer)
                .onFailure(_ -> broken());
    }

    private void broken() {
        if (request.response().headWritten()) {
            var _ = request.response().reset();
        } else {
            reply.refuse(
                    Fault.UPSTREAM_UNREACHABLE,
                    "the host can not be reached or closed the connection.");
        }
    }

    private Future<HttpClientResponse> send(HttpClientRequest to) {
        request.response().closeHandler(_ -> to.reset());
        boolean hasBody =
                !request.method().equals(HttpMethod.GET)
                        && !request.method().equals(HttpMethod.HEAD)
                        && !request.method().equals(HttpMethod.OPTIONS);
        if (!hasBody) {
            request.resume();
            return to.send();
        }
        String length = request.getHeader("content-length");
        if (length != null) {
            to.putHeader("content-length", length);
        }
        return to.send(request);
    }

    private Future<Void> answer(HttpClientResponse from) {
        HttpServerResponse response = request.response();
        if (from.statusCode() < 200) {
            return Future.failedFuture("Status " + from.statusCode() + " is no answer");
        }
        response.setStatusCode(from.statusCode());
        Headers.toClient(from.headers(), response.headers());
        boolean bodiless =
                from.statusCode() == 204
                        || from.statusCode() == 304
                        || request.method().equals(HttpMethod.HEAD);
        if (bodiless) {
            return response.end();
        }
        if (request.version() != HttpVersion.HTTP_2
                && !response.headers().contains("content-length")) {
            response.setChunked(true);
        }
        return from.pipeTo(response);
    }
}
