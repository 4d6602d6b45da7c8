// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;

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
        HttpClient.Builder builder =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(timeout);
        if ("http".equals(workspace.getScheme())) {
            builder.sslContext(withoutCertificates());
        }
        this.client = builder.build();
    }

    /// Trusts nobody; spares a client of plain HTTP the reading of all the world's certificates.
    private static SSLContext withoutCertificates() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[0], new TrustManager[0], null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no TLS", e);
        }
    }

    URI workspace() {
        return workspace;
    }

    @Nullable AccessToken token() {
        return token;
    }

    /// Asks what everybody may know, without the token.
    Reply getPublic(String path) throws UnreachableException {
        return send(request(path).GET());
    }

    Reply get(String path) throws UnreachableException {
        return send(authorized(path).GET());
    }

    Reply post(String path, JsonObject body) throws UnreachableException {
        return send(
                authorized(path)
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
    }

    /// An answer with its headers.
    record Answer(Reply reply, HttpHeaders headers) {}

    /// The same with more headers, for who wants to see those of the answer.
    Answer post(String path, Map<String, String> headers, JsonObject body)
            throws UnreachableException {
        HttpRequest.Builder request =
                authorized(path)
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
        headers.forEach(request::setHeader);
        HttpResponse<byte[]> response = exchange(request);
        return new Answer(reply(response), response.headers());
    }

    Reply delete(String path) throws UnreachableException {
        return send(authorized(path).DELETE());
    }

    /// Asks for a file that must come byte for byte.
    ///
    /// @param type its media type
    Download download(String path, String type) throws UnreachableException {
        HttpRequest.Builder request =
                authorized(path).setHeader("accept", type + ", application/problem+json");
        HttpResponse<byte[]> response = exchange(request.GET());
        return new Download(response.statusCode(), response.body(), reply(response));
    }

    /// Asks for an answer that may be long: the timeout is for its beginning, and then for each
    /// time that nothing comes.
    Stream stream(String path) throws UnreachableException {
        CompletableFuture<HttpResponse<InputStream>> sent =
                client.sendAsync(authorized(path).GET().build(), BodyHandlers.ofInputStream());
        return new Stream(await(sent));
    }

    /// A long answer as it comes.
    final class Stream implements AutoCloseable {
        private final HttpResponse<InputStream> response;
        private final PatientInput body;

        private Stream(HttpResponse<InputStream> response) {
            this.response = response;
            this.body = new PatientInput(response.body(), timeout);
        }

        boolean isSuccess() {
            return new Reply(response.statusCode(), "").isSuccess();
        }

        HttpHeaders headers() {
            return response.headers();
        }

        InputStream body() {
            return body;
        }

        /// The answer as a short one, which refusals are.
        Reply whole() throws UnreachableException {
            try {
                String text = new String(body.readNBytes(MAX_BODY), StandardCharsets.UTF_8);
                return new Reply(
                        response.statusCode(), token == null ? text : token.hiddenIn(text));
            } catch (IOException e) {
                throw new UnreachableException(sentence(e));
            }
        }

        @Override
        public void close() {
            body.close();
        }
    }

    private HttpRequest.Builder authorized(String path) {
        HttpRequest.Builder request = request(path);
        return token == null ? request : request.header("authorization", "Bearer " + token.value());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(workspace + path))
                .header("accept", "application/json, application/problem+json");
    }

    private Reply send(HttpRequest.Builder request) throws UnreachableException {
        return reply(exchange(request));
    }

    private Reply reply(HttpResponse<byte[]> response) {
        String body = new String(response.body(), StandardCharsets.UTF_8);
        return new Reply(response.statusCode(), token == null ? body : token.hiddenIn(body));
    }

    private HttpResponse<byte[]> exchange(HttpRequest.Builder request) throws UnreachableException {
        CompletableFuture<HttpResponse<byte[]>> sent =
                client.sendAsync(
                        request.build(),
                        BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_BODY));
        return await(sent);
    }

    private <T> HttpResponse<T> await(CompletableFuture<HttpResponse<T>> sent)
            throws UnreachableException {
        try {
            return sent.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
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
                    "the certificate of "
                            + workspace
                            + " is not accepted ("
                            + e.getMessage()
                            + "); docs/first-person-and-token.md says how to trust your own";
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
