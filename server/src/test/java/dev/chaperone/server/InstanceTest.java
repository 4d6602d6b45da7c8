// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chaperone.ledger.Event;
import dev.chaperone.ledger.Leaves;
import dev.chaperone.ledger.Ledger;
import dev.chaperone.ledger.Ledgers;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;

@Timeout(600)
class InstanceTest {
    @TempDir private Path directory;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void bringsTheDemoUpAnswersAndRefuses() throws Exception {
        try (Instance instance = start("--demo")) {
            assertThat(ask(instance, "Say hello.").statusCode()).isEqualTo(200);
            HttpResponse<String> refused = ask(instance, "Is AKIAIOSFODNN7EXAMPLE a key?");

            assertThat(refused.statusCode()).isEqualTo(451);
            assertThat(refused.body()).contains("no-secrets").doesNotContain("AKIA");
            assertThat(get(instance.demoModelUrl() + "/__count").strip()).isEqualTo("1");
        }
        assertThat(intents()).hasSize(2);
    }

    @Test
    void knowsItsPeopleAndItsPolicyAgainAfterARestart() throws Exception {
        String token;
        try (Instance first = start("--demo")) {
            token = token(first);
        }
        try (Instance second = start("--demo")) {
            assertThat(token(second)).isEqualTo(token);
            assertThat(ask(second, "Again?").statusCode()).isEqualTo(200);
        }
        assertThat(events())
                .filteredOn(Event.Administered.class::isInstance)
                .extracting(event -> ((Event.Administered) event).action())
                .containsOnlyOnce("policy.published");
    }

    @Test
    void showsLinesToPasteOnTheReadyScreen() throws Exception {
        try (Instance instance = start("--demo")) {
            assertThat(ReadyScreen.of(instance))
                    .startsWith("Chaperone is ready: http://127.0.0.1:")
                    .contains("curl http", "claude -p", "x-chaperone-repository");
        }
    }

    @Test
    void tellsAnEmptyInstanceTheWayToItsFirstUpstream() throws Exception {
        try (Instance instance = start()) {
            assertThat(ReadyScreen.of(instance)).contains("upstreams:", "config.yaml");
        }
    }

    @Test
    void holdsItsDataDirectoryAlone() throws Exception {
        try (Instance first = start("--demo")) {
            assertThat(token(first)).isNotNull();
            assertThatExceptionOfType(StartFailure.class)
                    .isThrownBy(() -> start("--demo"))
                    .withMessageContaining("in use by another Chaperone");
        }
    }

    @Test
    void keepsItsFilesToItsOwner() throws Exception {
        try (Instance instance = start("--demo")) {
            assertThat(instance.gatewayUrl()).isNotEmpty();
            for (String name :
                    List.of(
                            "server.json",
                            "admin-token",
                            "demo-tokens.properties",
                            "policy.yaml",
                            "keys/postgres-password")) {
                assertThat(Files.getPosixFilePermissions(directory.resolve(name))).hasSize(2);
            }
        }
        assertThat(directory.resolve("server.json")).doesNotExist();
    }

    @Test
    void keepsTheAuthorityOfItsForwardProxy() throws Exception {
        String made;
        try (Instance first = start("--demo")) {
            made = get(first.proxyUrl() + "/ca.pem");
            assertThat(Files.readString(directory.resolve("server.json")))
                    .contains("\"proxy\":\"" + first.proxyUrl() + "\"");
            assertThat(ReadyScreen.of(first)).contains(first.proxyUrl(), "keys/ca.pem");
        }
        assertThat(made).startsWith("-----BEGIN CERTIFICATE-----").isEqualTo(authority());
        for (String name : List.of("keys/ca.pem", "keys/ca-key.pem")) {
            assertThat(Files.getPosixFilePermissions(directory.resolve(name))).hasSize(2);
        }
        try (Instance second = start("--demo")) {
            assertThat(get(second.proxyUrl() + "/ca.pem")).isEqualTo(made);
        }
        Files.delete(directory.resolve("keys/ca-key.pem"));
        assertThatExceptionOfType(StartFailure.class)
                .isThrownBy(() -> start("--demo"))
                .withMessageContaining("ca-key.pem")
                .withMessageContaining("backup");
        assertThat(authority()).isEqualTo(made);
    }

