// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;

/// Claude Code as far as it signs in: what it sends to the gateway, and nothing else.
final class SigningInTool implements AutoCloseable {
    static final String DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code";

    private final String gateway;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    SigningInTool(String gateway) {
        this.gateway = gateway;
    }

    HttpResponse<String> get(String path, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    HttpResponse<String> post(String path, Map<String, String> fields)
            throws IOException, InterruptedException {
        return send(path, BodyPublishers.ofString(FormBrowser.form(fields)));
    }

    HttpResponse<String> send(String path, HttpRequest.BodyPublisher body)
            throws IOException, InterruptedException {
        return client.send(
                request(path)
                        .header("content-type", "application/x-www-form-urlencoded")
                        .POST(body)
                        .build(),
                BodyHandlers.ofString());
    }

    HttpResponse<String> send(String path, String body, String... headers)
            throws IOException, InterruptedException {
        return client.send(
                request(path).headers(headers).POST(BodyPublishers.ofString(body)).build(),
                BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(gateway + path))
                .header("user-agent", "claude-code/2.1.330");
    }

    JsonNode invite() throws IOException, InterruptedException {
        return json(post("/oauth/device_authorization", Map.of("surface", "claude_code")));
    }

    HttpResponse<String> redeem(JsonNode invited) throws IOException, InterruptedException {
        return post(
                "/oauth/token",
                Map.of(
                        "grant_type",
                        DEVICE_GRANT,
                        "device_code",
                        invited.path("device_code").asString()));
    }

    HttpResponse<String> renew(JsonNode tokens) throws IOException, InterruptedException {
        return post(
                "/oauth/token",
                Map.of(
                        "grant_type",
                        "refresh_token",
                        "refresh_token",
                        tokens.path("refresh_token").asString()));
    }

    static JsonNode json(HttpResponse<String> answer) {
        return RunningDemo.JSON.readTree(answer.body());
    }

    @Override
    public void close() {
        client.close();
    }
}
