// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.protocols;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;

/// What is learned from answers that are unusual, broken or large.
class AnswersTest {
    @Test
    void countsToolCallsOfAMessageStream() {
        String stream =
                """
                event: content_block_start
                data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

                event: content_block_start
                data: {"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"t","name":"Read","input":{}}}

                event: content_block_start
                data: {"content_block":{"type":"tool_use","id":"u"},"type":"content_block_start"}

                """;

        assertThat(stream(WireFormat.ANTHROPIC_MESSAGES, stream).toolCalls()).isEqualTo(2);
    }

    @Test
    void countsAToolCallOfAChatStreamOnceHoweverManyPiecesItComesIn() {
        String stream =
                """
                data: {"model":"g","choices":[{"index":0,"delta":{"role":"assistant"},"finish_reason":null}],"usage":null}

                data: {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"c1","function":{"name":"a","arguments":""}}]}}]}

                data: {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{}"}}]}}]}

                data: {"choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"id":"c2"}]}}]}

                data: {"choices":[{"index":0,"delta":{},"finish_reason": "tool_calls"}]}

                data: [DONE]

                """;

        for (int cut = 0; cut <= stream.length(); cut++) {
            AnswerReader reader = stream(WireFormat.OPENAI_CHAT, stream, cut);
            assertThat(reader.toolCalls()).isEqualTo(2);
            assertThat(reader.stopReason()).isEqualTo("tool_calls");
            assertThat(reader.model()).isEqualTo("g");
            assertThat(reader.complete()).isTrue();
        }
    }

    @Test
    void readsEventsWithoutNamesOtherLineEndsCommentsAndSplitData() {
        String stream =
                ": hello\r\rdata:{\"type\":\"message_delta\",\rdata: \"delta\":{\"stop_reason\":\"end_turn\"}}\r\r"
                        + "id: 7\r\ndata: {\"type\":\"message_stop\"}\r\n\r\n";

        for (int cut = 0; cut <= stream.length(); cut++) {
            AnswerReader reader = stream(WireFormat.ANTHROPIC_MESSAGES, stream, cut);
            assertThat(reader.stopReason()).isEqualTo("end_turn");
            assertThat(reader.complete()).isTrue();
        }
    }

    @Test
    void passesOverEventsThatAreBrokenOrTooLarge() {
        String huge =
                "{\"type\":\"message_start\",\"x\":\"" + "y".repeat(EventLines.MAX_EVENT) + "\"}";
        String stream =
                "event: message_start\ndata: "
                        + huge
                        + "\n\n"
                        + "event: message_delta\ndata: {\"type\":\n\n"
                        + "event: message_delta\ndata: {\"type\":\"message_delta\",\"usage\":{\"output_tokens\":9}}\n\n"
                        + "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n";

        AnswerReader reader = stream(WireFormat.ANTHROPIC_MESSAGES, stream, 50);

        assertThat(reader.outputTokens()).isEqualTo(9);
        assertThat(reader.inputTokens()).isNull();
        assertThat(reader.complete()).isTrue();
    }

    @Test
    void tellsOfAnErrorInTheMiddleOfAStream() {
        String stream =
                new String(
                        ErrorBody.inStream(
                                WireFormat.ANTHROPIC_MESSAGES, 529, "overloaded_error", "busy"),
                        StandardCharsets.UTF_8);

        AnswerReader reader = stream(WireFormat.ANTHROPIC_MESSAGES, stream);

        assertThat(reader.errorType()).isEqualTo("overloaded_error");
        assertThat(reader.complete()).isFalse();
        assertThat(
                        stream(
                                        WireFormat.OPENAI_CHAT,
                                        new String(
                                                ErrorBody.inStream(
                                                        WireFormat.OPENAI_CHAT,
                                                        502,
                                                        "server_error",
                                                        "x"),
                                                StandardCharsets.UTF_8))
                                .errorType())
                .isEqualTo("server_error");
    }

    @Test
    void readsAStreamOfResponses() {
        String stream =
                """
                event: response.created
                data: {"type":"response.created","response":{"id":"resp_1","status":"in_progress","model":"gpt-x","output":[]},"sequence_number":0}

                event: response.output_text.delta
                data: {"type":"response.output_text.delta","output_index":0,"content_index":0,"delta":"hello"}

                event: response.completed
                data: {"type":"response.completed","response":{"status":"completed","model":"gpt-x","output":[{"type":"message","content":[]},{"type":"function_call","name":"run"}],"usage":{"input_tokens":90,"input_tokens_details":{"cached_tokens":60},"output_tokens":12}}}

                """;
        for (int cut = 0; cut <= stream.length(); cut += 7) {
            AnswerReader reader = stream(WireFormat.OPENAI_RESPONSES, stream, cut);
            assertThat(reader.model()).isEqualTo("gpt-x");
            assertThat(reader.inputTokens()).isEqualTo(90);
            assertThat(reader.outputTokens()).isEqualTo(12);
            assertThat(reader.toolCalls()).isEqualTo(1);
            assertThat(reader.stopReason()).isEqualTo("completed");
            assertThat(reader.complete()).isTrue();
        }
        String failed =
                new String(
                        ErrorBody.inStream(WireFormat.OPENAI_RESPONSES, 400, "x", "no"),
                        StandardCharsets.UTF_8);
        assertThat(stream(WireFormat.OPENAI_RESPONSES, failed).errorType())
                .isEqualTo("invalid_prompt");
    }

