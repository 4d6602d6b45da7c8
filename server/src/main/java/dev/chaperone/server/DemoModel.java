// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.protocols.ErrorBody;
import dev.chaperone.protocols.EventFrames;
import dev.chaperone.protocols.Fault;
import dev.chaperone.protocols.WireFormat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/// A model to try Chaperone with when there is no vendor at hand: it speaks every wire format on
/// this machine alone, always says that it is a demo, and repeats a part of what it was asked. `GET
/// /__count` tells how many prompts have reached it, which must be none for a refused one.
final class DemoModel {
    private static final WireFormat MESSAGES = WireFormat.ANTHROPIC_MESSAGES;
    private static final WireFormat CHAT = WireFormat.OPENAI_CHAT;
    private static final String HOST = "127.0.0.1";
    private static final String JSON = "application/json";

    /// Events that leave together, as they do from a model that thinks faster than the network.
    private static final int BURST = 8;

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final HttpServer server;
    private final AtomicLong prompts = new AtomicLong();

    private DemoModel(Vertx vertx) {
        this.server = vertx.createHttpServer().requestHandler(this::handle);
    }

    /// Starts one.
    ///
    /// @param port 0 for any that is free
    static Future<DemoModel> start(Vertx vertx, int port) {
        DemoModel model = new DemoModel(vertx);
        return model.server.listen(port, HOST).map(_ -> model);
    }

    int port() {
        return server.actualPort();
    }

    Future<Void> close() {
        return server.close();
    }

    private void handle(HttpServerRequest request) {
        String path = Objects.requireNonNullElse(request.path(), "");
        switch (path) {
            case "/v1/messages" -> onPost(request, MESSAGES, DemoModel::messages);
            case "/v1/messages/count_tokens" -> onPost(request, MESSAGES, DemoModel::countTokens);
            case "/v1/chat/completions" -> onPost(request, CHAT, DemoModel::chat);
            case "/v1/models" -> send(request.response(), models(request));
            case "/__count" -> text(request, Long.toString(prompts.get()));
            case "/", "/api/hello" -> text(request, "Chaperone's demo model\n");
            case "/v1/responses" ->
                    onPost(request, WireFormat.OPENAI_RESPONSES, DemoModel::responses);
            case "/v1/embeddings" ->
                    onPost(request, WireFormat.OPENAI_EMBEDDINGS, DemoModel::embeddings);
            default -> byMethod(request, path);
        }
    }

    /// Where the model stands in the path and the method behind it.
    private void byMethod(HttpServerRequest request, String path) {
        String method = path.substring(Math.max(path.lastIndexOf(':'), path.lastIndexOf('/')) + 1);
        switch (method) {
            case "generateContent" -> onPost(request, WireFormat.GEMINI, DemoModel::content);
            case "streamGenerateContent" ->
                    onPost(request, WireFormat.GEMINI, DemoModel::contentStream);
            case "countTokens" -> onPost(request, WireFormat.GEMINI, DemoModel::countContent);
            // Clients of Vertex say in the body too whether they want a stream.
            case "rawPredict", "streamRawPredict", "invoke" ->
                    onPost(request, MESSAGES, DemoModel::messages);
            case "invoke-with-response-stream" -> onPost(request, MESSAGES, DemoModel::frames);
            default ->
                    refuse(request, MESSAGES, Fault.NOT_FOUND, "The demo model has no such path.");
        }
    }

    /// What to do with a prompt that was read.
    private interface Route {
        void answer(HttpServerResponse response, JsonNode prompt, int bytes);
    }

    private void onPost(HttpServerRequest request, WireFormat format, Route route) {
        if (!request.method().equals(HttpMethod.POST)) {
            refuse(request, format, Fault.NOT_FOUND, "The demo model takes prompts by POST only.");
            return;
        }
        prompts.incrementAndGet();
        request.body()
                .onSuccess(body -> {
                    JsonNode prompt = read(body);
                    if (prompt.isObject()) {
                        route.answer(request.response(), prompt, body.length());
                    } else {
                        String text = "The demo model was sent something else than JSON.";
                        refuse(request, format, Fault.MALFORMED, text);
                    }
                });
    }

    private static void messages(HttpServerResponse response, JsonNode prompt, int bytes) {
        DemoConversation conversation = DemoConversation.ofMessages(prompt);
        DemoMessage message = new DemoMessage(prompt, conversation.answer(), bytes);
        if (prompt.path("stream").asBoolean(false)) {
            stream(response, message.events());
        } else {
            send(response, message.whole());
        }
    }

