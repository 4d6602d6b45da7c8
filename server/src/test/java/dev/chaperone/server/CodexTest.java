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
import java.util.List;
import java.util.Map;

/// The real Codex, through the gateway, against the demo model.
@Tag("clients")
@Timeout(600)
class CodexTest {
    @TempDir private Path directory;

    @Test
    void runsACommandInTwoRecordedTurns() throws Exception {
        try (RunningDemo demo = RunningDemo.start(directory.resolve("data"))) {
            String said = ask(demo, "run `cat hello.txt`", provider(demo));

            assertThat(said).contains("xyzzy", "exec_command returned");
            List<JsonNode> turns = RealClient.interactions(demo);
            assertThat(turns)
                    .hasSize(2)
                    .allSatisfy(turn -> {
                        assertThat(turn.at("/person/email").asString())
                                .isEqualTo("ada@northwind.example");
                        assertThat(turn.path("tool").asString()).isEqualTo("codex");
                        assertThat(turn.path("decision").asString()).isEqualTo("allowed");
                        assertThat(turn.path("model").asString()).isEqualTo("gpt-5.4");
                        assertThat(turn.path("repository").asString()).isEqualTo("shop");
                        assertThat(turn.path("session").asString()).isNotBlank();
                        assertThat(turn.at("/answer/tokens").asLong()).isPositive();
                    });
        }
    }

    @Test
    void showsTheDeveloperWhyAPromptWasKeptAndAsksOnlyOnce() throws Exception {
        try (RunningDemo demo = RunningDemo.start(directory.resolve("data"))) {
            String said = ask(demo, "Is AKIAIOSFODNN7EXAMPLE a good key?", provider(demo));

            assertThat(said).contains("Rule no-secrets", "How to proceed");
            assertThat(RealClient.interactions(demo))
                    .singleElement()
                    .satisfies(turn ->
                            assertThat(turn.path("decision").asString()).isEqualTo("blocked"));
        }
    }

    @Test
    void goesOnAtOnceWhereItAskedForAWebSocket() throws Exception {
        try (RunningDemo demo = RunningDemo.start(directory.resolve("data"))) {
            String said =
                    ask(
                            demo,
                            "hello",
                            "openai_base_url = \"" + demo.instance().gatewayUrl() + "/v1\"\n");

            assertThat(said).contains("You asked: “hello”").doesNotContain("Reconnecting");
        }
    }

    private static String provider(RunningDemo demo) {
        return """
        model_provider = "chaperone"
        model = "gpt-5.4"
        [model_providers.chaperone]
        name = "Chaperone"
        base_url = "%s/v1"
        env_key = "CODEX_API_KEY"
        wire_api = "responses"
        """
                .formatted(demo.instance().gatewayUrl());
    }

    private String ask(RunningDemo demo, String prompt, String settings) throws Exception {
        RealClient client = new RealClient(directory);
        Files.writeString(client.home().resolve("config.toml"), settings);
        return client.run(
                Map.of("CODEX_HOME", client.home().toString(), "CODEX_API_KEY", demo.token()),
                "codex",
                "exec",
                "--skip-git-repo-check",
                "--dangerously-bypass-approvals-and-sandbox",
                prompt);
    }
}
