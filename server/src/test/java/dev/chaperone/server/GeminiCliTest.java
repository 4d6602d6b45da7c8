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

/// The real Gemini CLI, through the gateway, against the demo model.
@Tag("clients")
@Timeout(600)
class GeminiCliTest {
    @TempDir private Path directory;

    @Test
    void runsACommandInTwoRecordedTurns() throws Exception {
        try (RunningDemo demo = RunningDemo.start(directory.resolve("data"))) {
            String said = ask(demo, "run `cat hello.txt`");

            assertThat(said).contains("xyzzy", "run_shell_command returned");
            List<JsonNode> turns = RealClient.interactions(demo);
            assertThat(turns)
                    .hasSize(2)
                    .allSatisfy(turn -> {
                        assertThat(turn.path("tool").asString()).isEqualTo("gemini-cli");
                        assertThat(turn.path("decision").asString()).isEqualTo("allowed");
                        assertThat(turn.path("model").asString()).isEqualTo("gemini-2.5-pro");
                        assertThat(turn.path("repository").asString()).isEqualTo("shop");
                        assertThat(turn.at("/answer/tokens").asLong()).isPositive();
                    });
        }
    }

    @Test
    void showsTheDeveloperWhyAPromptWasKeptAndAsksOnlyOnce() throws Exception {
        try (RunningDemo demo = RunningDemo.start(directory.resolve("data"))) {
            String said = ask(demo, "Is AKIAIOSFODNN7EXAMPLE a good key?");

            assertThat(said).contains("Rule no-secrets", "How to proceed");
            assertThat(RealClient.interactions(demo))
                    .singleElement()
                    .satisfies(turn ->
                            assertThat(turn.path("decision").asString()).isEqualTo("blocked"));
        }
    }

    private String ask(RunningDemo demo, String prompt) throws Exception {
        RealClient client = new RealClient(directory);
        Files.createDirectories(client.home().resolve(".gemini"));
        Files.writeString(
                client.home().resolve(".gemini/settings.json"),
                """
                {"security": {"auth": {"selectedType": "gemini-api-key"}},
                 "privacy": {"usageStatisticsEnabled": false}}
                """);
        return client.run(
                Map.of(
                        "GOOGLE_GEMINI_BASE_URL",
                        demo.instance().gatewayUrl(),
                        "GEMINI_API_KEY",
                        demo.token()),
                "gemini",
                "--yolo",
                "--skip-trust",
                "-m",
                "gemini-2.5-pro",
                "-p",
                prompt);
    }
}
