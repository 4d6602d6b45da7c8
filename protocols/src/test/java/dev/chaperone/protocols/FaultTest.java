// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.protocols;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.chaperone.vocabulary.ToolId;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

class FaultTest {
    private static final Client CLIENT = new Client(new ToolId("claude-code"), null, null, false);

    @ParameterizedTest
    @CsvSource({
        "POLICY, 451, permission_error, 400, invalid_request_error, false",
        "UNKNOWN_CALLER, 401, authentication_error, 401, authentication_error, false",
        "TOO_LARGE, 413, request_too_large, 413, request_too_large, false",
        "NOT_RECORDED, 503, api_error, 503, server_error, true",
        "UPSTREAM_TIMEOUT, 504, timeout_error, 504, timeout_error, true",
        "BODY_STALLED, 408, timeout_error, 408, timeout_error, true",
        "WRONG_METHOD, 405, invalid_request_error, 405, invalid_request_error, false",
        "UPSTREAM_UNPROVEN, 451, api_error, 400, invalid_request_error, false",
        "NO_UPSTREAM, 451, api_error, 400, invalid_request_error, false"
    })
    void isToldInTheWordsOfTheFormat(
            Fault fault,
            int messages,
            String messagesType,
            int chat,
            String chatType,
            boolean again) {
        assertThat(fault.status(WireFormat.ANTHROPIC_MESSAGES, CLIENT)).isEqualTo(messages);
        assertThat(fault.type(WireFormat.ANTHROPIC_MESSAGES)).isEqualTo(messagesType);
        assertThat(fault.status(WireFormat.OPENAI_CHAT, CLIENT)).isEqualTo(chat);
        assertThat(fault.type(WireFormat.OPENAI_CHAT)).isEqualTo(chatType);
        assertThat(fault.worthRetrying()).isEqualTo(again);
    }

    @ParameterizedTest
    @EnumSource(WireFormat.class)
    void writesAnyTextAsReadableJson(WireFormat format) throws UnreadableBodyException {
        byte[] body = ErrorBody.of(format, 400, "t", "a \"quote\"\n\uD83D é", null);

        assertThat(Prompt.read(format, body).parts()).isNotEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ErrorBody.of(format, 200, "t", "m", null));
    }

    @Test
    void endsAStreamWithAnEvent() {
        assertThat(
                        new String(
                                ErrorBody.inStream(
                                        WireFormat.ANTHROPIC_MESSAGES, 502, "api_error", "m"),
                                StandardCharsets.UTF_8))
                .isEqualTo(
                        "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"api_error\",\"message\":\"m\"}}\n\n");
        assertThat(
                        new String(
                                ErrorBody.inStream(
                                        WireFormat.OPENAI_CHAT, 502, "server_error", "m"),
                                StandardCharsets.UTF_8))
                .isEqualTo(
                        "data: {\"error\":{\"message\":\"m\",\"type\":\"server_error\",\"param\":null,\"code\":null}}\n\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "copilot/1.0.102 (linux)|user-agent2|x|github-copilot|1.0.102",
                "OpenAI/JS 5.20.1|x-initiator|user|github-copilot|",
                "Anthropic/JS 0.94.0|x-interaction-type|chat|github-copilot|",
                "OpenAI/JS 5.20.1|accept|x|openai-api|",
                "codex_cli_rs/0.169.0 (x)|originator|x|codex|0.169.0",
                "ls/JS 1.2.3|accept|x|continue|",
                "GeminiCLI-tui/0.61.0/gemini-3 (linux; x64; terminal)|accept|x|gemini-cli|0.61.0",
                "curl/8|X-Claude-Code-Session-Id|s|claude-code|",
                "curl/8|x-chaperone-tool|Not A Tool|openai-api|",
                "curl/8|x-chaperone-tool|cursor|cursor|"
            })
    void knowsWhoWillReadIt(String agent, String name, String value, String tool, String version) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.put("User-Agent", agent);
        headers.put(name, value);

        Client client = Client.recognise(WireFormat.OPENAI_CHAT, headers::get);

        assertThat(client.tool()).isEqualTo(new ToolId(tool));
        assertThat(client.version()).isEqualTo(version);
        assertThat(client.declared()).isEqualTo(tool.equals("cursor"));
    }

    @Test
    void passesOverASessionThatTellsNothing() {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.put("x-session-id", " ");
        headers.put("x-client-session-id", "good-1");

        assertThat(Client.recognise(WireFormat.OPENAI_CHAT, headers::get).session())
                .isEqualTo("good-1");
    }
}
