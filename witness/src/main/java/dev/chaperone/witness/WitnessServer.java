// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.witness;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import dev.chaperone.tlog.Note;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// A witness that is asked over HTTP. Everything it says is public; who may ask is decided by the
/// signature of the log on what is asked.
public final class WitnessServer implements Closeable {
    private static final int MOST_AT_ONCE = 64;
    private static final int BACKLOG = 128;
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String SIZE = "text/x.tlog.size";
    private static final String SUBMIT = "/add-checkpoint";
    private static final String CHECKPOINT = "/checkpoint";

    private final Witness witness;
    private final HttpServer server;
    private final ExecutorService threads;
    private final Semaphore slots = new Semaphore(MOST_AT_ONCE);
    private final Consumer<String> report;

    private WitnessServer(Witness witness, HttpServer server, Consumer<String> report) {
        this.witness = witness;
        this.server = server;
        this.report = report;
        this.threads = Executors.newVirtualThreadPerTaskExecutor();
    }

    /// Starts to listen.
    ///
    /// @param address port 0 takes a free one
    /// @param report hears of what the operator should know
    public static WitnessServer start(
            Witness witness, InetSocketAddress address, Consumer<String> report)
            throws IOException {
        HttpServer http = HttpServer.create(address, BACKLOG);
        WitnessServer server = new WitnessServer(witness, http, report);
        http.setExecutor(server.threads);
        http.createContext("/", server::exchange);
        http.start();
        return server;
    }

    /// Where it listens.
    public InetSocketAddress address() {
        return server.getAddress();
    }

    private void exchange(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (slots.tryAcquire()) {
                try {
                    respond(exchange);
                } finally {
                    slots.release();
                }
            } else {
                exchange.getResponseHeaders().set("Retry-After", "1");
                send(exchange, 503, TEXT, "Too many requests at once\n");
            }
        }
    }

    private void respond(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getRawPath();
        if (SUBMIT.equals(path)) {
            if (allowed(exchange, "POST")) {
                submit(exchange);
            }
        } else if (path != null && path.endsWith(CHECKPOINT)) {
            if (allowed(exchange, "GET")) {
                show(exchange, path.substring(1, Math.max(1, path.length() - CHECKPOINT.length())));
            }
        } else {
            send(exchange, 404, TEXT, "There is nothing here\n");
        }
    }

    private static boolean allowed(HttpExchange exchange, String method) throws IOException {
        if (exchange.getRequestMethod().equals(method)) {
            return true;
        }
        exchange.getResponseHeaders().set("Allow", method);
        send(exchange, 405, TEXT, "Only " + method + " is for this\n");
        return false;
    }

    private void show(HttpExchange exchange, String hash) throws IOException {
        Optional<Note> latest = witness.latest(hash);
        if (latest.isPresent()) {
            exchange.getResponseHeaders().set("Cache-Control", "no-cache");
            send(exchange, 200, TEXT, latest.get().format());
        } else {
            send(exchange, 404, TEXT, "No checkpoint of this log was cosigned\n");
        }
    }

    private void submit(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(Submission.MOST_BYTES + 1);
        if (body.length > Submission.MOST_BYTES) {
            send(exchange, 400, TEXT, "Longer than any submission\n");
            return;
        }
        Answer answer;
        try {
            answer = witness.add(body);
        } catch (IOException e) {
            report.accept("A checkpoint could not be kept, so it was not cosigned: " + e);
            send(exchange, 500, TEXT, "The checkpoint could not be kept\n");
            return;
        }
        send(exchange, answer);
    }

    private void send(HttpExchange exchange, Answer answer) throws IOException {
        switch (answer) {
            case Answer.Cosigned(var signatures) ->
                    send(
                            exchange,
                            200,
                            TEXT,
                            signatures.stream()
                                    .map(Note.Signature::format)
                                    .collect(Collectors.joining()));
            case Answer.Conflict(long size) ->
                    send(exchange, 409, SIZE, Long.toUnsignedString(size) + "\n");
            case Answer.Refused(var why, String reason) -> {
                if (why == Answer.Why.INCONSISTENT) {
                    report.accept("Refused a checkpoint that its log signed: " + reason);
                }
                send(exchange, why.status(), TEXT, reason + "\n");
            }
        }
    }

    private static void send(HttpExchange exchange, int status, String type, String text)
            throws IOException {
        byte[] body = text.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
