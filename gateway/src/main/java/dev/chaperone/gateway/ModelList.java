// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import dev.chaperone.policy.Register;
import dev.chaperone.protocols.Client;
import dev.chaperone.protocols.Fault;
import dev.chaperone.protocols.WireFormat;
import dev.chaperone.vocabulary.OpaqueId;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerRequest;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Passes on which models the upstream offers. No prompt goes out, so nothing is recorded; the
/// caller must be known all the same.
final class ModelList {
    private final Site site;
    private final HttpServerRequest request;
    private final Upstream.Kind kind;

    /// Where the model lists are.
    static boolean isAt(String path) {
        return path.equals("/v1/models") || path.equals("/v1beta/models");
    }

    private final Reply reply;

    ModelList(Site site, HttpServerRequest request) {
        this.site = site;
        this.request = request;
        this.kind = kind(site, request);
        WireFormat format =
                switch (kind) {
                    case ANTHROPIC -> WireFormat.ANTHROPIC_MESSAGES;
                    case GEMINI -> WireFormat.GEMINI;
                    default -> WireFormat.OPENAI_CHAT;
                };
        Client client = Client.recognise(format, request::getHeader);
        this.reply = new Reply(request, format, client, OpaqueId.next("request"));
    }

    /// Two families share a path; only Anthropic's clients send a version header.
    private static Upstream.Kind kind(Site site, HttpServerRequest request) {
        if ("/v1beta/models".equals(request.path())) {
            return Upstream.Kind.GEMINI;
        }
        boolean anthropic =
                request.headers().contains("anthropic-version")
                        || !site.configuration().offers(Upstream.Kind.OPENAI);
        return anthropic ? Upstream.Kind.ANTHROPIC : Upstream.Kind.OPENAI;
    }

    void answer() {
        request.resume();
        Optional<Register.Credential> caller =
                Callers.identify(
                        request.headers(), site.inForce().register(), site.clock().instant());
        List<Upstream> upstreams =
                caller.map(known -> site.configuration().upstreams(kind, known)).orElse(List.of());
        if (caller.isEmpty()) {
            reply.refuse(
                    Fault.UNKNOWN_CALLER, "this request carries no Chaperone token that works.");
        } else if (upstreams.isEmpty()) {
            reply.refuse(Fault.NO_UPSTREAM, "no upstream is configured for this request.");
        } else {
            ask(site.upstreams().readyFirst(upstreams).getFirst());
        }
    }

    private void ask(Upstream upstream) {
        site.upstreams()
                .request(upstream, request)
                .compose(this::send)
                .onFailure(failure -> {
                    boolean late = failure instanceof TimeoutException;
                    reply.refuse(
                            late ? Fault.UPSTREAM_TIMEOUT : Fault.UPSTREAM_UNREACHABLE,
                            "the upstream '" + upstream.name() + "' does not answer.");
                });
    }

    private Future<Buffer> send(HttpClientRequest to) {
        request.response().closeHandler(_ -> to.reset());
        return to.send()
                .compose(answer -> answer.body().onSuccess(body -> pass(answer, body)))
                .timeout(
                        site.configuration().limits().firstByte().toMillis(), TimeUnit.MILLISECONDS)
                .onFailure(_ -> to.reset());
    }

    private void pass(HttpClientResponse answer, Buffer body) {
        if (request.response().ended()) {
            return;
        }
        request.response().setStatusCode(answer.statusCode());
        Headers.toClient(answer.headers(), request.response().headers());
        request.response().headers().remove("content-length");
        var _ = request.response().end(body);
    }
}
