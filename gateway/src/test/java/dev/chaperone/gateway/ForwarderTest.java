// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;

import dev.chaperone.ledger.Event;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The forwarder as a process of its own, as assistants run it.
@Timeout(60)
class ForwarderTest {
    private static final String SECRET = "{\"prompt\":\"use AKIAIOSFODNN7EXAMPLE\"}";
    private static final String HARMLESS = "{\"prompt\":\"don't \\u00e9 \\n 'x' $HOME\"}";
    private static final String NOBODY = "http://127.0.0.1:1";

    @TempDir private Path directory;

    private final TestSite site = TestSite.setup().start();
    private final Map<String, String> environment = new HashMap<>();
    private Path script = Path.of("");

    @BeforeEach
    void install() throws Exception {
        script =
                Files.writeString(
                        directory.resolve("chaperone-hook"),
                        site.send(site.request("/hooks/forwarder.sh").GET()).body());
        Path token = Files.createDirectory(directory.resolve(".chaperone")).resolve("token");
        Files.writeString(token, TestSite.TOKEN + "\n");
        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
        environment.put("HOME", directory.toString());
        environment.put("CHAPERONE_GATEWAY", "http://127.0.0.1:" + site.port() + "/");
    }

    @AfterEach
    void close() {
        site.close();
    }

    private record Ended(int code, String out, String err) {}

