// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.exports;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// An HTTP endpoint that answers as a test tells it to.
final class HttpReceiver implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Asked> taken = new CopyOnWriteArrayList<>();
    private final ConcurrentLinkedQueue<Answer> next = new ConcurrentLinkedQueue<>();
    private final AtomicInteger asked = new AtomicInteger();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile int largest = Integer.MAX_VALUE;
    private volatile String answerBody = "";

    /// @param status 0 to hang up without an answer, -1 to never answer
    private record Answer(int status, String retryAfter) {}

    /// A request that was answered with 200.
    record Asked(String type, String authorization, String body) {}

    HttpReceiver(int port) throws IOException {
        server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(threads);
        server.createContext("/in", this::answer);
        server.start();
    }

    Target.Endpoint endpoint() {
        return new Target.Endpoint(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/in"),
                null,
                new Target.Credential("geheim"));
    }

    List<Asked> taken() {
        return taken;
    }

    int asked() {
        return asked.get();
    }

    /// Lines of all bodies that were taken, in order.
    List<Long> indices() {
        return taken.stream()
                .flatMap(each -> each.body().lines())
                .map(line -> JsonTree.parse(line.getBytes(StandardCharsets.UTF_8)))
                .map(tree -> (Long) tree.at("index").value())
                .toList();
    }

    HttpReceiver answersNext(int status) {
        return answersNext(status, "");
    }

    HttpReceiver answersNext(int status, String retryAfter) {
        next.add(new Answer(status, retryAfter));
        return this;
    }

    /// Answers with this body from now on.
    void says(String body) {
        answerBody = body;
    }

    /// Refuses larger bodies with 413.
    void takesAtMost(int bytes) {
        largest = bytes;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            asked.incrementAndGet();
            String body =
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Answer told = next.poll();
            int status = told != null ? told.status() : body.length() > largest ? 413 : 200;
            if (status == -1) {
                closed.await();
            }
            if (status <= 0) {
                return;
            }
            if (told != null && !told.retryAfter().isEmpty()) {
                exchange.getResponseHeaders().set("Retry-After", told.retryAfter());
            }
            if (status == 200) {
                taken.add(
                        new Asked(
                                String.valueOf(
                                        exchange.getRequestHeaders().getFirst("content-type")),
                                String.valueOf(
                                        exchange.getRequestHeaders().getFirst("authorization")),
                                body));
            }
            byte[] bytes = answerBody.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.close();
    }
}
