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

/// The real Claude Code, through the gateway, against the demo model.
@Tag("clients")
@Timeout(600)
class ClaudeCodeTest {
    @TempDir private Path directory;

    @Test
    void readsAFileAndRunsACommandInThreeRecordedTurns() throws Exception {
        try (RunningDemo demo = RunningDemo.start(directory.resolve("data"))) {
            String said = ask(demo, "What is in hello.txt? Then run a command.");

            assertThat(said).contains("xyzzy", "hello from the demo model");
            List<JsonNode> turns = RealClient.interactions(demo);
            assertThat(turns)
                    .hasSize(3)
                    .allSatisfy(turn -> {
                        assertThat(turn.at("/person/email").asString())
                                .isEqualTo("ada@northwind.example");
                        assertThat(turn.path("tool").asString()).isEqualTo("claude-code");
                        assertThat(turn.path("decision").asString()).isEqualTo("allowed");
                        assertThat(turn.path("model").asString()).isNotBlank();
                        assertThat(turn.path("repository").asString()).isEqualTo("northwind/shop");
                        assertThat(turn.at("/prompt/tokens").asLong()).isPositive();
                        assertThat(turn.at("/answer/tokens").asLong()).isPositive();
                    });
            assertThat(turns)
                    .extracting(turn -> turn.path("session").asString())
                    .doesNotContain("");
            assertThat(turns)
                    .extracting(turn -> turn.path("session").asString())
                    .containsOnly(turns.getFirst().path("session").asString());
        }
    }

    @Test
    void showsTheDeveloperWhyAPromptWasKeptAndAsksOnlyOnce() throws Exception {
        try (RunningDemo demo = RunningDemo.start(directory.resolve("data"))) {
            String said = ask(demo, "Is AKIAIOSFODNN7EXAMPLE a good key?");

            assertThat(said).contains("451", "Rule no-secrets", "How to proceed");
            assertThat(RealClient.interactions(demo))
                    .singleElement()
                    .satisfies(turn ->
                            assertThat(turn.path("decision").asString()).isEqualTo("blocked"));
        }
    }

    @Test
    void showsTheDeveloperThatABudgetIsUsedUpAndAsksOnlyOnce() throws Exception {
        Path data = Files.createDirectories(directory.resolve("data"));
        Files.writeString(
                data.resolve("config.yaml"),
                """
                limits:
                  - {name: budget, per: person, spend: 0.01, each: month}
                prices: {currency: EUR, models: [{model: "*", input: 1000, output: 1000}]}
                """);
        try (RunningDemo demo = RunningDemo.start(data)) {
            String said = ask(demo, "What is in hello.txt? Then run a command.");

            assertThat(said).contains("the limit 'budget' is used up", "begins anew");
            assertThat(RealClient.interactions(demo))
                    .extracting(turn -> turn.path("decision").asString())
                    .containsExactlyInAnyOrder("allowed", "blocked");
        }
    }

    private String ask(RunningDemo demo, String prompt) throws Exception {
        return new RealClient(directory)
                .run(
                        Map.of(
                                "ANTHROPIC_BASE_URL",
                                demo.instance().gatewayUrl(),
                                "ANTHROPIC_AUTH_TOKEN",
                                demo.token(),
                                "ANTHROPIC_CUSTOM_HEADERS",
                                "x-chaperone-repository: northwind/shop",
                                "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC",
                                "1",
                                "DISABLE_AUTOUPDATER",
                                "1"),
                        "claude",
                        "-p",
                        prompt,
                        "--allowedTools",
                        "Read,Bash");
    }
}
