// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.StreamResetException;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SocketAddress;

import org.jspecify.annotations.Nullable;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Connections to the models: HTTP/1.1 in the clear, HTTP/2 or 1.1 over TLS as the other side can.
final class Upstreams {
    private static final int CONNECTIONS = 4096;
    // For each event loop. A burst opens all of them before the first can take a hundred streams,
    // so
    // more would only be more handshakes at the worst moment.
    private static final int HTTP2_CONNECTIONS = 8;
    private static final int REFUSED_STREAM = 0x7;
    private static final int MAX_HEADER_BYTES = 64 * 1024;
    // Shorter than what servers usually keep, so that a request rarely meets a closing connection.
    private static final int KEEP_ALIVE_SECONDS = 25;

    private static final Duration REST = Duration.ofSeconds(10);
    private static final Duration LONGEST_REST = Duration.ofMinutes(1);

    private final HttpClientAgent clear;
    private final HttpClientAgent secure;
    private final Map<Upstream, Long> resting = new HashMap<>();
    private final Map<String, InetSocketAddress> addresses;

    /// @param addresses where hosts are reached instead of where their names lead
    Upstreams(
            Vertx vertx,
            GatewayConfiguration.Limits limits,
            Map<String, InetSocketAddress> addresses) {
        this.addresses = addresses;
        PoolOptions pool =
                new PoolOptions()
                        .setHttp1MaxSize(CONNECTIONS)
                        .setHttp2MaxSize(HTTP2_CONNECTIONS)
                        .setMaxWaitQueueSize(-1);
        this.clear = vertx.createHttpClient(options(limits), pool);
        this.secure =
                vertx.createHttpClient(
                        options(limits)
                                .setSsl(true)
                                .setUseAlpn(true)
                                .setProtocolVersion(HttpVersion.HTTP_2),
                        pool);
    }

    private static HttpClientOptions options(GatewayConfiguration.Limits limits) {
        return new HttpClientOptions()
                .setConnectTimeout((int) limits.connect().toMillis())
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                .setHttp2KeepAliveTimeout(KEEP_ALIVE_SECONDS)
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                .setInitialSettings(new Http2Settings().setMaxHeaderListSize(MAX_HEADER_BYTES));
    }

    /// A request to the upstream with the caller's method, path, query and permitted headers, and
    /// with the credential that belongs to it.
    Future<HttpClientRequest> request(Upstream upstream, HttpServerRequest from) {
        String query = Headers.withoutKey(from.query());
        String path = from.path() == null ? "/" : from.path();
        return request(upstream, from, from.method(), query == null ? path : path + "?" + query);
    }

    /// The same to another path.
    ///
    /// @param asked path and query
    Future<HttpClientRequest> request(
            Upstream upstream, HttpServerRequest from, HttpMethod method, String asked) {
        RequestOptions options =
                new RequestOptions()
                        .setMethod(method)
                        .setHost(upstream.base().getHost())
                        .setPort(upstream.port())
                        .setURI(upstream.path(asked));
        InetSocketAddress address = addresses.get(upstream.base().getHost());
        if (address != null) {
            options.setServer(SocketAddress.inetSocketAddress(address));
        }
        if (upstream.ca() != null) {
            options.setSslOptions(trusting(upstream.ca()));
        }
        return (upstream.secure() ? secure : clear)
                .request(options)
                .map(request -> {
                    boolean own = passesThrough(upstream, from);
                    Headers.toUpstream(from.headers(), request.headers(), own);
                    if (method.equals(HttpMethod.GET)) {
                        // Of a question about a request that has a body.
                        request.headers().remove("content-type").remove("content-encoding");
                    }
                    Upstream.Credential credential = upstream.credential();
                    if (!own && credential != null) {
                        putCredential(request, upstream.kind(), credential);
                    }
                    return request;
                });
    }

    /// Equal for equal files, so that the connections are shared.
    private static ClientSSLOptions trusting(Path ca) {
        return new ClientSSLOptions()
                .setUseAlpn(true)
                .setTrustOptions(new PemTrustOptions().addCertPath(ca.toString()));
    }

    /// Whether the caller's own vendor sign-in goes on instead of the company's key: only where the
    /// configuration lets it, and the Chaperone token stands in a header of its own.
    static boolean passesThrough(Upstream upstream, HttpServerRequest request) {
        return upstream.passThrough()
                && request.headers().contains("x-chaperone-token")
                && Headers.holdsVendorCredential(request.headers());
    }

    private static void putCredential(
            HttpClientRequest request, Upstream.Kind kind, Upstream.Credential credential) {
        switch (kind) {
            case ANTHROPIC -> request.putHeader("x-api-key", credential.value());
            case GEMINI -> request.putHeader("x-goog-api-key", credential.value());
            case OPENAI, BEDROCK, VERTEX ->
                    request.putHeader("authorization", "Bearer " + credential.value());
        }
    }

    /// The same upstreams, but those that could not be reached or were too busy a moment ago behind
    /// the others.
    List<Upstream> readyFirst(List<Upstream> upstreams) {
        if (resting.isEmpty() || upstreams.size() < 2) {
            return upstreams;
        }
        long now = System.nanoTime();
        resting.values().removeIf(until -> until - now <= 0);
        return upstreams.stream()
                .sorted(Comparator.comparing(resting::containsKey)) // stable
                .toList();
    }

    /// How many are remembered.
    int resting() {
        return resting.size();
    }

    /// Asks an upstream behind the others for some seconds.
    void rest(Upstream upstream) {
        rest(upstream, REST);
    }

    /// The same as long as the upstream says, up to a minute. What is said to a person about the
    /// person's own sign-in does not count for others.
    void rest(Upstream upstream, HttpClientResponse answer, HttpServerRequest request) {
        if (!passesThrough(upstream, request)) {
            rest(upstream, told(answer.getHeader("retry-after")));
        }
    }

    private void rest(Upstream upstream, Duration time) {
        resting.put(upstream, System.nanoTime() + time.toNanos());
    }

    /// Only seconds are read; vendors send no dates.
    private static Duration told(@Nullable String retryAfter) {
        try {
            long seconds = retryAfter == null ? REST.toSeconds() : Long.parseLong(retryAfter);
            return Duration.ofSeconds(Math.clamp(seconds, 1, LONGEST_REST.toSeconds()));
        } catch (NumberFormatException e) {
            return REST;
        }
    }

    /// Whether the other side says that it did not begin with a request that failed (RFC 9113,
    /// section 8.7).
    static boolean didNothing(Throwable failure) {
        return failure instanceof StreamResetException reset && reset.getCode() == REFUSED_STREAM;
    }

    /// Why a failed connection was not trusted; null when it failed for another reason.
    static @Nullable String unproven(Throwable failure) {
        String reason = null;
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof GeneralSecurityException) {
                reason = String.valueOf(each.getMessage());
            }
        }
        return reason;
    }

    Future<Void> close() {
        return Future.all(clear.close(), secure.close()).mapEmpty();
    }
}