    private static void chat(HttpServerResponse response, JsonNode prompt, int bytes) {
        DemoConversation conversation = DemoConversation.ofChat(prompt);
        DemoCompletion completion = new DemoCompletion(prompt, conversation.answer(), bytes);
        if (prompt.path("stream").asBoolean(false)) {
            stream(response, completion.events());
        } else {
            send(response, completion.whole());
        }
    }

    private static void responses(HttpServerResponse response, JsonNode prompt, int bytes) {
        DemoConversation conversation = DemoConversation.ofResponses(prompt);
        DemoResponse answer = new DemoResponse(prompt, conversation.answer(), bytes);
        if (prompt.path("stream").asBoolean(false)) {
            stream(response, answer.events());
        } else {
            send(response, answer.whole());
        }
    }

    private static void content(HttpServerResponse response, JsonNode prompt, int bytes) {
        send(response, content(prompt, bytes).whole());
    }

    private static void contentStream(HttpServerResponse response, JsonNode prompt, int bytes) {
        stream(response, content(prompt, bytes).events());
    }

    private static DemoContent content(JsonNode prompt, int bytes) {
        return new DemoContent(DemoConversation.ofGemini(prompt).answer(), bytes);
    }

    private static void countContent(HttpServerResponse response, JsonNode prompt, int bytes) {
        send(response, MAPPER.createObjectNode().put("totalTokens", bytes / 4));
    }

    /// Two numbers that only say how long the text was.
    private static void embeddings(HttpServerResponse response, JsonNode prompt, int bytes) {
        ObjectNode list = MAPPER.createObjectNode().put("object", "list");
        ObjectNode data = list.putArray("data").addObject().put("object", "embedding");
        data.put("index", 0).putArray("embedding").add(bytes / 1e6).add(-bytes / 1e6);
        list.put("model", prompt.path("model").asString("chaperone-demo"));
        list.putObject("usage").put("prompt_tokens", bytes / 4).put("total_tokens", bytes / 4);
        send(response, list);
    }

    /// The events of Messages in the frames of Bedrock.
    private static void frames(HttpServerResponse response, JsonNode prompt, int bytes) {
        DemoConversation conversation = DemoConversation.ofMessages(prompt);
        response.putHeader("content-type", EventFrames.MEDIA_TYPE).setChunked(true);
        for (String event : new DemoMessage(prompt, conversation.answer(), bytes).events()) {
            String data = event.substring(event.indexOf("data: ") + 6).strip();
            byte[] frame = EventFrames.chunk(data.getBytes(StandardCharsets.UTF_8));
            response.write(Buffer.buffer(frame));
        }
        response.end();
    }

    private static void countTokens(HttpServerResponse response, JsonNode prompt, int bytes) {
        send(response, MAPPER.createObjectNode().put("input_tokens", bytes / 4));
    }

    private static JsonNode models(HttpServerRequest request) {
        return request.headers().contains("anthropic-version")
                ? DemoMessage.models()
                : DemoCompletion.models();
    }

    private static JsonNode read(Buffer body) {
        try {
            return MAPPER.readTree(body.getBytes());
        } catch (JacksonException e) {
            return MAPPER.missingNode();
        }
    }

    private static void send(HttpServerResponse response, JsonNode body) {
        response.putHeader("content-type", JSON).end(Buffer.buffer(body.toString()));
    }

    private static void stream(HttpServerResponse response, List<String> events) {
        response.putHeader("content-type", "text/event-stream")
                .putHeader("cache-control", "no-cache")
                .setChunked(true);
        for (int from = 0; from < events.size(); from += BURST) {
            List<String> burst = events.subList(from, Math.min(events.size(), from + BURST));
            response.write(String.join("", burst));
        }
        response.end();
    }

    private static void text(HttpServerRequest request, String text) {
        Buffer body = Buffer.buffer(text);
        HttpServerResponse response = request.response();
        response.putHeader("content-type", "text/plain; charset=utf-8");
        if (request.method().equals(HttpMethod.HEAD)) {
            response.putHeader("content-length", Integer.toString(body.length())).end();
        } else {
            response.end(body);
        }
    }

    private static void refuse(
            HttpServerRequest request, WireFormat format, Fault fault, String text) {
        int status = fault == Fault.NOT_FOUND ? 404 : 400;
        byte[] body = ErrorBody.of(format, status, fault.type(format), text, null);
        request.response()
                .setStatusCode(status)
                .putHeader("content-type", JSON)
                .end(Buffer.buffer(body));
    }
}
