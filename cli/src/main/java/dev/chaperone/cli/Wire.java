// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import java.util.List;
import java.util.Map;

/// The vendors' forms in which a test prompt is asked.
enum Wire {
    MESSAGES("claude-haiku-4-5"),
    RESPONSES("gpt-5.4-mini"),
    GEMINI("gemini-2.5-flash"),
    CHAT("gpt-5.4-mini");

    private static final String WORDS = "This is a test of Chaperone's gateway. Answer with: OK";
    private static final int FEW_TOKENS = 16;

    private final String usualModel;

    Wire(String usualModel) {
        this.usualModel = usualModel;
    }

    /// The one that is asked when nobody names one.
    String usualModel() {
        return usualModel;
    }

    Map<String, String> headers() {
        return this == MESSAGES ? Map.of("anthropic-version", "2023-06-01") : Map.of();
    }

    /// Where prompts of this form go to.
    String path(String model) {
        return switch (this) {
            case MESSAGES -> "/v1/messages";
            case RESPONSES -> "/v1/responses";
            case GEMINI -> "/v1beta/models/" + model + ":generateContent";
            case CHAT -> "/v1/chat/completions";
        };
    }

    /// A harmless prompt.
    JsonObject prompt(String model) {
        JsonObject message = JsonObject.of("role", "user", "content", WORDS);
        return switch (this) {
            case MESSAGES ->
                    new JsonObject(
                            Map.of(
                                    "model", model,
                                    "max_tokens", FEW_TOKENS,
                                    "messages", List.of(message)));
            case RESPONSES ->
                    new JsonObject(
                            Map.of("model", model, "store", false, "input", List.of(message)));
            case GEMINI -> {
                JsonObject part = new JsonObject(Map.of("text", WORDS));
                JsonObject content = JsonObject.of("role", "user", "parts", List.of(part));
                yield new JsonObject(Map.of("contents", List.of(content)));
            }
            case CHAT -> JsonObject.of("model", model, "messages", List.of(message));
        };
    }
}
