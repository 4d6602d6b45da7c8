// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/// A vendor's cloud that remembers what it got and answers as it is told.
final class FakeVendor {
    private final HttpServer server;
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final CountDownLatch clientLeft = new CountDownLatch(1);
    private volatile BiConsumer<HttpServerRequest, Buffer> behaviour =
            (request, _) -> answer(request, 200, "application/json", "{}");

    /// A request as it arrived.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Received(String uri, HttpVersion version, List<String> headers, byte[] body) {
        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    private FakeVendor(HttpServer server) {
        this.server = server;
    }

    static FakeVendor start(Vertx vertx) {
        return start(vertx, new HttpServerOptions());
    }

    static FakeVendor start(Vertx vertx, HttpServerOptions options) {
        FakeVendor vendor = new FakeVendor(vertx.createHttpServer(options));
        vendor.server
                .connectionHandler(_ -> vendor.connections.incrementAndGet())
                .requestHandler(vendor::take)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        return vendor;
    }

    private void take(HttpServerRequest request) {
        request.response().closeHandler(_ -> clientLeft.countDown());
        request.response().exceptionHandler(_ -> clientLeft.countDown());
        request.body()
                .onSuccess(body -> {
                    List<String> headers =
                            request.headers().entries().stream()
                                    .map(h -> h.getKey() + ": " + h.getValue())
                                    .toList();
                    received.add(
                            new Received(
                                    request.uri(), request.version(), headers, body.getBytes()));
                    behaviour.accept(request, body);
                });
    }

    static void answer(HttpServerRequest request, int status, String type, String body) {
        var _ =
                request.response()
                        .setStatusCode(status)
                        .putHeader("content-type", type)
                        .putHeader("request-id", "req_vendor_1")
                        .end(body);
    }

    /// Gives the first events of an answer and leaves it open.
    static Future<Void> begin(HttpServerRequest request, String events) {
        request.response().putHeader("content-type", "text/event-stream");
        if (request.version() == HttpVersion.HTTP_1_1) {
            request.response().setChunked(true);
        }
        return request.response().write(events);
    }

    void behave(BiConsumer<HttpServerRequest, Buffer> next) {
        behaviour = next;
    }

    /// Nobody answers at its port any more.
    void close() {
        server.close().toCompletionStage().toCompletableFuture().join();
    }

    int port() {
        return server.actualPort();
    }

    /// How many connections there were so far.
    int connections() {
        return connections.get();
    }

    List<Received> received() {
        return received;
    }

    void awaitClientLeft() throws InterruptedException {
        clientLeft.await();
    }
}
