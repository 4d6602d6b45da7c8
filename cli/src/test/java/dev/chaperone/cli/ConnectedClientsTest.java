// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// The real assistants, with nothing but what `connect` wrote into a fresh home, through a running
/// instance with the demo model. `./chaperone test --clients` installs them.
@Tag("clients")
@Timeout(600)
class ConnectedClientsTest {
    private static final Path SERVER = Path.of("../server/target/app").toAbsolutePath().normalize();
    private static final String QUESTION = "run `cat hello.txt`";

    @TempDir private Path directory;
    private Path home;
    private Path data;
    private Process server;
    private ServerFile running;
    private String token;

    @BeforeEach
    void start() throws Exception {
        home = Files.createDirectory(directory.resolve("home"));
        data = directory.resolve("data");
        server =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "--add-modules",
                                "jdk.incubator.vector",
                                "-cp",
                                SERVER + File.separator + "*",
                                "dev.chaperone.server.Main",
                                "up",
                                "--demo",
                                "--port",
                                "0",
                                "--gateway-port",
                                "0",
                                "--data",
                                data.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("server.log").toFile())
                        .start();
        while (ServerFile.read(data).isEmpty()) {
            assertThat(server.isAlive())
                    .as(() -> "the server, which said: " + said(directory.resolve("server.log")))
                    .isTrue();
            LockSupport.parkNanos(50_000_000);
        }
        running = ServerFile.read(data).orElseThrow();
        token =
                Ran.of(
                                "token",
                                "create",
                                "--person",
                                "ada@northwind.example",
                                "--name",
                                "connect",
                                "--data",
                                data.toString())
                        .out()
                        .strip();
    }

    @AfterEach
    void stop() throws InterruptedException {
        server.destroy();
        assertThat(server.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }

    private static String said(Path file) {
        try {
            return Files.readString(file);
        } catch (java.io.IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /// Connects a tool, and gives the id of the test prompt's record.
    private String connect(String tool) {
        Ran ran =
                Ran.with(
                        Map.of("HOME", home.toString(), "CHAPERONE_TOKEN", token),
                        "connect",
                        tool,
                        "--data",
                        data.toString());
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out() + ran.err()).doesNotContain(token);
        return ran.out().strip().replaceFirst("(?s).*Its record: ", "");
    }

    /// Runs a client in a folder `shop`, with nothing in its environment but path and home.
    private String run(String client, String... arguments) throws Exception {
        Path work = Files.createDirectories(directory.resolve("shop"));
        Files.writeString(work.resolve("hello.txt"), "the secret word is xyzzy\n");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("clients.directory", ""), client).toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(work.toFile())
                        .redirectErrorStream(true)
                        .redirectInput(Path.of("/dev/null").toFile());
        String path = builder.environment().get("PATH");
        builder.environment().clear();
        builder.environment().put("PATH", path);
        builder.environment().put("HOME", home.toString());
        Process process = builder.start();
        byte[] said = process.getInputStream().readAllBytes();
        process.waitFor();
        return new String(said, StandardCharsets.UTF_8);
    }

    /// Waits until so many requests are recorded, and gives them, newest first.
    private List<JsonObject> recorded(int count) throws Exception {
        String admin = Files.readString(data.resolve("admin-token"));
        try (Api api =
                new Api(
                        Objects.requireNonNull(running.workspace()),
                        new AccessToken(admin, "admin-token"),
                        Duration.ofSeconds(30))) {
            List<JsonObject> items = List.of();
            while (items.size() < count) {
                JsonObject page = api.get("/api/v1/interactions").json();
                items = Objects.requireNonNull(Objects.requireNonNull(page).objects("items"));
                LockSupport.parkNanos(20_000_000);
            }
            return items;
        }
    }

    private void cameThrough(String tool, String testPrompt, int count) throws Exception {
        List<JsonObject> turns = recorded(count);
        assertThat(turns)
                .allSatisfy(turn -> {
                    assertThat(turn.text("tool")).isEqualTo(tool);
                    assertThat(turn.text("decision")).isEqualTo("allowed");
                });
        assertThat(turns).extracting(turn -> turn.text("id")).contains(testPrompt);
    }

    @Test
    void claudeCodeReadsAFileByWhatWasWritten() throws Exception {
        String testPrompt = connect("claude-code");

        String said = run("claude", "-p", "What is in hello.txt?", "--allowedTools", "Read");

        assertThat(said).contains("xyzzy");
        cameThrough("claude-code", testPrompt, 3);
    }

    @Test
    void codexRunsACommandByWhatWasWritten() throws Exception {
        String testPrompt = connect("codex");

        String said =
                run(
                        "codex",
                        "exec",
                        "--skip-git-repo-check",
                        "--dangerously-bypass-approvals-and-sandbox",
                        "-m",
                        "gpt-5.4",
                        QUESTION);

        assertThat(said).contains("xyzzy");
        cameThrough("codex", testPrompt, 3);
    }

    @Test
    void geminiCliRunsACommandByWhatWasWritten() throws Exception {
        String testPrompt = connect("gemini-cli");

        String said =
                run("gemini", "--yolo", "--skip-trust", "-m", "gemini-2.5-pro", "-p", QUESTION);

        assertThat(said).contains("xyzzy");
        cameThrough("gemini-cli", testPrompt, 3);
    }
}
