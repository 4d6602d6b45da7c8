// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The forward proxy on one event loop: a port that takes CONNECT, and behind it an HTTPS server on
/// loopback at which tunnels to hosts of the catalogue end ([TunnelDoor]). Which tunnel a
/// connection of the inner server is, is known by the port of our own side of it.
final class ForwardProxy {
    private static final int MAX_HEADER_BYTES = 64 * 1024;
    private static final int MAX_CONNECT_BYTES = 16 * 1024;
    private static final int STREAMS = 100;
    private static final int MAX_CHUNK_BYTES = 64 * 1024;
    private static final int LAST_ANSWERS_SECONDS = 10;
    private static final int THREADS = 20;
    private static final String LOOPBACK = "127.0.0.1";

    /// Clients keep a connection this long for their next prompt.
    private static final Duration KEPT = Duration.ofMinutes(5);

    private final Vertx vertx;
    private final Site site;
    private final Proxying proxying;
    private final int idleSeconds;
    private final NetClient client;
    private final WorkerExecutor slow;
    private final Map<Integer, Tunnel> tunnels = new HashMap<>();
    private final Crowd crowd = new Crowd();
    private @Nullable HttpServer inner;
    private @Nullable HttpServer outer;

    ForwardProxy(Vertx vertx, Site site, Proxying proxying, int idleSeconds) {
        this.vertx = vertx;
        this.site = site;
        this.proxying = proxying;
        this.idleSeconds = idleSeconds;
        this.client =
                vertx.createNetClient(
                        new NetClientOptions()
                                .setConnectTimeout(
                                        (int) site.configuration().limits().connect().toMillis()));
        this.slow = vertx.createSharedWorkerExecutor("forward-proxy", THREADS);
    }

    Future<?> open() {
        Patience patience = new Patience(vertx, proxying.configuration().patience(), KEPT);
        TunnelDoor door = new TunnelDoor(site, tunnels, patience);
        HttpServer ends =
                vertx.createHttpServer(innerOptions())
                        .connectionHandler(door::opened)
                        .requestHandler(door::enter);
        inner = ends;
        return ends.listen(0, LOOPBACK).compose(_ -> openOuter());
    }

    private Future<HttpServer> openOuter() {
        Duration first = proxying.configuration().patience();
        Patience patience = new Patience(vertx, first, first);
        HttpServer takes =
                vertx.createHttpServer(outerOptions())
                        .connectionHandler(connection -> {
                            patience.opened(connection);
                            connection.closeHandler(_ -> patience.forget(connection));
                        })
                        .requestHandler(request -> {
                            patience.came(request);
                            enter(request);
                        });
        outer = takes;
        int port = proxying.configuration().port();
        // -2: any free port, the same for all event loops, but not the gateway's.
        return takes.listen(port == 0 ? -2 : port, site.configuration().host())
                .onSuccess(listening -> proxying.port().set(listening.actualPort()));
    }

    private void enter(HttpServerRequest request) {
        if (request.method().equals(HttpMethod.CONNECT)) {
            new Connecting(site, proxying, request, this).walk();
        } else {
            PlainAnswers.give(
                    request, proxying.configuration(), site.configuration().tls() != null);
        }
    }

    NetClient client() {
        return client;
    }

    /// For what takes time: names and certificates.
    WorkerExecutor slow() {
        return slow;
    }

    Crowd crowd() {
        return crowd;
    }

    Map<Integer, Tunnel> tunnels() {
        return tunnels;
    }

    /// Where tunnels end that are decrypted.
    int innerPort() {
        return inner == null ? 0 : inner.actualPort();
    }

    private HttpServerOptions outerOptions() {
        HttpServerOptions options =
                new HttpServerOptions()
                        .setMaxHeaderSize(MAX_CONNECT_BYTES)
                        .setIdleTimeout(idleSeconds)
                        .setHttp2ClearTextEnabled(false);
        GatewayConfiguration.Tls tls = site.configuration().tls();
        if (tls != null) {
            options.setSsl(true).setUseAlpn(false).setKeyCertOptions(tls.options());
        }
        return options;
    }

    private HttpServerOptions innerOptions() {
        return new HttpServerOptions()
                .setSsl(true)
                .setUseAlpn(true)
                .setKeyCertOptions(KeyCertOptions.wrap(proxying.certificates()))
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                .setInitialSettings(
                        new Http2Settings()
                                .setMaxConcurrentStreams(STREAMS)
                                .setMaxHeaderListSize(MAX_HEADER_BYTES))
                .setIdleTimeout(idleSeconds)
                .setMaxChunkSize(MAX_CHUNK_BYTES)
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setHandle100ContinueAutomatically(true);
    }

    /// Takes no new requests and ends; answers that stream get some seconds to come to their end.
    Future<Void> close() {
        Future<Void> answered =
                inner == null
                        ? Future.succeededFuture()
                        : inner.shutdown(LAST_ANSWERS_SECONDS, TimeUnit.SECONDS);
        // Tunnels to elsewhere have no end of their own.
        return answered.eventually(() -> outer == null ? Future.succeededFuture() : outer.close())
                .eventually(client::close);
    }
}