    @Test
    void doesNotTeachACourseThatItCanNotReadAndNamesThePlace() throws Exception {
        Path course = Files.createDirectories(directory.resolve("courses/robots"));
        Files.writeString(course.resolve("course.yaml"), "title: [");
        Files.writeString(course.resolve("quiz.yaml"), "questions: []\n");
        assertThatExceptionOfType(StartFailure.class)
                .isThrownBy(() -> start("--demo"))
                .withMessageContaining("robots/course.yaml, line 1, column 9")
                .withMessageContaining("robots/quiz.yaml, line 1, column 12: there is no question")
                .satisfies(failure ->
                        assertThat(failure.exitCode()).isEqualTo(StartFailure.BAD_INPUT));
    }

    private String authority() throws IOException {
        return Files.readString(directory.resolve("keys/ca.pem"));
    }

    @Test
    void saysWhichPortIsTakenAndHowToChooseAnother() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            assertThatExceptionOfType(StartFailure.class)
                    .isThrownBy(() -> start("--port", port))
                    .withMessageContaining("port " + port + " is taken")
                    .withMessageContaining("--port");
            assertThatExceptionOfType(StartFailure.class)
                    .isThrownBy(() -> start("--gateway-port", port))
                    .withMessageContaining("port " + port + " is taken")
                    .withMessageContaining("--gateway-port")
                    .satisfies(failure ->
                            assertThat(failure.exitCode()).isEqualTo(StartFailure.CANNOT_OPEN));
        }
        // What a failed start held is free again.
        try (Instance instance = start()) {
            assertThat(instance.workspaceUrl()).startsWith("http://127.0.0.1:");
        }
    }

    @Test
    void keepsOtherUsersOutOfADirectoryThatWasOpen() throws Exception {
        for (String name : List.of("", "postgres", "postgres/program")) {
            Path open = Files.createDirectories(directory.resolve(name));
            Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        }
        try (Instance instance = start()) {
            assertThat(instance.workspaceUrl()).isNotEmpty();
            for (String name : List.of("", "keys", "postgres", "postgres/program")) {
                assertThat(Files.getPosixFilePermissions(directory.resolve(name)))
                        .as(name)
                        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
            }
        }
    }

    @Test
    void keepsTheOpenDoorsOfTheDemoAwayFromRealPeopleAndFromOtherMachines() throws Exception {
        try (Instance real = start()) {
            assertThat(real.company()).isNull();
        }
        assertThatExceptionOfType(StartFailure.class)
                .isThrownBy(() -> start("--demo"))
                .withMessageContaining("is not a demo's");
        assertThatExceptionOfType(StartFailure.class)
                .isThrownBy(() -> start("--demo", "--bind", "0.0.0.0", "--behind-tls-proxy"))
                .withMessageContaining("leave --bind away");
        assertThatExceptionOfType(StartFailure.class)
                .isThrownBy(() -> start("--bind", "127.example.org"))
                .withMessageContaining("--behind-tls-proxy");
    }

    @Test
    void saysThatADataDirectoryCanNotBeUsed() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "not a directory");
        assertThatExceptionOfType(StartFailure.class)
                .isThrownBy(() -> Instance.start(Options.parse(List.of("--data", file + "/data"))))
                .withMessageContaining("can not be used")
                .withMessageContaining("--data")
                .satisfies(failure ->
                        assertThat(failure.exitCode()).isEqualTo(StartFailure.CANNOT_OPEN));
    }

    @Test
    void leavesADataDirectoryOfANewerVersionAlone() throws Exception {
        Files.writeString(directory.resolve("format"), "2\n");
        assertThatExceptionOfType(StartFailure.class)
                .isThrownBy(this::start)
                .withMessageContaining("written by a newer version");
        assertThat(directory.resolve("ledger")).doesNotExist();
    }

    @Test
    void treatsAPolicyEditedByHandAsADraft() throws Exception {
        try (Instance first = start("--demo")) {
            assertThat(first.workspace().policies().draft()).isEmpty();
        }
        Path policy = directory.resolve("policy.yaml");
        String published = Files.readString(policy);
        Files.writeString(policy, published + "# a thought of mine\n");
        try (Instance second = start("--demo")) {
            assertThat(second.workspace().policies().current().text()).isEqualTo(published);
            assertThat(second.workspace().policies().draft())
                    .hasValueSatisfying(
                            draft -> assertThat(draft).endsWith("# a thought of mine\n"));
        }
    }

    @Test
    void usesADatabaseOfYourOwn(@TempDir Path elsewhere) throws Exception {
        Path password = Files.writeString(elsewhere.resolve("password"), "ours0and9only\n");
        try (Postgres own = Postgres.start(elsewhere.resolve("pg"), "ours0and9only")) {
            Files.writeString(
                    directory.resolve("config.yaml"),
                    "database: {url: '%s', user: '%s', credential: {file: '%s'}}\n"
                            .formatted(own.address().url(), own.address().user(), password));
            try (Instance instance = start("--demo")) {
                assertThat(ask(instance, "Say hello.").statusCode()).isEqualTo(200);
            }
        }
        assertThat(directory.resolve("postgres")).doesNotExist();
    }

    @Test
    void saysThatADatabaseOfYourOwnCanNotBeReached() throws Exception {
        Files.writeString(
                directory.resolve("config.yaml"),
                "database: {url: 'jdbc:postgresql://127.0.0.1:1/x', user: me}\n");
        assertThatExceptionOfType(StartFailure.class)
                .isThrownBy(this::start)
                .withMessageContaining("127.0.0.1:1")
                .satisfies(failure ->
                        assertThat(failure.exitCode()).isEqualTo(StartFailure.CANNOT_OPEN));
    }

    @Test
    void namesEveryMistakeOfTheCommandLineAtOnce() {
        assertThatExceptionOfType(StartFailure.class)
                .isThrownBy(() ->
                        Options.parse(
                                List.of("--port", "x", "--wat", "--config", "none.yaml", "--data")))
                .withMessageContaining("none.yaml, which does not exist")
                .withMessageContaining("--port is 'x'")
                .withMessageContaining("unknown option: --wat")
                .withMessageContaining("--data needs a value");
    }

    @Test
    void namesEveryMistakeOfTheConfigurationAtOnce() throws IOException {
        Files.writeString(
                directory.resolve("config.yaml"),
                """
                upstreams:
                  - {name: a, kind: abacus, base-url: "ftp://x", credential: {env: NOT_SET_ANYWHERE}}
                  - {kind: openai, base-url: "https://api.example", colour: blue}
                """);

        assertThatExceptionOfType(StartFailure.class)
                .isThrownBy(this::start)
                .withMessageContaining("upstreams[0].kind")
                .withMessageContaining("upstreams[0].base-url")
                .withMessageContaining("NOT_SET_ANYWHERE is not set")
                .withMessageContaining("upstreams[1].name is missing")
                .withMessageContaining("unknown key 'colour'");
    }

    @Test
    void doesNotListenToOtherMachinesWithoutTls() {
        assertThatExceptionOfType(StartFailure.class)
                .isThrownBy(() -> start("--bind", "0.0.0.0"))
                .withMessageContaining("--behind-tls-proxy");
    }

    private Instance start(String... more) throws StartFailure, IOException {
        if (!Files.exists(directory.resolve("config.yaml"))) {
            FreshPostgres.in(directory);
        }
        List<String> words =
                new java.util.ArrayList<>(
                        List.of(
                                "--data",
                                directory.toString(),
                                "--gateway-port",
                                "0",
                                "--port",
                                "0"));
        words.addAll(List.of(more));
        return Instance.start(Options.parse(words));
    }

    private static String token(Instance instance) {
        return Objects.requireNonNull(instance.company()).firstToken();
    }

    private HttpResponse<String> ask(Instance instance, String question)
            throws IOException, InterruptedException {
        String body =
                "{\"model\":\"claude-demo\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\""
                        + question
                        + "\"}]}";
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(instance.gatewayUrl() + "/v1/messages"))
                        .header("authorization", "Bearer " + token(instance))
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private String get(String url) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
                .body();
    }

    private List<Event> events() throws IOException {
        try (Ledger ledger = Ledgers.open(directory.resolve("ledger"))) {
            return ledger.read(0, 1_000).stream().map(Leaves::read).toList();
        }
    }

    private List<Event> intents() throws IOException {
        return events().stream().filter(Event.Intent.class::isInstance).toList();
    }
}
