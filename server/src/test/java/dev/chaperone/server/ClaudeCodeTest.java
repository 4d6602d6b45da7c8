// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.ledger.Event;
import dev.chaperone.ledger.Leaves;
import dev.chaperone.ledger.Ledger;
import dev.chaperone.ledger.Ledgers;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The real Claude Code, through the gateway, against the demo model; `./chaperone test --clients`
/// installs the client and names it in `claude.command`.
@Tag("clients")
@Timeout(120)
class ClaudeCodeTest {
    @TempDir private Path directory;

    @Test
    void readsAFileAndRunsACommandInThreeRecordedTurns() throws Exception {
        String said = ask("What is in hello.txt? Then run a command.");

        assertThat(said).contains("xyzzy", "hello from the demo model");
        assertThat(intents())
                .hasSize(3)
                .allSatisfy(intent -> {
                    assertThat(intent.use().tool()).hasToString("claude-code");
                    assertThat(intent.use().session()).isNotBlank();
                    assertThat(intent.use().model()).isNotBlank();
                    assertThat(intent.use().repository()).isEqualTo("northwind/shop");
                    assertThat(intent.caller()).isNotNull();
                });
        assertThat(outcomes())
                .hasSize(3)
                .allSatisfy(outcome -> assertThat(outcome.tokens().input()).isPositive());
    }

    @Test
    void showsTheDeveloperWhyAPromptWasKeptAndAsksOnlyOnce() throws Exception {
        String said = ask("Is AKIAIOSFODNN7EXAMPLE a good key?");

        assertThat(said).contains("451", "Rule no-secrets", "How to proceed");
        assertThat(intents())
                .singleElement()
                .satisfies(intent ->
                        assertThat(intent.verdict().effect()).isEqualTo(Event.Effect.BLOCKED));
    }

    private String ask(String prompt) throws Exception {
        Path work = Files.createDirectories(directory.resolve("work"));
        Files.writeString(work.resolve("hello.txt"), "the secret word is xyzzy\n");
        Options options =
                Options.parse(
                        List.of(
                                "--demo",
                                "--gateway-port",
                                "0",
                                "--port",
                                "0",
                                "--data",
                                data().toString()));
        try (Instance instance = Instance.start(options)) {
            return run(instance, work, prompt);
        }
    }

    private String run(Instance instance, Path work, String prompt)
            throws IOException, InterruptedException {
        String command = System.getProperty("claude.command", "");
        assertThat(command).as("-Dclaude.command, set by ./chaperone test --clients").isNotEmpty();
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
        environment.put("ANTHROPIC_BASE_URL", instance.gatewayUrl());
        environment.put(
                "ANTHROPIC_AUTH_TOKEN", Objects.requireNonNull(instance.company()).firstToken());
        environment.put("ANTHROPIC_CUSTOM_HEADERS", "x-chaperone-repository: northwind/shop");
        environment.put("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1");
        environment.put("DISABLE_AUTOUPDATER", "1");
        Process process = claude.start();
        byte[] said = process.getInputStream().readAllBytes();
        process.waitFor();
        return new String(said, StandardCharsets.UTF_8);
    }

    private Path data() {
        return directory.resolve("data");
    }

    private List<Event.Intent> intents() throws IOException {
        return events().stream()
                .filter(Event.Intent.class::isInstance)
                .map(Event.Intent.class::cast)
                .toList();
    }

    private List<Event.Outcome> outcomes() throws IOException {
        return events().stream()
                .filter(Event.Outcome.class::isInstance)
                .map(Event.Outcome.class::cast)
                .toList();
    }

    private List<Event> events() throws IOException {
        try (Ledger ledger = Ledgers.open(data().resolve("ledger"))) {
            return ledger.read(0, 1_000).stream().map(Leaves::read).toList();
        }
    }
}
