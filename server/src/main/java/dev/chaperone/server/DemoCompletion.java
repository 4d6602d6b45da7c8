// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;

/// The demo model's answer as OpenAI chat completions writes it.
final class DemoCompletion {
    private static final String MODEL = "chaperone-demo";

    /// The answer to a question does not depend on when it is asked.
    private static final long CREATED = 1_767_225_600L;

    private final String model;
    private final DemoAnswer answer;
    private final int promptTokens;
    private final String id;
    private final boolean includeUsage;

    DemoCompletion(JsonNode prompt, DemoAnswer answer, int promptBytes) {
        this.model = prompt.path("model").asString(MODEL);
        this.answer = answer;
        this.promptTokens = Math.max(1, promptBytes / 4);
        this.id = "chatcmpl-demo-" + prompt.path("messages").size();
        this.includeUsage = prompt.path("stream_options").path("include_usage").asBoolean(false);
    }

    static JsonNode models() {
        ObjectNode list = DemoJson.object().put("object", "list");
        list.putArray("data")
                .addObject()
                .put("id", MODEL)
                .put("object", "model")
                .put("created", CREATED)
                .put("owned_by", "chaperone");
        return list;
    }

    JsonNode whole() {
        ObjectNode completion = head("chat.completion");
        ObjectNode choice = completion.putArray("choices").addObject().put("index", 0);
        ObjectNode message =
                choice.putObject("message")
                        .put("role", "assistant")
                        .put("content", answer.text())
                        .putNull("refusal");
        putToolCall(message);
        choice.put("finish_reason", finishReason());
        completion.set("usage", usage());
        return completion;
    }

    List<String> events() {
        List<String> events = new ArrayList<>();
        ObjectNode role = DemoJson.object().put("role", "assistant").put("content", "");
        add(events, chunk(role, null));
        for (String piece : DemoJson.pieces(answer.text())) {
            add(events, chunk(DemoJson.object().put("content", piece), null));
        }
        if (answer.tool() != null) {
            ObjectNode call = DemoJson.object();
            putToolCall(call);
            add(events, chunk(call, null));
        }
        add(events, chunk(DemoJson.object(), finishReason()));
        if (includeUsage) {
            ObjectNode last = head("chat.completion.chunk");
            last.putArray("choices");
            last.set("usage", usage());
            add(events, last);
        }
        events.add("data: [DONE]\n\n");
        return events;
    }

    private String finishReason() {
        return answer.tool() == null ? "stop" : "tool_calls";
    }

    private void putToolCall(ObjectNode message) {
        DemoAnswer.Call call = answer.tool();
        if (call != null) {
            message.putArray("tool_calls")
                    .addObject()
                    .put("index", 0)
                    .put("id", call.id())
                    .put("type", "function")
                    .putObject("function")
                    .put("name", call.name())
                    .put("arguments", DemoJson.of(call.input()).toString());
        }
    }

    private ObjectNode chunk(ObjectNode delta, @Nullable String finishReason) {
        ObjectNode chunk = head("chat.completion.chunk");
        ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
        choice.set("delta", delta);
        choice.put("finish_reason", finishReason);
        return chunk;
    }

    private ObjectNode head(String kind) {
        return DemoJson.object()
                .put("id", id)
                .put("object", kind)
                .put("created", CREATED)
                .put("model", model);
    }

    private ObjectNode usage() {
        int completionTokens = DemoJson.tokens(answer.text());
        return DemoJson.object()
                .put("prompt_tokens", promptTokens)
                .put("completion_tokens", completionTokens)
                .put("total_tokens", promptTokens + completionTokens);
    }

    private static void add(List<String> events, JsonNode data) {
        events.add("data: " + data + "\n\n");
    }
}