    private Ended run(String tool, String event, String told) throws Exception {
        Path in = Files.writeString(directory.resolve("in"), told);
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        ProcessBuilder builder =
                new ProcessBuilder("/bin/sh", script.toString(), tool, event)
                        .redirectInput(in.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
        String path = builder.environment().get("PATH");
        builder.environment().clear();
        builder.environment().put("PATH", path);
        builder.environment().putAll(environment);
        int code = builder.start().waitFor();
        return new Ended(code, Files.readString(out), Files.readString(err));
    }

    @Test
    void handsCallsAndAnswersOn() throws Exception {
        Ended denied = run("claude-code", "UserPromptSubmit", SECRET);
        assertThat(denied.code()).isZero();
        assertThat(denied.out()).startsWith("{\"decision\":\"block\"").contains("no-secrets");
        assertThat(denied.err()).isEmpty();

        assertThat(run("claude-code", "UserPromptSubmit", HARMLESS))
                .isEqualTo(new Ended(0, "{}", ""));
        assertThat(run("kiro", "UserPromptSubmit", HARMLESS)).isEqualTo(new Ended(0, "", ""));

        Ended stopped = run("kiro", "UserPromptSubmit", SECRET);
        assertThat(stopped.code()).isEqualTo(2);
        assertThat(stopped.out()).isEmpty();
        assertThat(stopped.err()).startsWith("Chaperone: blocked").contains("no-secrets");
        assertThat(site.ledger().size()).isEqualTo(4);
    }

    @Test
    void asksTheGatewayThatConnectHasNoted() throws Exception {
        String address = environment.remove("CHAPERONE_GATEWAY");
        Files.writeString(directory.resolve(".chaperone/gateway"), address + "\n");

        assertThat(run("claude-code", "UserPromptSubmit", HARMLESS))
                .isEqualTo(new Ended(0, "{}", ""));
    }

    @Test
    void handsLargeCallsOn() throws Exception {
        String large = "{\"prompt\":\"" + "word ".repeat(200_000) + "\"}";

        assertThat(run("codex", "UserPromptSubmit", large)).isEqualTo(new Ended(0, "{}", ""));
    }

    @Test
    void tellsThePlan() throws Exception {
        assertThat(run("windsurf", "pre_user_prompt", HARMLESS).code()).isEqualTo(2);
        environment.put("CHAPERONE_PLAN", "enterprise");
        assertThat(run("windsurf", "pre_user_prompt", HARMLESS).code()).isZero();
    }

    @Test
    void tellsWhichRepositoryAndCommitAreWorkedOnAndNotWhoSignsInThere() throws Exception {
        Path repository = Files.createDirectory(directory.resolve("shop"));
        environment.put("CLAUDE_PROJECT_DIR", repository.toString());
        run("claude-code", "SessionStart", HARMLESS);
        git(repository, "init", "--quiet");
        git(repository, "remote", "add", "origin", "https://ada:key@github.com/acme/shop.git");
        git(
                repository,
                "-c",
                "user.name=a",
                "-c",
                "user.email=a",
                "commit",
                "-qm1",
                "--allow-empty");

        run("claude-code", "SessionStart", HARMLESS);
        run("cursor", "sessionStart", HARMLESS);
        environment.remove("CLAUDE_PROJECT_DIR");
        run("cursor", "sessionStart", HARMLESS);

        List<Event.Use> told =
                site.ledger().await(4).stream().map(each -> ((Event.Intent) each).use()).toList();
        assertThat(told.get(0).repository()).isNull();
        assertThat(told.subList(1, 3))
                .allSatisfy(use -> {
                    assertThat(use.repository()).isEqualTo("https://github.com/acme/shop.git");
                    assertThat(use.commit()).matches("[0-9a-f]{40}");
                });
        assertThat(told.get(3).repository()).isNull();
        assertThat(told.get(3).commit()).isNull();
    }

    private static void git(Path folder, String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of("git", "-C", folder.toString()));
        command.addAll(List.of(words));
        assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    claude-code    | UserPromptSubmit    | 0 | {"decision":"block"
                    claude-code    | PreToolUse          | 0 | {"hookSpecificOutput":{"hookEventName":"PreToolUse","permissionDecision":"deny"
                    github-copilot | userPromptSubmitted | 0 | {"decision":"block"
                    github-copilot | preToolUse          | 0 | {"permissionDecision":"deny"
                    cursor         | beforeSubmitPrompt  | 0 | {"continue":false
                    cursor         | beforeReadFile      | 0 | {"permission":"deny"
                    codex          | UserPromptSubmit    | 0 | {"decision":"block"
                    gemini-cli     | BeforeAgent         | 0 | {"decision":"deny"
                    vscode         | UserPromptSubmit    | 2 | ``
                    windsurf       | pre_user_prompt     | 2 | ``
                    amazon-q       | preToolUse          | 2 | ``
                    kiro           | PreToolUse          | 2 | ``
                    amazon-q       | userPromptSubmit    | 1 | ``
                    claude-code    | Stop                | 1 | ``
                    """)
    void stopsTheToolInItsOwnWayWhenNobodyAnswers(String tool, String event, int code, String out)
            throws Exception {
        environment.put("CHAPERONE_GATEWAY", NOBODY);

        Ended ended = run(tool, event, HARMLESS);

        assertThat(ended.code()).isEqualTo(code);
        assertThat(ended.out()).startsWith(out);
        assertThat(code == 0 ? ended.out() : ended.err()).contains("did not answer in time");
        assertThat(ended.out().isEmpty()).isEqualTo(code != 0);
    }

    @Test
    void goesOnWhenNobodyAnswersOnlyIfToldTo() throws Exception {
        environment.put("CHAPERONE_GATEWAY", NOBODY);
        environment.put("CHAPERONE_FAIL_OPEN", "1");

        Ended ended = run("claude-code", "UserPromptSubmit", HARMLESS);

        assertThat(ended.code()).isZero();
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).contains("unchecked");
    }

    @Test
    void stopsTheToolWhenTheGatewayIsSilent() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            environment.put("CHAPERONE_GATEWAY", "http://127.0.0.1:" + silent.getLocalPort());
            long began = System.nanoTime();

            Ended ended = run("kiro", "UserPromptSubmit", HARMLESS);

            assertThat(ended.code()).isEqualTo(2);
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void takesNobodyElseForTheGateway() throws Exception {
        HttpServer portal =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        portal.createContext(
                "/",
                exchange -> {
                    byte[] page = "{}".getBytes(UTF_8);
                    exchange.getResponseHeaders().add("content-type", "application/json");
                    exchange.sendResponseHeaders(200, page.length);
                    exchange.getResponseBody().write(page);
                    exchange.close();
                });
        portal.start();
        try {
            environment.put(
                    "CHAPERONE_GATEWAY", "http://127.0.0.1:" + portal.getAddress().getPort());

            assertThat(run("codex", "UserPromptSubmit", HARMLESS).out())
                    .contains("\"decision\":\"block\"", "something else than Chaperone");
        } finally {
            portal.stop(0);
        }
    }

    @Test
    void stopsTheToolWhenItIsNotSetUpWell() throws Exception {
        Path token = directory.resolve(".chaperone/token");
        assertThat(run("claude-code", "", HARMLESS).code()).isEqualTo(1);
        assertThat(run("no tool", "Stop", HARMLESS).code()).isEqualTo(2);

        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-r--r--"));
        assertStopped("chmod 600");
        Files.delete(token);
        assertStopped("no token in the token file");
        environment.put("CHAPERONE_GATEWAY", "chaperone.example");
        assertStopped("must begin with");
        environment.remove("CHAPERONE_GATEWAY");
        assertStopped("CHAPERONE_GATEWAY does not say");
        environment.clear();
        assertStopped("CHAPERONE_GATEWAY does not say");
    }

    private void assertStopped(String why) throws Exception {
        Ended ended = run("claude-code", "UserPromptSubmit", HARMLESS);
        assertThat(ended.out()).startsWith("{\"decision\":\"block\"").contains(why);
        assertThat(ended.code()).isZero();
    }

    @Test
    void showsTheTokenInNoArgument() throws IOException {
        // What curl gets besides its configuration, which holds the token, is visible to everybody.
        assertThat(Files.readAllLines(script))
                .filteredOn(line -> line.contains("curl "))
                .noneMatch(line -> line.contains("token") && line.contains("-H"));
        assertThat(Files.readString(script))
                .contains("curl -q --config /dev/fd/3 --data-binary @- 3<<EOF");
    }
}
