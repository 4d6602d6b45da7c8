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

/// The real Gemini CLI with hooks that call the forwarder.
@Tag("clients")
@Timeout(600)
class GeminiCliHookTest {
    @TempDir private Path directory;

    @Test
    void tellsOfPromptAndCommandBesideTheGateway() throws Exception {
        try (RunningDemo demo = RunningDemo.start(directory.resolve("data"))) {
            String remote = new RealClient(directory).repository();

            String said = ask(demo, demo.instance().gatewayUrl(), "run `cat hello.txt`");

            assertThat(said).contains("xyzzy");
            List<JsonNode> all = RealClient.interactions(demo);
            assertThat(all)
                    .filteredOn(each -> each.path("source").asString().equals("hook"))
                    .extracting(each -> each.path("operation").asString())
                    .contains(
                            "hook-session",
                            "hook-prompt",
                            "hook-pre-exec",
                            "hook-post",
                            "hook-response");
            assertThat(all)
                    .allSatisfy(each ->
                            assertThat(each.path("tool").asString()).isEqualTo("gemini-cli"))
                    .filteredOn(each -> each.path("source").asString().equals("hook"))
                    .allSatisfy(each ->
                            assertThat(each.path("repository").asString()).isEqualTo(remote));
        }
    }

    @Test
    void isStoppedByItsHookBeforeTheModelIsAsked() throws Exception {
        try (RunningDemo demo = RunningDemo.start(directory.resolve("data"))) {
            String said =
                    ask(demo, demo.instance().gatewayUrl(), "Is AKIAIOSFODNN7EXAMPLE a good key?");

            assertThat(said).contains("Rule no-secrets");
            assertThat(RealClient.prompts(demo)).isZero();
            assertThat(RealClient.interactions(demo))
                    .filteredOn(each -> each.path("decision").asString().equals("blocked"))
                    .singleElement()
                    .satisfies(only ->
                            assertThat(only.path("operation").asString()).isEqualTo("hook-prompt"));
        }
    }

    @Test
    void sendsNothingWhenChaperoneDoesNotAnswerTheHook() throws Exception {
        try (RunningDemo demo = RunningDemo.start(directory.resolve("data"))) {
            String said = ask(demo, "http://127.0.0.1:1", "Say hello.");

            assertThat(said).contains("did not answer in time");
            assertThat(RealClient.prompts(demo)).isZero();
            assertThat(RealClient.interactions(demo)).isEmpty();
        }
    }

    private String ask(RunningDemo demo, String hooks, String prompt) throws Exception {
        RealClient client = new RealClient(directory);
        Path script = client.forwarder(demo);
        String written =
                RealClient.hooks(
                        script,
                        "gemini-cli",
                        10_000,
                        "SessionStart",
                        "BeforeAgent",
                        "BeforeTool",
                        "AfterTool",
                        "AfterAgent",
                        "SessionEnd");
        Files.createDirectories(client.home().resolve(".gemini"));
        Files.writeString(
                client.home().resolve(".gemini/settings.json"),
                """
                {"security": {"auth": {"selectedType": "gemini-api-key"}},
                 "privacy": {"usageStatisticsEnabled": false},
                 %s
                """
                        .formatted(written.substring(1)));
        return client.run(
                Map.of(
                        "GOOGLE_GEMINI_BASE_URL",
                        demo.instance().gatewayUrl(),
                        "GEMINI_API_KEY",
                        demo.token(),
                        "CHAPERONE_GATEWAY",
                        hooks),
                "gemini",
                "--yolo",
                "--skip-trust",
                "-m",
                "gemini-2.5-pro",
                "-p",
                prompt);
    }
}
