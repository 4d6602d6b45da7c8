// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.protocols;

import com.fasterxml.jackson.core.JsonParser;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Answers of Anthropic Messages.
final class AnthropicAnswer implements AnswerFormat {
    private static final List<byte[]> TELLING =
            List.of(
                    ascii("message_start"),
                    ascii("message_delta"),
                    ascii("message_stop"),
                    ascii("content_block_start"),
                    ascii("error"));
    private static final List<byte[]> NOT_TELLING =
            List.of(
                    ascii("{\"type\":\"content_block_delta\""),
                    ascii("{\"type\":\"content_block_stop\""),
                    ascii("{\"type\":\"ping\""));

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
        for (byte[] start : NOT_TELLING) {
            if (Bytes.startsWith(in, from, to, start)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void readEvent(byte[] in, int from, int to, AnswerFacts facts) throws IOException {
        try (JsonParser event = Json.parser(in, from, to)) {
            event.nextToken();
            Json.members(event, (name, value) -> eventMember(name, value, facts));
        }
    }

    @Override
    public void readWhole(JsonParser answer, AnswerFacts facts) throws IOException {
        Json.members(
                answer,
                (name, value) -> {
                    // A token count has no usage: it is one.
                    if (name.equals("input_tokens")) {
                        facts.plainInput = Json.count(value);
                    } else {
                        messageMember(name, value, facts);
                    }
                });
    }

    private static void eventMember(String name, JsonParser value, AnswerFacts facts)
            throws IOException {
        switch (name) {
            case "type" -> {
                if ("message_stop".equals(Json.string(value))) {
                    facts.complete = true;
                }
            }
            case "message" -> Json.members(value, (n, v) -> messageMember(n, v, facts));
            case "content_block" -> block(value, facts);
            case "delta" -> Json.members(value, (n, v) -> stopReason(n, v, facts));
            case "usage" -> Json.members(value, (n, v) -> usage(n, v, facts));
            case "error" -> Json.members(value, (n, v) -> error(n, v, facts));
            default -> {}
        }
    }

    private static void messageMember(String name, JsonParser value, AnswerFacts facts)
            throws IOException {
        switch (name) {
            case "model" -> facts.model = AnswerFacts.cleaned(Json.string(value));
            case "stop_reason" -> stopReason(name, value, facts);
            case "usage" -> Json.members(value, (n, v) -> usage(n, v, facts));
            case "content" -> Json.elements(value, v -> block(v, facts));
            case "error" -> Json.members(value, (n, v) -> error(n, v, facts));
            default -> {}
        }
    }

    private static void block(JsonParser block, AnswerFacts facts) throws IOException {
        Json.members(
                block,
                (name, value) -> {
                    if (name.equals("type") && "tool_use".equals(Json.string(value))) {
                        facts.toolCalls++;
                    }
                });
    }

    private static void stopReason(String name, JsonParser value, AnswerFacts facts)
            throws IOException {
        if (name.equals("stop_reason")) {
            String reason = AnswerFacts.cleaned(Json.string(value));
            facts.stopReason = AnswerFacts.later(facts.stopReason, reason);
        }
    }

    private static void error(String name, JsonParser value, AnswerFacts facts) throws IOException {
        if (name.equals("type")) {
            facts.error = AnswerFacts.cleaned(Json.string(value));
        }
    }

    /// The counts of a stream are running totals, so the last one of each stands.
    private static void usage(String name, JsonParser value, AnswerFacts facts) throws IOException {
        switch (name) {
            case "input_tokens" ->
                    facts.plainInput = AnswerFacts.later(facts.plainInput, Json.count(value));
            case "cache_creation_input_tokens" ->
                    facts.cacheWrites = AnswerFacts.later(facts.cacheWrites, Json.count(value));
            case "cache_read_input_tokens" ->
                    facts.cacheReads = AnswerFacts.later(facts.cacheReads, Json.count(value));
            case "output_tokens" ->
                    facts.output = AnswerFacts.later(facts.output, Json.count(value));
            default -> {}
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
