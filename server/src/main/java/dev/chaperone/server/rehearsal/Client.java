// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server.rehearsal;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/// Asks, and insists on the answer that was expected.
final class Client implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .cookieHandler(new CookieManager())
                    .followRedirects(HttpClient.Redirect.NORMAL)
                    .build();
    private long answers;

    static HttpRequest.Builder to(String url) {
        return HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE);
    }

    /// Asks for the text of an answer that must have this status.
    String expect(int status, HttpRequest.Builder asked) throws IOException, InterruptedException {
        var answer = http.send(asked.build(), BodyHandlers.ofString());
        if (answer.statusCode() != status) {
            throw new IOException(
                    "%s was answered with %d, not %d"
                            .formatted(answer.uri().getPath(), answer.statusCode(), status));
        }
        answers++;
        return answer.body();
    }

    long answers() {
        return answers;
    }

    @Override
    public void close() {
        http.close();
    }
}
