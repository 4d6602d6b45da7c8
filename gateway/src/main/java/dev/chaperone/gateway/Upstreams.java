// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;

/// Connections to the models: HTTP/1.1 in the clear, HTTP/2 or 1.1 over TLS as the other side can.
final class Upstreams {
    private static final int CONNECTIONS = 4096;
    private static final int MAX_HEADER_BYTES = 64 * 1024;
    // Shorter than what servers usually keep, so that a request rarely meets a closing connection.
    private static final int KEEP_ALIVE_SECONDS = 25;

    private final HttpClientAgent clear;
    private final HttpClientAgent secure;

    Upstreams(Vertx vertx, GatewayConfiguration.Limits limits) {
        PoolOptions pool =
                new PoolOptions()
                        .setHttp1MaxSize(CONNECTIONS)
                        .setHttp2MaxSize(64)
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
                .setMaxHeaderSize(MAX_HEADER_BYTES);
    }

    /// A request to the upstream with the caller's method, path, query and permitted headers, and
    /// with the credential that belongs to it.
    Future<HttpClientRequest> request(Upstream upstream, HttpServerRequest from) {
        String query = from.query();
        String asked = from.path();
        String path = upstream.path(asked == null ? "/" : asked);
        RequestOptions options =
                new RequestOptions()
                        .setMethod(from.method())
                        .setHost(upstream.base().getHost())
                        .setPort(upstream.port())
                        .setURI(query == null ? path : path + "?" + query);
        return (upstream.secure() ? secure : clear)
                .request(options)
                .map(request -> {
                    boolean own = passesThrough(upstream, from);
                    Headers.toUpstream(from.headers(), request.headers(), own);
                    Upstream.Credential credential = upstream.credential();
                    if (!own && credential != null) {
                        putCredential(request, upstream.kind(), credential);
                    }
                    return request;
                });
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
            case OPENAI -> request.putHeader("authorization", "Bearer " + credential.value());
        }
    }

    Future<Void> close() {
        return Future.all(clear.close(), secure.close()).mapEmpty();
    }
}
