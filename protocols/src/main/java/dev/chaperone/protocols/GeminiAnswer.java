// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.protocols;

import com.fasterxml.jackson.core.JsonParser;

import java.io.IOException;

/// Answers of Gemini. Each event of a stream is a whole response with the next piece of the text;
/// its counts are running totals.
final class GeminiAnswer implements AnswerFormat {
    @Override
    public boolean wantsEvent(byte[] in, int from, int to) {
        return true; // the format does not use names
    }

    @Override
    public boolean wantsData(byte[] in, int from, int to) {
        return true; // each tells the counts
    }

    @Override
    public void readEvent(byte[] in, int from, int to, AnswerFacts facts) throws IOException {
        try (JsonParser event = Json.parser(in, from, to)) {
            event.nextToken();
            readWhole(event, facts);
        }
    }

    @Override
    public void readWhole(JsonParser response, AnswerFacts facts) throws IOException {
        Json.members(
                response,
                (name, value) -> {
                    switch (name) {
                        case "modelVersion" ->
                                facts.model = AnswerFacts.cleaned(Json.string(value));
                        case "candidates" -> Json.elements(value, each -> candidate(each, facts));
                        case "usageMetadata" -> usage(value, facts);
                        case "totalTokens" -> facts.plainInput = Json.count(value);
                        case "error" -> Json.members(value, (n, v) -> error(n, v, facts));
                        default -> {}
                    }
                });
    }

    private static void candidate(JsonParser candidate, AnswerFacts facts) throws IOException {
        Json.members(
                candidate,
                (name, value) -> {
                    switch (name) {
                        case "finishReason" -> {
                            String reason = AnswerFacts.cleaned(Json.string(value));
                            facts.stopReason = AnswerFacts.later(facts.stopReason, reason);
                            facts.complete |= reason != null;
                        }
                        case "content" -> Json.members(value, (n, v) -> parts(n, v, facts));
                        default -> {}
                    }
                });
    }

    private static void parts(String name, JsonParser value, AnswerFacts facts) throws IOException {
        if (name.equals("parts")) {
            Json.elements(
                    value,
                    part ->
                            Json.members(
                                    part,
                                    (n, _) -> facts.toolCalls += n.equals("functionCall") ? 1 : 0));
        }
    }

    /// Thoughts are paid for like the answer, what tools bring like the prompt.
    private static void usage(JsonParser usage, AnswerFacts facts) throws IOException {
        long[] input = {-1, 0};
        long[] output = {-1, 0};
        Json.members(
                usage,
                (name, value) -> {
                    Long count = Json.count(value);
                    if (count != null) {
                        switch (name) {
                            case "promptTokenCount" -> input[0] = count;
                            case "toolUsePromptTokenCount" -> input[1] = count;
                            case "candidatesTokenCount" -> output[0] = count;
                            case "thoughtsTokenCount" -> output[1] = count;
                            default -> {}
                        }
                    }
                });
        if (input[0] >= 0) {
            facts.plainInput = input[0] + input[1];
        }
        if (output[0] >= 0 || output[1] > 0) {
            facts.output = Math.max(0, output[0]) + output[1];
        }
    }

    private static void error(String name, JsonParser value, AnswerFacts facts) throws IOException {
        if (name.equals("status")) {
            facts.error = AnswerFacts.cleaned(Json.string(value));
        }
    }
}
