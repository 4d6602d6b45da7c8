// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The real Claude Code, through the gateway, against the demo model; `./chaperone test --clients`
/// installs the client and names it in `claude.command`.
@Tag("clients")
@Timeout(600)
class ClaudeCodeTest {
    @TempDir private Path directory;

    @Test
    void readsAFileAndRunsACommandInThreeRecordedTurns() throws Exception {
        try (RunningDemo demo = RunningDemo.start(directory.resolve("data"))) {
            String said = ask(demo, "What is in hello.txt? Then run a command.");

            assertThat(said).contains("xyzzy", "hello from the demo model");
            List<JsonNode> turns = interactions(demo);
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
            assertThat(interactions(demo))
                    .singleElement()
                    .satisfies(turn ->
                            assertThat(turn.path("decision").asString()).isEqualTo("blocked"));
        }
    }

    private static List<JsonNode> interactions(RunningDemo demo) throws Exception {
        demo.searchable();
        List<JsonNode> items = new ArrayList<>();
        demo.json("/api/v1/interactions").path("items").forEach(items::add);
        return items;
    }

    private String ask(RunningDemo demo, String prompt) throws IOException, InterruptedException {
        String command = System.getProperty("claude.command", "");
        assertThat(command).as("-Dclaude.command, set by ./chaperone test --clients").isNotEmpty();
        Path work = Files.createDirectories(directory.resolve("work"));
        Files.writeString(work.resolve("hello.txt"), "the secret word is xyzzy\n");
        ProcessBuilder claude =
                new ProcessBuilder(command, "-p", prompt, "--allowedTools", "Read,Bash")
                        .directory(work.toFile())
                        .redirectErrorStream(true)
                        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        Map<String, String> environment = claude.environment();
        String path = environment.get("PATH");
        environment.clear();
        environment.put("PATH", path);
        environment.put("HOME", Files.createDirectories(directory.resolve("home")).toString());
        environment.put("ANTHROPIC_BASE_URL", demo.instance().gatewayUrl());
        environment.put("ANTHROPIC_AUTH_TOKEN", demo.token());
        environment.put("ANTHROPIC_CUSTOM_HEADERS", "x-chaperone-repository: northwind/shop");
        environment.put("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1");
        environment.put("DISABLE_AUTOUPDATER", "1");
        Process process = claude.start();
        byte[] said = process.getInputStream().readAllBytes();
        process.waitFor();
        return new String(said, StandardCharsets.UTF_8);
    }
}
