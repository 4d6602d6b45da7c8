// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A workspace that answers what a test tells it to.
final class FakeWorkspace implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();

    /// @param ending how the body ends
    private record Answer(
            int status, String type, String body, Map<String, String> headers, Ending ending) {
        Answer(int status, String type, String body) {
            this(status, type, body, Map.of(), Ending.WHOLE);
        }
    }

    private enum Ending {
        WHOLE,
        BROKEN_OFF,
        STALLED
    }

    /// A request that arrived.
    record Asked(String method, String target, String authorization, String body) {}

    FakeWorkspace() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
        answers("/health", 200, "{\"status\":\"up\",\"version\":\"0.1.0\"}");
        answers("/api/v1/checks", 200, checks(check("ledger", "fine", "appends", null)));
    }

    static String checks(String... items) {
        return "{\"items\":[" + String.join(",", items) + "],\"next\":null}";
    }

    static String check(String name, String state, String detail, @Nullable String repair) {
        return """
        {"name":"%s","state":"%s","detail":"%s","repair":%s}
        """
                .formatted(name, state, detail, repair == null ? "null" : '"' + repair + '"')
                .strip();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    List<Asked> asked() {
        return asked;
    }

    FakeWorkspace answers(String target, int status, String body) {
        answers.put(target, new Answer(status, "application/json", body));
        return this;
    }

    FakeWorkspace answers(String target, int status, String body, Map<String, String> headers) {
        answers.put(target, new Answer(status, "text/plain", body, headers, Ending.WHOLE));
        return this;
    }

    /// Hangs up before the end of the answer.
    void breaksOff(String target, String body, Map<String, String> headers) {
        answers.put(target, new Answer(200, "text/plain", body, headers, Ending.BROKEN_OFF));
    }

    /// Never comes to the end of the answer.
    void stalls(String target, String body, Map<String, String> headers) {
        answers.put(target, new Answer(200, "text/plain", body, headers, Ending.STALLED));
    }

    FakeWorkspace refuses(String target, int status, String detail) {
        String body =
                """
                {"type":"urn:problem:test","title":"No","status":%d,"detail":"%s"}
                """
                        .formatted(status, detail);
        answers.put(target, new Answer(status, "application/problem+json", body));
        return this;
    }

    FakeWorkspace neverAnswers(String target) {
        answers.put(target, new Answer(0, "", ""));
        return this;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String target = exchange.getRequestURI().toString();
            String authorization =
                    String.valueOf(exchange.getRequestHeaders().getFirst("authorization"));
            String body =
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            asked.add(new Asked(exchange.getRequestMethod(), target, authorization, body));
            Answer answer = answers.getOrDefault(target, new Answer(404, "text/plain", "no"));
            if (answer.status() == 0) {
                closed.await();
                return;
            }
            byte[] bytes =
                    answer.body()
                            .replace("${authorization}", authorization)
                            .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("content-type", answer.type());
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            // Less than was announced makes this server hang up without an end.
            int more = answer.ending() == Ending.WHOLE ? 0 : 1;
            exchange.sendResponseHeaders(answer.status(), bytes.length + more);
            exchange.getResponseBody().write(bytes);
            exchange.getResponseBody().flush();
            if (answer.ending() == Ending.STALLED) {
                closed.await();
            }
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
