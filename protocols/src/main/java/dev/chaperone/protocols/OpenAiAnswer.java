// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.protocols;

import com.fasterxml.jackson.core.JsonParser;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/// Answers of OpenAI chat completions.
final class OpenAiAnswer implements AnswerFormat {
    static final byte[] DONE = ascii("[DONE]");
    private static final byte[] FINISH = ascii("finish_reason\"");
    private static final byte[] USAGE = ascii("usage\"");
    private static final byte[] TOOL_CALLS = ascii("tool_calls\"");
    private static final byte[] ERROR = ascii("error\"");

    /// Enough for any answer that means well.
    private static final int MAX_TOOL_CALLS = 10_000;

    private final Set<String> toolCalls = new HashSet<>();
    private boolean begun;

    @Override
    public boolean wantsEvent(byte[] in, int from, int to) {
        return true; // the format does not use names
    }

    /// The first piece tells the model; after it, only those with one of four members tell more.
    @Override
    public boolean wantsData(byte[] in, int from, int to) {
        return !begun || QuickLook.tells(in, from, to, OpenAiAnswer::tells);
    }

    private static boolean tells(byte[] in, int name, int to) {
        return switch (in[name]) {
            case 'f' -> isThere(in, name, to, FINISH);
            case 'u' -> isThere(in, name, to, USAGE);
            case 't' -> isThere(in, name, to, TOOL_CALLS);
            case 'e' -> isThere(in, name, to, ERROR);
            default -> false;
        };
    }

    /// Whether the member is there and not null, as it is in most pieces.
    private static boolean isThere(byte[] in, int from, int to, byte[] name) {
        if (!Bytes.startsWith(in, from, to, name)) {
            return false;
        }
        int value = from + name.length;
        while (value < to && (in[value] == ':' || in[value] == ' ')) {
            value++;
        }
        return value == to || in[value] != 'n';
    }

    @Override
    public void readEvent(byte[] in, int from, int to, AnswerFacts facts) throws IOException {
        begun = true;
        if (Bytes.startsWith(in, from, to, DONE)) {
            facts.complete = true;
            return;
        }
        try (JsonParser chunk = Json.parser(in, from, to)) {
            chunk.nextToken();
            readWhole(chunk, facts);
        }
    }

    @Override
    public void readWhole(JsonParser answer, AnswerFacts facts) throws IOException {
        Json.members(
                answer,
                (name, value) -> {
                    switch (name) {
                        case "model" ->
                                facts.model =
                                        AnswerFacts.later(
                                                facts.model,
                                                AnswerFacts.cleaned(Json.string(value)));
                        case "choices" -> Json.elements(value, v -> choice(v, facts));
                        case "usage" -> Json.members(value, (n, v) -> usage(n, v, facts));
                        case "error" -> Json.members(value, (n, v) -> error(n, v, facts));
                        default -> {}
                    }
                });
    }

    private void choice(JsonParser choice, AnswerFacts facts) throws IOException {
        Set<String> calls = new HashSet<>();
        long[] index = new long[1];
        Json.members(
                choice,
                (name, value) -> {
                    switch (name) {
                        case "index" -> {
                            Long told = Json.count(value);
                            index[0] = told == null ? 0 : told;
                        }
                        case "finish_reason" ->
                                facts.stopReason =
                                        AnswerFacts.later(
                                                facts.stopReason,
                                                AnswerFacts.cleaned(Json.string(value)));
                        case "delta", "message" ->
                                Json.members(value, (n, v) -> calls(n, v, calls));
                        default -> {}
                    }
                });
        if (toolCalls.size() + calls.size() <= MAX_TOOL_CALLS) {
            calls.forEach(call -> toolCalls.add(index[0] + " " + call));
        }
        facts.toolCalls = toolCalls.size();
    }

    /// A stream sends a call in pieces that share its index; a whole answer has ids only.
    private static void calls(String name, JsonParser value, Set<String> calls) throws IOException {
        if (!name.equals("tool_calls")) {
            return;
        }
        int[] place = new int[1];
        Json.elements(
                value,
                call -> {
                    String[] key = {null, null};
                    Json.members(call, (n, v) -> key(n, v, key));
                    calls.add(key[0] != null ? key[0] : key[1] != null ? key[1] : "#" + place[0]);
                    place[0]++;
                });
    }

    private static void key(String name, JsonParser value, @Nullable String[] key)
            throws IOException {
        switch (name) {
            case "index" -> {
                Long told = Json.count(value);
                key[0] = told == null ? null : "index " + told;
            }
            case "id" -> key[1] = AnswerFacts.cleaned(Json.string(value));
            default -> {}
        }
    }

    private static void usage(String name, JsonParser value, AnswerFacts facts) throws IOException {
        switch (name) {
            case "prompt_tokens" ->
                    facts.plainInput = AnswerFacts.later(facts.plainInput, Json.count(value));
            case "completion_tokens" ->
                    facts.output = AnswerFacts.later(facts.output, Json.count(value));
            default -> {}
        }
    }

    private static void error(String name, JsonParser value, AnswerFacts facts) throws IOException {
        if (name.equals("type")) {
            facts.error = AnswerFacts.cleaned(Json.string(value));
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
