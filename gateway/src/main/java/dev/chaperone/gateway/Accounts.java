// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.chaperone.ledger.Event;
import dev.chaperone.vocabulary.Digest;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Whose a vendor sign-in is that a caller brings along: the company's, or a person's own. The
/// vendor is asked before the first prompt goes out under it, by a request without a prompt: the
/// list of models. Its answer names the organization in a header.
///
/// One for each event loop.
final class Accounts {
    /// So long a vendor's word is taken for true.
    private static final Duration KEPT = Duration.ofMinutes(10);

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int MOST = 10_000;
    private static final String QUESTION = "/v1/models?limit=1";

    private final Upstreams upstreams;
    private final Cache<Digest, Event.Account> known =
            Caffeine.newBuilder()
                    .maximumSize(MOST)
                    .expireAfterWrite(KEPT)
                    .executor(Runnable::run)
                    .build();

    Accounts(Upstreams upstreams) {
        this.upstreams = upstreams;
    }

    /// Whether the sign-in of a request has to be the company's, and so must be asked about.
    static boolean isAskedFor(Upstream upstream, HttpServerRequest request) {
        return !upstream.organizations().isEmpty() && Upstreams.passesThrough(upstream, request);
    }

    /// Whose the sign-in of a request is; [Event.Account#UNKNOWN] when the vendor does not say.
    Future<Event.Account> of(Upstream upstream, HttpServerRequest request) {
        Digest signIn = signIn(upstream, request);
        Event.Account before = known.getIfPresent(signIn);
        if (before != null) {
            return Future.succeededFuture(before);
        }
        return upstreams
                .request(upstream, request, HttpMethod.GET, QUESTION)
                .compose(HttpClientRequest::send)
                .compose(answer -> answer.end().map(_ -> judge(upstream, answer)))
                .timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .otherwise(Event.Account.UNKNOWN)
                .onSuccess(account -> {
                    if (account != Event.Account.UNKNOWN) {
                        known.put(signIn, account);
                    }
                });
    }

    /// Whether an answer came from another organization than one of the company's: a sign-in may
    /// change hands.
    boolean isForeign(Upstream upstream, HttpServerRequest request, HttpClientResponse answer) {
        boolean foreign =
                isAskedFor(upstream, request) && judge(upstream, answer) == Event.Account.PERSONAL;
        if (foreign) {
            known.put(signIn(upstream, request), Event.Account.PERSONAL);
        }
        return foreign;
    }

    private static Event.Account judge(Upstream upstream, HttpClientResponse answer) {
        String header = header(upstream.kind());
        String named = header == null ? null : answer.getHeader(header);
        if (named == null) {
            return Event.Account.UNKNOWN;
        }
        return upstream.organizations().contains(named)
                ? Event.Account.CORPORATE
                : Event.Account.PERSONAL;
    }

    /// The header in which a vendor names the organization; null for one that has none.
    static @Nullable String header(Upstream.Kind kind) {
        return switch (kind) {
            case ANTHROPIC -> "anthropic-organization-id";
            case OPENAI -> "openai-organization";
            case GEMINI, BEDROCK, VERTEX -> null;
        };
    }

    /// Only a digest, so that no sign-in stays in memory.
    private static Digest signIn(Upstream upstream, HttpServerRequest request) {
        return Digest.of(
                upstream.name()
                        + '\n'
                        + request.getHeader("authorization")
                        + '\n'
                        + request.getHeader("x-api-key"));
    }
}
