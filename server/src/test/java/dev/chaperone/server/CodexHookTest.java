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

/// The real Codex with hooks that call the forwarder. They are a person's own and not yet trusted,
/// so Codex is told to run them; those of an administrator need no trust.
@Tag("clients")
@Timeout(600)
class CodexHookTest {
    /// It does not show the reason where it runs by itself.
    private static final String BLOCKED = "hook: UserPromptSubmit Blocked";

    @TempDir private Path directory;

    @Test
    void tellsOfPromptAndCommandBesideTheGatewayAndIsCountedOnce() throws Exception {
        try (RunningDemo demo = RunningDemo.start(directory.resolve("data"))) {
            String remote = new RealClient(directory).repository();

            String said = ask(demo, demo.instance().gatewayUrl(), "run `cat hello.txt`");

            assertThat(said).contains("xyzzy");
            List<JsonNode> all = RealClient.interactions(demo);
            assertThat(all)
                    .extracting(each -> each.path("operation").asString())
                    .containsExactlyInAnyOrder(
                            "hook-session",
                            "hook-prompt",
                            "hook-pre-exec",
                            "hook-post",
                            "hook-response",
                            "responses",
                            "responses");
            assertThat(all)
                    .allSatisfy(each -> {
                        assertThat(each.path("tool").asString()).isEqualTo("codex");
                        assertThat(each.path("session")).isEqualTo(all.getFirst().path("session"));
                        assertThat(each.path("repository").asString()).isEqualTo(remote);
                    });
            assertThat(RealClient.counted(demo)).isEqualTo(2);
        }
    }

    @Test
    void isStoppedByItsHookBeforeTheModelIsAsked() throws Exception {
        try (RunningDemo demo = RunningDemo.start(directory.resolve("data"))) {
            String said =
                    ask(demo, demo.instance().gatewayUrl(), "Is AKIAIOSFODNN7EXAMPLE a good key?");

            assertThat(said).contains(BLOCKED);
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

            assertThat(said).contains(BLOCKED);
            assertThat(RealClient.prompts(demo)).isZero();
            assertThat(RealClient.interactions(demo)).isEmpty();
        }
    }

    private String ask(RunningDemo demo, String hooks, String prompt) throws Exception {
        RealClient client = new RealClient(directory);
        Path script = client.forwarder(demo);
        Files.writeString(
                client.home().resolve("config.toml"),
                """
                model_provider = "chaperone"
                model = "gpt-5.4"
                [model_providers.chaperone]
                name = "Chaperone"
                base_url = "%s/v1"
                env_key = "CODEX_API_KEY"
                wire_api = "responses"
                """
                        .formatted(demo.instance().gatewayUrl()));
        Files.writeString(
                client.home().resolve("hooks.json"),
                RealClient.hooks(
                        script,
                        "codex",
                        10,
                        "SessionStart",
                        "UserPromptSubmit",
                        "PreToolUse",
                        "PostToolUse",
                        "Stop"));
        return client.run(
                Map.of(
                        "CODEX_HOME",
                        client.home().toString(),
                        "CODEX_API_KEY",
                        demo.token(),
                        "CHAPERONE_GATEWAY",
                        hooks),
                "codex",
                "exec",
                "--skip-git-repo-check",
                "--dangerously-bypass-approvals-and-sandbox",
                "--dangerously-bypass-hook-trust",
                prompt);
    }
}
