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

/// The real GitHub Copilot CLI with a provider of its own: through the gateway, against the demo
/// model, and with hooks.
@Tag("clients")
@Timeout(600)
class CopilotCliTest {
    private static final String KEY = "AKIAIOSFODNN7EXAMPLE";

    @TempDir private Path directory;

    @Test
    void runsACommandInTwoRecordedTurns() throws Exception {
        try (RunningDemo demo = RunningDemo.start(directory.resolve("data"))) {
            String said = ask(demo, Map.of(), "run `cat hello.txt`");

            assertThat(said).contains("xyzzy", "bash returned");
            List<JsonNode> turns = RealClient.interactions(demo);
            assertThat(turns)
                    .hasSize(2)
                    .allSatisfy(turn -> {
                        assertThat(turn.path("tool").asString()).isEqualTo("github-copilot");
                        assertThat(turn.path("source").asString()).isEqualTo("gateway");
                        assertThat(turn.path("decision").asString()).isEqualTo("allowed");
                        assertThat(turn.path("model").asString()).isEqualTo("gpt-5.4");
                        assertThat(turn.at("/answer/tokens").asLong()).isPositive();
                    });
        }
    }

    @Test
    void showsTheDeveloperWhyAPromptWasKeptAndAsksOnlyOnce() throws Exception {
        try (RunningDemo demo = RunningDemo.start(directory.resolve("data"))) {
            String said = ask(demo, Map.of(), "Is " + KEY + " a good key?");

            assertThat(said).contains("Rule no-secrets", "How to proceed");
            assertThat(RealClient.interactions(demo))
                    .singleElement()
                    .satisfies(turn ->
                            assertThat(turn.path("decision").asString()).isEqualTo("blocked"));
        }
    }

    @Test
    void isStoppedByItsHookBeforeTheModelIsAsked() throws Exception {
        try (RunningDemo demo = RunningDemo.start(directory.resolve("data"))) {
            RealClient client = new RealClient(directory);
            Path script = client.forwarder(demo);
            Files.createDirectories(client.home().resolve(".copilot/hooks"));
            Files.writeString(
                    client.home().resolve(".copilot/hooks/chaperone.json"),
                    """
                    {"version": 1, "hooks": {"userPromptSubmitted": [
                      {"type": "command", "bash": "sh %s github-copilot userPromptSubmitted",
                       "timeoutSec": 10}]}}
                    """
                            .formatted(script));

            String said =
                    ask(
                            demo,
                            Map.of("CHAPERONE_GATEWAY", demo.instance().gatewayUrl()),
                            "Is " + KEY + " a good key?");

            assertThat(said).contains("no-secrets");
            assertThat(RealClient.interactions(demo))
                    .singleElement()
                    .satisfies(turn -> {
                        assertThat(turn.path("source").asString()).isEqualTo("hook");
                        assertThat(turn.path("tool").asString()).isEqualTo("github-copilot");
                        assertThat(turn.path("decision").asString()).isEqualTo("blocked");
                    });
        }
    }

    private String ask(RunningDemo demo, Map<String, String> more, String prompt) throws Exception {
        Map<String, String> environment = new HashMap<>(more);
        environment.put("COPILOT_OFFLINE", "true");
        environment.put("COPILOT_PROVIDER_TYPE", "openai");
        environment.put("COPILOT_PROVIDER_BASE_URL", demo.instance().gatewayUrl() + "/v1");
        environment.put("COPILOT_PROVIDER_API_KEY", demo.token());
        environment.put("COPILOT_MODEL", "gpt-5.4");
        return new RealClient(directory)
                .run(environment, "copilot", "-p", prompt, "--allow-all-tools");
    }
}
