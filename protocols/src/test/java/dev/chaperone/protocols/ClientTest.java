// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.protocols;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.vocabulary.ToolId;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

class ClientTest {
    @ParameterizedTest
    @CsvSource({
        "'claude-cli/2.1.330 (external, sdk-cli)', claude-code, 2.1.330",
        "claude-code/2.1.330, claude-code, 2.1.330",
        "codex_exec/0.169.0 (linux; x64), codex, 0.169.0",
        "opencode/1.18.33 ai-sdk/provider-utils/1, opencode, 1.18.33"
    })
    void isRecognisedByItsUserAgent(String agent, String tool, String version) {
        Client client = recognise(WireFormat.ANTHROPIC_MESSAGES, Map.of("user-agent", agent));

        assertThat(client.tool()).isEqualTo(new ToolId(tool));
        assertThat(client.version()).isEqualTo(version);
        assertThat(client.declared()).isFalse();
    }

    @Test
    void isABareApiClientWhenNothingTells() {
        assertThat(recognise(WireFormat.ANTHROPIC_MESSAGES, Map.of("user-agent", "curl/8")).tool())
                .isEqualTo(new ToolId("claude-api"));
        assertThat(recognise(WireFormat.OPENAI_CHAT, Map.of()).tool())
                .isEqualTo(new ToolId("openai-api"));
    }

    @Test
    void isTakenAtItsWordOnlyWhenNothingElseTells() {
        Client declared = recognise(WireFormat.OPENAI_CHAT, Map.of("x-chaperone-tool", "continue"));
        Client recognised =
                recognise(
                        WireFormat.ANTHROPIC_MESSAGES,
                        Map.of("user-agent", "claude-cli/2.1.330", "x-chaperone-tool", "cursor"));

        assertThat(declared.tool()).isEqualTo(new ToolId("continue"));
        assertThat(declared.declared()).isTrue();
        assertThat(recognised.tool()).isEqualTo(new ToolId("claude-code"));
    }

    @Test
    void tellsItsSession() {
        assertThat(
                        recognise(
                                        WireFormat.ANTHROPIC_MESSAGES,
                                        Map.of("x-claude-code-session-id", "s-1"))
                                .session())
                .isEqualTo("s-1");
    }

    @Test
    void isRefusedInItsOwnFormat() {
        assertThat(body(WireFormat.ANTHROPIC_MESSAGES, 451))
                .isEqualTo(
                        "{\"type\":\"error\",\"error\":{\"type\":\"permission_error\",\"message\":\"no\"},\"request_id\":\"r\"}");
        assertThat(body(WireFormat.OPENAI_CHAT, 400))
                .contains("\"error\":{\"message\":\"no\",\"type\":\"permission_error\"");
    }

    private static String body(WireFormat format, int status) {
        return new String(
                ErrorBody.of(format, status, "permission_error", "no", "r"),
                StandardCharsets.UTF_8);
    }

    private static Client recognise(WireFormat format, Map<String, String> headers) {
        Map<String, String> ignoringCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        ignoringCase.putAll(headers);
        return Client.recognise(format, ignoringCase::get);
    }
}
