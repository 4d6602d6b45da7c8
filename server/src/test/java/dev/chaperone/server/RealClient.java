// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import static org.assertj.core.api.Assertions.assertThat;

import static java.time.temporal.ChronoUnit.HOURS;

import dev.chaperone.workspace.activity.Scope;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A real assistant, run once and not interactively, in a home of its own and a folder `shop` with
/// a file in it. `./chaperone test --clients` installs the clients and names their directory in
/// `clients.directory`.
record RealClient(Path directory) {
    private static final String INSTALLED = "clients.directory";

    /// Where its settings are.
    Path home() throws IOException {
        return Files.createDirectories(directory.resolve("home"));
    }

    /// Fetches the program that hooks run, and puts the token where it looks for it.
    ///
    /// @return the program
    Path forwarder(RunningDemo demo) throws IOException, InterruptedException {
        return install(demo, "/hooks/forwarder.sh", "chaperone-hook");
    }

    /// Does the same with the plug-in of opencode.
    Path plugin(RunningDemo demo) throws IOException, InterruptedException {
        return install(demo, "/hooks/opencode.js", "chaperone-opencode.js");
    }

    private Path install(RunningDemo demo, String path, String name)
            throws IOException, InterruptedException {
        URI at = URI.create(demo.instance().gatewayUrl() + path);
        String script =
                HttpClient.newHttpClient()
                        .send(HttpRequest.newBuilder(at).build(), BodyHandlers.ofString())
                        .body();
        Path token = Files.createDirectories(home().resolve(".chaperone")).resolve("token");
        Files.writeString(token, demo.token());
        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
        return Files.writeString(directory.resolve(name), script);
    }

    /// Hooks that run the program, in groups as Claude Code began it.
    static String hooks(Path program, String tool, int timeout, String... events) {
        return Arrays.stream(events)
                .map(event ->
                        """
                        "%s": [{"hooks": [{"type": "command", "command": "sh %s %s %s", "timeout": %d}]}]\
                        """
                                .formatted(event, program, tool, event, timeout))
                .collect(Collectors.joining(",", "{\"hooks\": {", "}}"));
    }

    /// Makes the folder of work a repository with a commit.
    ///
    /// @return its remote
    String repository() throws IOException, InterruptedException {
        String work = Files.createDirectories(directory.resolve("shop")).toString();
        String remote = "https://github.com/northwind/shop";
        for (List<String> words :
                List.of(
                        List.of("init", "--quiet"),
                        List.of("remote", "add", "origin", remote),
                        List.of(
                                "-c",
                                "user.name=a",
                                "-c",
                                "user.email=a",
                                "commit",
                                "-q",
                                "-m1",
                                "--allow-empty"))) {
            List<String> command = new ArrayList<>(List.of("git", "-C", work));
            command.addAll(words);
            assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
        }
        return remote;
    }

    /// Runs it.
    ///
    /// @param environment beside the path and the home
    /// @return what it said, errors included
    String run(Map<String, String> environment, String client, String... arguments)
            throws IOException, InterruptedException {
        String installed = System.getProperty(INSTALLED, "");
        assertThat(installed)
                .as("-D" + INSTALLED + ", set by ./chaperone test --clients")
                .isNotEmpty();
        Path work = Files.createDirectories(directory.resolve("shop"));
        Files.writeString(work.resolve("hello.txt"), "the secret word is xyzzy\n");
        List<String> command = new ArrayList<>();
        command.add(Path.of(installed, client).toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(work.toFile())
                        .redirectErrorStream(true)
                        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        String path = builder.environment().get("PATH");
        builder.environment().clear();
        builder.environment().put("PATH", path);
        builder.environment().put("HOME", home().toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        byte[] said = process.getInputStream().readAllBytes();
        process.waitFor();
        return new String(said, StandardCharsets.UTF_8);
    }

    /// What Chaperone has recorded, newest first.
    static List<JsonNode> interactions(RunningDemo demo) throws Exception {
        demo.searchable();
        List<JsonNode> items = new ArrayList<>();
        demo.json("/api/v1/interactions").path("items").forEach(items::add);
        return items;
    }

    /// How many prompts have reached the demo model.
    static long prompts(RunningDemo demo) throws Exception {
        URI count = URI.create(demo.instance().demoModelUrl() + "/__count");
        return Long.parseLong(
                HttpClient.newHttpClient()
                        .send(HttpRequest.newBuilder(count).build(), BodyHandlers.ofString())
                        .body()
                        .strip());
    }

    /// How many requests Chaperone counts.
    static long counted(RunningDemo demo) {
        Instant now = Instant.now();
        return demo
                .instance()
                .workspace()
                .interactions()
                .hours(Scope.everybody(), now.minus(1, HOURS), now.plus(1, HOURS))
                .stream()
                .flatMap(hour -> hour.counts().values().stream())
                .mapToLong(Long::longValue)
                .sum();
    }
}
