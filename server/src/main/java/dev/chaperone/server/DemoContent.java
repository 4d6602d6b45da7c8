// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;

/// The demo model's answer as Gemini writes it.
final class DemoContent {
    private final DemoAnswer answer;
    private final int promptTokens;

    DemoContent(DemoAnswer answer, int promptBytes) {
        this.answer = answer;
        this.promptTokens = Math.max(1, promptBytes / 4);
    }

    JsonNode whole() {
        return response(answer.text(), answer.tool(), true);
    }

    List<String> events() {
        List<String> events = new ArrayList<>();
        for (String piece : DemoJson.pieces(answer.text())) {
            events.add("data: " + response(piece, null, false) + "\n\n");
        }
        events.add("data: " + response("", answer.tool(), true) + "\n\n");
        return events;
    }

    private ObjectNode response(String text, DemoAnswer.@Nullable Call tool, boolean last) {
        ObjectNode response = DemoJson.object();
        ObjectNode candidate = response.putArray("candidates").addObject().put("index", 0);
        ArrayNode parts = candidate.putObject("content").put("role", "model").putArray("parts");
        if (!text.isEmpty()) {
            parts.addObject().put("text", text);
        }
        if (tool != null) {
            ObjectNode call = parts.addObject().putObject("functionCall").put("name", tool.name());
            call.set("args", DemoJson.of(tool.input()));
        }
        if (last) {
            candidate.put("finishReason", "STOP");
        }
        int answerTokens = DemoJson.tokens(answer.text());
        response.putObject("usageMetadata")
                .put("promptTokenCount", promptTokens)
                .put("candidatesTokenCount", answerTokens)
                .put("totalTokenCount", promptTokens + answerTokens);
        return response.put("modelVersion", "chaperone-demo");
    }
}
