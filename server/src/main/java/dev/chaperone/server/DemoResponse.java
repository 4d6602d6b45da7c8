// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;

/// The demo model's answer as OpenAI Responses writes it.
final class DemoResponse {
    private static final String MODEL = "chaperone-demo";

    private final String model;
    private final DemoAnswer answer;
    private final int inputTokens;
    private final String id;

    DemoResponse(JsonNode prompt, DemoAnswer answer, int promptBytes) {
        this.model = prompt.path("model").asString(MODEL);
        this.answer = answer;
        this.inputTokens = Math.max(1, promptBytes / 4);
        this.id = "resp_demo_" + prompt.path("input").size();
    }

    JsonNode whole() {
        ObjectNode response = head("completed");
        ArrayNode output = response.putArray("output").add(message(answer.text()));
        int outputTokens = DemoJson.tokens(answer.text());
        if (answer.tool() != null) {
            output.add(call(answer.tool()));
        }
        response.putObject("usage")
                .put("input_tokens", inputTokens)
                .put("output_tokens", outputTokens)
                .put("total_tokens", inputTokens + outputTokens);
        return response;
    }

    List<String> events() {
        List<String> events = new ArrayList<>();
        ObjectNode begun = head("in_progress");
        begun.putArray("output");
        add(events, type("response.created").set("response", begun));
        add(events, item("response.output_item.added", 0, message("")));
        for (String piece : DemoJson.pieces(answer.text())) {
            add(
                    events,
                    type("response.output_text.delta")
                            .put("item_id", "msg_demo")
                            .put("output_index", 0)
                            .put("content_index", 0)
                            .put("delta", piece));
        }
        add(events, item("response.output_item.done", 0, message(answer.text())));
        if (answer.tool() != null) {
            ObjectNode call = call(answer.tool());
            String arguments = call.path("arguments").asString();
            add(
                    events,
                    item("response.output_item.added", 1, call.deepCopy().put("arguments", "")));
            for (String piece : DemoJson.pieces(arguments)) {
                add(
                        events,
                        type("response.function_call_arguments.delta")
                                .put("item_id", "fc_demo")
                                .put("output_index", 1)
                                .put("delta", piece));
            }
            add(events, item("response.output_item.done", 1, call));
        }
        add(events, type("response.completed").set("response", whole()));
        return events;
    }

    private ObjectNode head(String status) {
        return DemoJson.object()
                .put("id", id)
                .put("object", "response")
                .put("status", status)
                .put("model", model);
    }

    private static ObjectNode message(String text) {
        ObjectNode message = type("message").put("id", "msg_demo").put("role", "assistant");
        message.putArray("content").add(type("output_text").put("text", text));
        return message;
    }

    private static ObjectNode call(DemoAnswer.Call tool) {
        return type("function_call")
                .put("id", "fc_demo")
                .put("call_id", tool.id())
                .put("name", tool.name())
                .put("arguments", DemoJson.of(tool.input()).toString());
    }

    private static ObjectNode item(String type, int index, ObjectNode item) {
        ObjectNode event = type(type).put("output_index", index);
        event.set("item", item);
        return event;
    }

    private static ObjectNode type(String type) {
        return DemoJson.object().put("type", type);
    }

    private static void add(List<String> events, JsonNode data) {
        JsonNode numbered = ((ObjectNode) data).put("sequence_number", events.size());
        events.add("event: " + data.path("type").asString() + "\ndata: " + numbered + "\n\n");
    }
}
