// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The real Claude Code with a hook that calls the forwarder.
@Tag("clients")
@Timeout(600)
class ClaudeCodeHookTest {
    @TempDir private Path directory;

    @Test
    void keepsAPromptBeforeAnythingIsSentAndCountsAnotherOnce() throws Exception {
        try (RunningDemo demo = RunningDemo.start(directory.resolve("data"))) {
            String gateway = demo.instance().gatewayUrl();
            install(demo);

            String kept = ask(demo, gateway, "Is AKIAIOSFODNN7EXAMPLE a good key?");

            assertThat(kept)
                    .contains("blocked by hook", "Rule no-secrets", "How to proceed")
                    .doesNotContain("AKIAIOSFODNN7EXAMPLE");
            assertThat(RealClient.interactions(demo))
                    .singleElement()
                    .satisfies(only -> {
                        assertThat(only.path("source").asString()).isEqualTo("hook");
                        assertThat(only.path("decision").asString()).isEqualTo("blocked");
                        assertThat(only.path("operation").asString()).isEqualTo("hook-prompt");
                    });

            ask(demo, gateway, "Say hello.");

            List<JsonNode> hooks =
                    RealClient.interactions(demo).stream()
                            .filter(each -> each.path("source").asString().equals("hook"))
                            .toList();
            List<JsonNode> turns =
                    RealClient.interactions(demo).stream()
                            .filter(each -> each.path("source").asString().equals("gateway"))
                            .toList();
            assertThat(hooks).hasSize(2);
            assertThat(turns)
                    .isNotEmpty()
                    .allMatch(
                            turn -> turn.path("session").equals(hooks.getFirst().path("session")));
        }
    }

    @Test
    void sendsNothingWhenChaperoneDoesNotAnswerTheHook() throws Exception {
        try (RunningDemo demo = RunningDemo.start(directory.resolve("data"))) {
            install(demo);

            String said = ask(demo, "http://127.0.0.1:1", "Say hello.");

            assertThat(said).contains("blocked by hook", "did not answer in time");
            assertThat(RealClient.interactions(demo)).isEmpty();
        }
    }

    private void install(RunningDemo demo) throws Exception {
        Path script = new RealClient(directory).forwarder(demo);
        Path settings = new RealClient(directory).home().resolve(".claude/settings.json");
        Files.createDirectories(settings.getParent());
        Files.writeString(
                settings,
                """
                {"hooks": {"UserPromptSubmit": [{"hooks": [
                  {"type": "command", "command": "sh %s claude-code UserPromptSubmit"}]}]}}\
                """
                        .formatted(script));
    }

    private String ask(RunningDemo demo, String hooks, String prompt) throws Exception {
        Map<String, String> environment = new HashMap<>();
        environment.put("ANTHROPIC_BASE_URL", demo.instance().gatewayUrl());
        environment.put("ANTHROPIC_AUTH_TOKEN", demo.token());
        environment.put("CHAPERONE_GATEWAY", hooks);
        environment.put("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1");
        environment.put("DISABLE_AUTOUPDATER", "1");
        return new RealClient(directory).run(environment, "claude", "-p", prompt);
    }
}
