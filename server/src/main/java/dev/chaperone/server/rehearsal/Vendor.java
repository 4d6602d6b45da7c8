// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server.rehearsal;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;

/// A vendor that answers at once and always the same, in the form of Anthropic Messages; a stream
/// comes as one burst or, every second one, event by event.
final class Vendor {
    private static final int PIECES = 36;
    private static final int PAUSE_MILLIS = 2;
    private static final String MESSAGE =
            """
            {"id":"msg_1","type":"message","role":"assistant","model":"demo","content":%s,\
            "stop_reason":%s,"stop_sequence":null,"usage":{"input_tokens":25,"output_tokens":%d}}\
            """;
    private static final String WHOLE =
            MESSAGE.formatted("[{\"type\":\"text\",\"text\":\"Done.\"}]", "\"end_turn\"", PIECES);
    private static final List<String> EVENTS = events();

    private final Vertx vertx;
    private long streams;

    private Vendor(Vertx vertx) {
        this.vertx = vertx;
    }

    /// Starts one on a free port of this machine.
    ///
    /// @return the port
    static int start(Vertx vertx) throws InterruptedException, ExecutionException {
        Vendor vendor = new Vendor(vertx);
        return vertx.createHttpServer()
                .requestHandler(vendor::handle)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get()
                .actualPort();
    }

    private void handle(HttpServerRequest request) {
        request.body()
                .onSuccess(body -> {
                    String begin =
                            body.getString(
                                    0, Math.min(100, body.length()), StandardCharsets.UTF_8.name());
                    HttpServerResponse response = request.response();
                    if (!begin.contains("\"stream\":true")) {
                        response.putHeader("content-type", "application/json").end(WHOLE);
                        return;
                    }
                    response.putHeader("content-type", "text/event-stream").setChunked(true);
                    if (streams++ % 2 == 0) {
                        response.end(String.join("", EVENTS));
                    } else {
                        send(response, 0);
                    }
                });
    }

    private void send(HttpServerResponse response, int next) {
        if (next == EVENTS.size()) {
            response.end();
        } else {
            response.write(EVENTS.get(next));
            vertx.setTimer(PAUSE_MILLIS, _ -> send(response, next + 1));
        }
    }

    private static List<String> events() {
        List<String> events = new ArrayList<>();
        events.add(event("message_start", ",\"message\":" + MESSAGE.formatted("[]", "null", 1)));
        events.add(
                event(
                        "content_block_start",
                        ",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}"));
        for (int i = 0; i < PIECES; i++) {
            events.add(
                    event(
                            "content_block_delta",
                            ",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"piece "
                                    + i
                                    + " \"}"));
        }
        events.add(event("content_block_stop", ",\"index\":0"));
        events.add(
                event(
                        "message_delta",
                        ",\"delta\":{\"stop_reason\":\"end_turn\",\"stop_sequence\":null},"
                                + "\"usage\":{\"output_tokens\":36}"));
        events.add(event("message_stop", ""));
        return List.copyOf(events);
    }

    private static String event(String type, String members) {
        return "event: " + type + "\ndata: {\"type\":\"" + type + "\"" + members + "}\n\n";
    }
}
