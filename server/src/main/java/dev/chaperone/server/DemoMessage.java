// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;

/// The demo model's answer as Anthropic Messages writes it.
final class DemoMessage {
    private static final String MODEL = "claude-chaperone-demo";

    private final String model;
    private final DemoAnswer answer;
    private final int inputTokens;
    private final String id;

    DemoMessage(JsonNode prompt, DemoAnswer answer, int promptBytes) {
        this.model = prompt.path("model").asString(MODEL);
        this.answer = answer;
        this.inputTokens = Math.max(1, promptBytes / 4);
        this.id = "msg_demo_" + prompt.path("messages").size();
    }

    static JsonNode models() {
        ObjectNode list = DemoJson.object();
        list.putArray("data")
                .addObject()
                .put("type", "model")
                .put("id", MODEL)
                .put("display_name", "Chaperone demo model")
                .put("created_at", "2026-01-01T00:00:00Z");
        return list.put("has_more", false).put("first_id", MODEL).put("last_id", MODEL);
    }

    JsonNode whole() {
        ObjectNode message = message();
        ArrayNode content = message.putArray("content");
        content.addObject().put("type", "text").put("text", answer.text());
        if (answer.tool() != null) {
            content.add(toolUse(answer.tool()).set("input", DemoJson.of(answer.tool().input())));
        }
        message.put("stop_reason", stopReason());
        message.set("usage", usage(outputTokens()));
        return message;
    }

    List<String> events() {
        List<String> events = new ArrayList<>();
        ObjectNode message = message();
        message.putArray("content");
        message.putNull("stop_reason");
        message.set("usage", usage(1));
        add(events, type("message_start").set("message", message));
        add(events, type("ping"));
        addText(events);
        if (answer.tool() != null) {
            addTool(events, answer.tool());
        }
        ObjectNode end = type("message_delta");
        end.putObject("delta").put("stop_reason", stopReason()).putNull("stop_sequence");
        end.putObject("usage").put("output_tokens", outputTokens());
        add(events, end);
        add(events, type("message_stop"));
        return events;
    }

    private void addText(List<String> events) {
        ObjectNode start = type("content_block_start").put("index", 0);
        start.putObject("content_block").put("type", "text").put("text", "");
        add(events, start);
        for (String piece : DemoJson.pieces(answer.text())) {
            ObjectNode delta = type("content_block_delta").put("index", 0);
            delta.putObject("delta").put("type", "text_delta").put("text", piece);
            add(events, delta);
        }
        add(events, type("content_block_stop").put("index", 0));
    }

    private static void addTool(List<String> events, DemoAnswer.Call call) {
        ObjectNode start = type("content_block_start").put("index", 1);
        start.set("content_block", toolUse(call).set("input", DemoJson.object()));
        add(events, start);
        for (String piece : DemoJson.pieces(DemoJson.of(call.input()).toString())) {
            ObjectNode delta = type("content_block_delta").put("index", 1);
            delta.putObject("delta").put("type", "input_json_delta").put("partial_json", piece);
            add(events, delta);
        }
        add(events, type("content_block_stop").put("index", 1));
    }

    private ObjectNode message() {
        return type("message")
                .put("id", id)
                .put("role", "assistant")
                .put("model", model)
                .putNull("stop_sequence");
    }

    private ObjectNode usage(int outputTokens) {
        return DemoJson.object()
                .put("input_tokens", inputTokens)
                .put("cache_creation_input_tokens", 0)
                .put("cache_read_input_tokens", 0)
                .put("output_tokens", outputTokens);
    }

    private int outputTokens() {
        String input = answer.tool() == null ? "" : answer.tool().input().toString();
        return DemoJson.tokens(answer.text() + input);
    }

    private String stopReason() {
        return answer.tool() == null ? "end_turn" : "tool_use";
    }

    private static ObjectNode toolUse(DemoAnswer.Call call) {
        return type("tool_use").put("id", call.id()).put("name", call.name());
    }

    private static ObjectNode type(String type) {
        return DemoJson.object().put("type", type);
    }

    private static void add(List<String> events, JsonNode data) {
        String type = data.path("type").asString();
        events.add("event: " + type + "\ndata: " + data + "\n\n");
    }
}
