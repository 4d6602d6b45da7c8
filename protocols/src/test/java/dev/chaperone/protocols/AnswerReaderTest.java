// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.protocols;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;

class AnswerReaderTest {
    private static final String MESSAGES =
            """
            event: message_start
            data: {"type":"message_start","message":{"id":"m","model":"claude-x","usage":{"input_tokens":10,"cache_read_input_tokens":5,"cache_creation_input_tokens":1,"output_tokens":1}}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"hi"}}

            event: message_delta
            data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":35}}

            event: message_stop
            data: {"type":"message_stop"}

            """;

    private static final String CHAT =
            """
            data: {"id":"c","model":"gpt-x","choices":[{"index":0,"delta":{"content":"hi"},"finish_reason":null}]}

            data: {"id":"c","model":"gpt-x","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

            data: {"id":"c","choices":[],"usage":{"prompt_tokens":7,"completion_tokens":3}}

            data: [DONE]

            """;

    @Test
    void countsTheSameWhereverAMessageStreamIsCut() {
        for (int cut = 0; cut <= MESSAGES.length(); cut++) {
            AnswerReader reader = read(WireFormat.ANTHROPIC_MESSAGES, MESSAGES, cut);
            assertThat(reader.inputTokens()).isEqualTo(16);
            assertThat(reader.outputTokens()).isEqualTo(35);
            assertThat(reader.stopReason()).isEqualTo("end_turn");
            assertThat(reader.model()).isEqualTo("claude-x");
            assertThat(reader.complete()).isTrue();
        }
    }

    @Test
    void countsTheSameWhereverAChatStreamIsCut() {
        for (int cut = 0; cut <= CHAT.length(); cut++) {
            AnswerReader reader = read(WireFormat.OPENAI_CHAT, CHAT, cut);
            assertThat(reader.inputTokens()).isEqualTo(7);
            assertThat(reader.outputTokens()).isEqualTo(3);
            assertThat(reader.stopReason()).isEqualTo("stop");
            assertThat(reader.complete()).isTrue();
        }
    }

    @Test
    void knowsThatAStreamWithoutItsLastEventIsNotComplete() {
        String open = MESSAGES.substring(0, MESSAGES.indexOf("event: message_stop"));

        assertThat(read(WireFormat.ANTHROPIC_MESSAGES, open, 10).complete()).isFalse();
    }

    @Test
    void countsAnAnswerInOnePiece() {
        AnswerReader reader = AnswerReader.of(WireFormat.ANTHROPIC_MESSAGES, false);
        byte[] answer =
                "{\"model\":\"m\",\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":3,\"output_tokens\":4}}"
                        .getBytes(StandardCharsets.UTF_8);
        reader.saw(answer, 0, answer.length);
        reader.end();

        assertThat(reader.inputTokens()).isEqualTo(3);
        assertThat(reader.outputTokens()).isEqualTo(4);
        assertThat(reader.complete()).isTrue();
    }

    @Test
    void cutsAStreamOnlyBehindAWholeEvent() {
        byte[] bytes = "data: 1\n\ndata: 2\n\ndata: 3".getBytes(StandardCharsets.UTF_8);

        assertThat(EventStream.lastBoundary(bytes, 0, bytes.length)).isEqualTo(18);
        assertThat(EventStream.lastBoundary(bytes, 0, 9)).isEqualTo(9);
        assertThat(EventStream.lastBoundary(bytes, 0, 8)).isZero();
    }

    private static AnswerReader read(WireFormat format, String stream, int cut) {
        byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
        AnswerReader reader = AnswerReader.of(format, true);
        reader.saw(bytes, 0, cut);
        reader.saw(bytes, cut, bytes.length);
        reader.end();
        return reader;
    }
}
