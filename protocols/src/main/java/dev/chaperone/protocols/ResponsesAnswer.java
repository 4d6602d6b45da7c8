// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.protocols;

import com.fasterxml.jackson.core.JsonParser;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Answers of OpenAI Responses. Their stream tells everything once more at its end, in one event
/// that holds the whole response.
final class ResponsesAnswer implements AnswerFormat {
    private static final List<byte[]> TELLING =
            List.of(
                    ascii("response.created"),
                    ascii("response.completed"),
                    ascii("response.incomplete"),
                    ascii("response.failed"),
                    ascii("error"));
    private static final byte[] DELTA = ascii(".delta\"");

    /// The type is the first member of most events, so a delta shows itself early.
    private static final int EARLY = 80;

    @Override
    public boolean wantsEvent(byte[] in, int from, int to) {
        for (byte[] name : TELLING) {
            if (to - from == name.length && Bytes.startsWith(in, from, to, name)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean wantsData(byte[] in, int from, int to) {
        return Bytes.indexOf(in, from, Math.min(to, from + EARLY), DELTA) < 0;
    }

    @Override
    public void readEvent(byte[] in, int from, int to, AnswerFacts facts) throws IOException {
        try (JsonParser event = Json.parser(in, from, to)) {
            event.nextToken();
            Json.members(
                    event,
                    (name, value) -> {
                        switch (name) {
                            case "type" -> type(Json.string(value), facts);
                            case "response" -> readWhole(value, facts);
                            case "code" -> facts.error = AnswerFacts.cleaned(Json.string(value));
                            default -> {}
                        }
                    });
        }
    }

    private static void type(@Nullable String type, AnswerFacts facts) {
        facts.complete |=
                "response.completed".equals(type)
                        || "response.incomplete".equals(type)
                        || "response.failed".equals(type);
    }

    @Override
    public void readWhole(JsonParser response, AnswerFacts facts) throws IOException {
        Json.members(
                response,
                (name, value) -> {
                    switch (name) {
                        case "model" -> facts.model = AnswerFacts.cleaned(Json.string(value));
                        case "status" -> facts.stopReason = AnswerFacts.cleaned(Json.string(value));
                        case "usage" -> Json.members(value, (n, v) -> usage(n, v, facts));
                        case "output" -> output(value, facts);
                        case "error" -> Json.members(value, (n, v) -> error(n, v, facts));
                        default -> {}
                    }
                });
    }

    private static void output(JsonParser output, AnswerFacts facts) throws IOException {
        int[] calls = new int[1];
        Json.elements(
                output,
                item ->
                        Json.members(
                                item,
                                (name, value) -> {
                                    String type = name.equals("type") ? Json.string(value) : null;
                                    calls[0] += type != null && type.endsWith("_call") ? 1 : 0;
                                }));
        facts.toolCalls = calls[0];
    }

    private static void usage(String name, JsonParser value, AnswerFacts facts) throws IOException {
        switch (name) {
            case "input_tokens" ->
                    facts.plainInput = AnswerFacts.later(facts.plainInput, Json.count(value));
            case "output_tokens" ->
                    facts.output = AnswerFacts.later(facts.output, Json.count(value));
            default -> {}
        }
    }

    private static void error(String name, JsonParser value, AnswerFacts facts) throws IOException {
        if (name.equals("code") || name.equals("type")) {
            facts.error = AnswerFacts.later(facts.error, AnswerFacts.cleaned(Json.string(value)));
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
