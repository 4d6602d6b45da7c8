// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import org.jspecify.annotations.Nullable;

import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import javax.net.ssl.SSLException;

/// The workspace's API, asked over HTTP. Follows no redirect, so the token goes nowhere else.
final class Api implements AutoCloseable {
    private static final int MAX_BODY = 4 * 1024 * 1024;

    private final URI workspace;
    private final @Nullable AccessToken token;
    private final Duration timeout;
    private final HttpClient client;

    /// @param token null to ask only what is public
    /// @param timeout for a whole answer
    Api(URI workspace, @Nullable AccessToken token, Duration timeout) {
        this.workspace = workspace;
        this.token = token;
        this.timeout = timeout;
        this.client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(timeout)
                        .build();
    }

    URI workspace() {
        return workspace;
    }

    @Nullable AccessToken token() {
        return token;
    }

    Reply get(String path) throws UnreachableException {
        return send(request(path).GET());
    }

    Reply post(String path, JsonObject body) throws UnreachableException {
        return send(
                request(path)
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(workspace + path))
                        .header("accept", "application/json, application/problem+json");
        if (token != null) {
            request.header("authorization", "Bearer " + token.value());
        }
        return request;
    }

    private Reply send(HttpRequest.Builder request) throws UnreachableException {
        CompletableFuture<HttpResponse<byte[]>> sent =
                client.sendAsync(
                        request.build(),
                        BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_BODY));
        try {
            HttpResponse<byte[]> response = sent.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            String body = new String(response.body(), StandardCharsets.UTF_8);
            return new Reply(response.statusCode(), token == null ? body : token.hiddenIn(body));
        } catch (ExecutionException e) {
            throw new UnreachableException(sentence(e.getCause()));
        } catch (TimeoutException e) {
            sent.cancel(true);
            throw new UnreachableException(tooSlow());
        } catch (InterruptedException e) {
            sent.cancel(true);
            Thread.currentThread().interrupt();
            throw new UnreachableException("interrupted while waiting for " + workspace);
        }
    }

    private String sentence(@Nullable Throwable cause) {
        return switch (cause) {
            case HttpTimeoutException _ -> tooSlow();
            case ConnectException _ -> "nothing answers at " + workspace;
            case SSLException e ->
                    "the certificate of " + workspace + " is not accepted: " + e.getMessage();
            case null, default -> "no answer from " + workspace + " that can be read as HTTP";
        };
    }

    private String tooSlow() {
        String seconds = String.valueOf(timeout.toMillis() / 1000.0).replaceFirst("\\.0$", "");
        return workspace + " did not answer within " + seconds + " s (--timeout changes that)";
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
