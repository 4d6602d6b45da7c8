// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.witness;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import dev.chaperone.tlog.VerifierKey;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A witness that says what the test wants it to say.
final class ScriptedWitness implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Deque<Step> script = new ArrayDeque<>();
    private final List<String> questions = new CopyOnWriteArrayList<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private String shown = "";

    /// One answer to a submission.
    private interface Step {
        void answer(HttpExchange exchange) throws IOException;
    }

    ScriptedWitness() throws IOException {
        server = HttpServer.create(Site.anyPort(), 0);
        server.setExecutor(threads);
        server.createContext("/prefix/add-checkpoint", this::submit);
        server.createContext("/prefix/", this::show);
        server.start();
    }

    ScriptedWitness then(int status, String body) {
        script.add(exchange -> send(exchange, status, body));
        return this;
    }

    /// Answers the start, and the rest never.
    ScriptedWitness thenSlowly() {
        script.add(exchange -> {
            exchange.sendResponseHeaders(200, 1_000);
            exchange.getResponseBody().write("\u2014 ".getBytes(UTF_8));
            exchange.getResponseBody().flush();
            awaitEnd();
        });
        return this;
    }

    ScriptedWitness thenNothing() {
        script.add(_ -> awaitEnd());
        return this;
    }

    /// What it shows as its newest checkpoint.
    ScriptedWitness showing(String checkpoint) {
        shown = checkpoint;
        return this;
    }

    List<String> questions() {
        return questions;
    }

    WitnessAddress address(List<VerifierKey> keys) {
        URI url =
                URI.create("http://127.0.0.1:%d/prefix/".formatted(server.getAddress().getPort()));
        return new WitnessAddress("w", url, keys);
    }

    private void submit(HttpExchange exchange) throws IOException {
        try (exchange) {
            questions.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            Step step;
            synchronized (script) {
                step = script.remove();
            }
            step.answer(exchange);
        }
    }

    private void show(HttpExchange exchange) throws IOException {
        try (exchange) {
            send(exchange, shown.isEmpty() ? 404 : 200, shown);
        }
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Location", "http://127.0.0.1:1/");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private void awaitEnd() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        end.countDown();
        server.stop(0);
        threads.close();
    }
}
