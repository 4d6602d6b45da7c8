// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.protocols;

import com.fasterxml.jackson.core.JsonParser;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// Answers of Gemini. Each event of a stream is a whole response with the next piece of the text;
/// its counts are running totals.
final class GeminiAnswer implements AnswerFormat {
    private static final byte[] FINISH = ascii("finishReason\"");
    private static final byte[] CALL = ascii("functionCall\"");
    private static final byte[] USAGE = ascii("usageMetadata\"");
    private static final byte[] TOTAL = ascii("totalTokens\"");
    private static final byte[] ERROR = ascii("error\"");

    private boolean begun;

    @Override
    public boolean wantsEvent(byte[] in, int from, int to) {
        return true; // the format does not use names
    }

    /// The first piece tells the model; after it, only those with one of these members tell more.
    @Override
    public boolean wantsData(byte[] in, int from, int to) {
        return !begun || QuickLook.tells(in, from, to, GeminiAnswer::tells);
    }

    private static boolean tells(byte[] in, int name, int to) {
        return switch (in[name]) {
            case 'f' ->
                    Bytes.startsWith(in, name, to, FINISH) || Bytes.startsWith(in, name, to, CALL);
            case 'u' -> Bytes.startsWith(in, name, to, USAGE);
            case 't' -> Bytes.startsWith(in, name, to, TOTAL);
            case 'e' -> Bytes.startsWith(in, name, to, ERROR);
            default -> false;
        };
    }

    @Override
    public void readEvent(byte[] in, int from, int to, AnswerFacts facts) throws IOException {
        begun = true;
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

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
