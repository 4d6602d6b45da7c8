// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.ledger.Event;
import dev.chaperone.ledger.Leaves;
import dev.chaperone.ledger.Ledger;
import dev.chaperone.workspace.people.Role;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;

/// The whole product in this process, as `up` starts it, on free ports.
final class RunningDemo implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    static final JsonMapper JSON = JsonMapper.builder().build();

    private final Instance instance;
    private final Path data;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private int answered;

    private RunningDemo(Instance instance, Path data) {
        this.instance = instance;
        this.data = data;
    }

    /// With the demo company and the demo model.
    static RunningDemo start(Path data) throws StartFailure, IOException {
        return start(data, "--demo");
    }

    static RunningDemo start(Path data, String... more) throws StartFailure, IOException {
        FreshPostgres.in(data);
        List<String> words =
                new ArrayList<>(
                        List.of("--data", data.toString(), "--gateway-port", "0", "--port", "0"));
        words.addAll(List.of(more));
        return new RunningDemo(Instance.start(Options.parse(words)), data);
    }

    Instance instance() {
        return instance;
    }

    String url() {
        return instance.workspaceUrl();
    }

    String adminToken() throws IOException {
        return Files.readString(data.resolve("admin-token")).strip();
    }

    /// The gateway token of the demo's first developer.
    String token() {
        return Objects.requireNonNull(instance.company()).firstToken();
    }

    /// A token of the API for the demo person with a role.
    String apiToken(Role role) throws IOException, InterruptedException {
        String email = email(role);
        // Of most roles the demo has nobody; who is there already stays as they are.
        post(
                "/api/v1/people",
                adminToken(),
                "{\"email\":\"%s\",\"name\":\"%s\",\"role\":\"%s\"}"
                        .formatted(email, role, role.written()));
        HttpResponse<String> made =
                post(
                        "/api/v1/tokens",
                        adminToken(),
                        "{\"person\":\"" + email + "\",\"name\":\"test\",\"kind\":\"api\"}");
        return JSON.readTree(made.body()).path("token").asString();
    }

    /// The address of the person with a role.
    static String email(Role role) {
        return DemoCompany.doors().stream()
                .filter(door -> door.role() == role)
                .findFirst()
                .map(DemoCompany.Member::email)
                .orElse(role.written() + "@northwind.example");
    }

    /// A request through the gateway.
    HttpResponse<String> ask(String token, String question, String repository)
            throws IOException, InterruptedException {
        return ask(token, question, repository, "none");
    }

    /// A request through the gateway that tells which commit is checked out.
    HttpResponse<String> ask(String token, String question, String repository, String commit)
            throws IOException, InterruptedException {
        String body =
                JSON.writeValueAsString(
                        java.util.Map.of(
                                "model",
                                "claude-demo",
                                "max_tokens",
                                9,
                                "messages",
                                List.of(java.util.Map.of("role", "user", "content", question))));
        HttpResponse<String> answer =
                client.send(
                        HttpRequest.newBuilder(URI.create(instance.gatewayUrl() + "/v1/messages"))
                                .header("authorization", "Bearer " + token)
                                .header("content-type", "application/json")
                                .header("x-chaperone-repository", repository)
                                .header("x-chaperone-commit", commit)
                                .POST(BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofString());
        if (answer.statusCode() == 200) {
            answered++;
        }
        return answer;
    }

    HttpResponse<String> ask(String question) throws IOException, InterruptedException {
        return ask(token(), question, "northwind/shop");
    }

    HttpResponse<String> get(String path, String bearer) throws IOException, InterruptedException {
        return client.send(request(path, bearer).build(), BodyHandlers.ofString());
    }

    HttpResponse<String> post(String path, String bearer, String json)
            throws IOException, InterruptedException {
        return send("POST", path, bearer, "application/json", json);
    }

    HttpResponse<String> send(String method, String path, String bearer, String type, String body)
            throws IOException, InterruptedException {
        return client.send(
                request(path, bearer)
                        .header("content-type", type)
                        .method(method, BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path, String bearer) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url() + path));
        return bearer.isEmpty() ? request : request.header("authorization", "Bearer " + bearer);
    }

    JsonNode json(String path) throws IOException, InterruptedException {
        return JSON.readTree(get(path, adminToken()).body());
    }

    /// Waits until everything that was asked is recorded and can be searched.
    void searchable() throws IOException, InterruptedException {
        Ledger ledger = instance.workspace().ledger();
        // The end of an answer is recorded when it has gone out.
        while (outcomes(ledger) < answered) {
            LockSupport.parkNanos(5_000_000);
        }
        if (!instance.workspace().projection().awaitPosition(ledger.size(), PATIENCE)) {
            throw new IllegalStateException("The search did not catch up");
        }
    }

    private static long outcomes(Ledger ledger) throws IOException {
        return ledger.read(0, 10_000).stream()
                .map(Leaves::read)
                .filter(Event.Outcome.class::isInstance)
                .count();
    }

    @Override
    public void close() {
        client.close();
        instance.close();
    }
}