    @Test
    void readsAStreamOfGemini() {
        String stream =
                """
                data: {"candidates":[{"content":{"role":"model","parts":[{"text":"he"}]},"index":0}],"usageMetadata":{"promptTokenCount":100,"candidatesTokenCount":1},"modelVersion":"gemini-x"}

                data: {"candidates":[{"content":{"role":"model","parts":[{"text":"\\"error\\": no"}]},"index":0}]}

                data: {"candidates":[{"content":{"role":"model","parts":[{"functionCall":{"name":"look","args":{}}}]},"index":0}]}

                data: {"candidates":[{"content":{"role":"model","parts":[{"functionCall":{"name":"run","args":{}}}]},"finishReason":"STOP","index":0}],"usageMetadata":{"promptTokenCount":100,"candidatesTokenCount":10,"thoughtsTokenCount":5,"toolUsePromptTokenCount":2}}

                """;

        AnswerReader reader = stream(WireFormat.GEMINI, stream);

        assertThat(reader.model()).isEqualTo("gemini-x");
        assertThat(reader.inputTokens()).isEqualTo(102);
        assertThat(reader.outputTokens()).isEqualTo(15);
        assertThat(reader.toolCalls()).isEqualTo(2);
        assertThat(reader.errorType()).isNull();
        assertThat(reader.stopReason()).isEqualTo("STOP");
        assertThat(reader.complete()).isTrue();
        assertThat(whole(WireFormat.GEMINI, "{\"totalTokens\":31}").inputTokens()).isEqualTo(31);
        String error =
                new String(
                        ErrorBody.of(WireFormat.GEMINI, 400, "INVALID_ARGUMENT", "no", null),
                        StandardCharsets.UTF_8);
        assertThat(error)
                .isEqualTo(
                        "{\"error\":{\"code\":400,\"message\":\"no\",\"status\":\"INVALID_ARGUMENT\"}}");
        assertThat(whole(WireFormat.GEMINI, error).errorType()).isEqualTo("INVALID_ARGUMENT");
    }

    @Test
    void readsAnswersInOnePiece() {
        AnswerReader chat =
                whole(
                        WireFormat.OPENAI_CHAT,
                        """
                        {"model":"g","choices":[{"index":0,"message":{"tool_calls":[{"id":"a"},{"id":"b"}]},"finish_reason":"tool_calls"}],
                         "usage":{"prompt_tokens":7,"completion_tokens":3}}\
                        """);
        assertThat(chat.toolCalls()).isEqualTo(2);
        assertThat(chat.inputTokens()).isEqualTo(7);
        assertThat(chat.outputTokens()).isEqualTo(3);
        assertThat(chat.stopReason()).isEqualTo("tool_calls");
        assertThat(chat.complete()).isTrue();

        AnswerReader message =
                whole(
                        WireFormat.ANTHROPIC_MESSAGES,
                        "{\"content\":[{\"type\":\"text\"},{\"type\":\"tool_use\"}],\"stop_reason\":\"tool_use\"}");
        assertThat(message.toolCalls()).isEqualTo(1);

        assertThat(whole(WireFormat.ANTHROPIC_MESSAGES, "{\"input_tokens\":42}").inputTokens())
                .isEqualTo(42);
    }

    @Test
    void callsAnAnswerThatIsCutOffOrNotJsonIncomplete() {
        assertThat(whole(WireFormat.OPENAI_CHAT, "{\"model\":\"g\"").complete()).isFalse();
        assertThat(whole(WireFormat.OPENAI_CHAT, "<html>").complete()).isFalse();
        assertThat(whole(WireFormat.OPENAI_CHAT, "").complete()).isFalse();
        assertThat(
                        whole(
                                        WireFormat.OPENAI_CHAT,
                                        "{\"usage\":{\"prompt_tokens\":-1,\"completion_tokens\":1e99}}")
                                .inputTokens())
                .isNull();
        String large = "{\"x\":\"" + "y".repeat(AnswerReader.MAX_WHOLE) + "\"}";
        assertThat(whole(WireFormat.OPENAI_CHAT, large).complete()).isFalse();
    }

    private static AnswerReader stream(WireFormat format, String text) {
        return stream(format, text, 0);
    }

    private static AnswerReader stream(WireFormat format, String text, int cut) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        AnswerReader reader = AnswerReader.of(format, true);
        reader.saw(bytes, 0, cut);
        reader.saw(bytes, cut, bytes.length);
        reader.end();
        return reader;
    }

    private static AnswerReader whole(WireFormat format, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        AnswerReader reader = AnswerReader.of(format, false);
        reader.saw(bytes, 0, bytes.length / 2);
        reader.saw(bytes, bytes.length / 2, bytes.length);
        reader.end();
        return reader;
    }
}
