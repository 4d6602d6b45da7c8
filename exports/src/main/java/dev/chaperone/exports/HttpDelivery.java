// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.exports;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import javax.net.ssl.SSLException;

/// An HTTP endpoint that gets batches by POST: taken is what was answered with 2xx. No redirect is
/// followed, so the credential goes nowhere else.
final class HttpDelivery implements Delivery {
    private static final int LARGEST_ANSWER = 64 * 1024;
    private static final int TOO_MANY = 429;
    private static final int UNAVAILABLE = 503;

    /// Answers of the 400s that are not about the batch: it may be taken another time.
    private static final Set<Integer> NOT_ABOUT_THE_BATCH = Set.of(401, 403, 404, 407, 408, 425);

    private final Target.Endpoint endpoint;
    private final Body body;
    private final Duration patience;
    private final HttpClient client;

    HttpDelivery(Target.Endpoint endpoint, Body body, Duration patience) throws IOException {
        this.endpoint = endpoint;
        this.body = body;
        this.patience = patience;
        HttpClient.Builder builder =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(patience);
        if ("https".equals(endpoint.url().getScheme())) {
            builder.sslContext(Trust.of(endpoint.ca()));
        }
        this.client = builder.build();
    }

    @Override
    public void send(List<Exported> batch) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(endpoint.url())
                        .header("content-type", body.type())
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body.writing().of(batch)));
        Target.Credential credential = endpoint.credential();
        if (credential != null) {
            request.header("authorization", "Bearer " + credential.value());
        }
        CompletableFuture<HttpResponse<byte[]>> sent =
                client.sendAsync(
                        request.build(),
                        BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST_ANSWER));
        try {
            judge(sent.get(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException e) {
            throw sentence(e.getCause());
        } catch (TimeoutException e) {
            throw new IOException(
                    "%s did not answer within %d s".formatted(place(), patience.toSeconds()), e);
        } finally {
            sent.cancel(true);
        }
    }

    private void judge(HttpResponse<byte[]> answer) throws IOException {
        int status = answer.statusCode();
        if (status / 100 == 2) {
            if (body.partly()) {
                refuseParts(answer.body());
            }
            return;
        }
        String sentence = place() + " answered with status " + status;
        if (status == TOO_MANY || status == UNAVAILABLE) {
            Duration pause = retryAfter(answer.headers(), Instant.now());
            if (pause != null) {
                throw new BusyException(sentence, pause);
            }
        }
        if (status / 100 == 4 && status != TOO_MANY && !NOT_ABOUT_THE_BATCH.contains(status)) {
            throw new RefusedException(sentence);
        }
        throw new IOException(sentence);
    }

    /// The pause that an answer asks for, in seconds or up to a date; null when it asks for none.
    static @Nullable Duration retryAfter(HttpHeaders headers, Instant now) {
        String written = headers.firstValue("retry-after").orElse("").strip();
        try {
            if (!written.isEmpty() && written.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return Duration.ofSeconds(Long.parseLong(written));
            }
            Instant until =
                    ZonedDateTime.parse(written, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
            return until.isAfter(now) ? Duration.between(now, until) : Duration.ZERO;
        } catch (DateTimeException | NumberFormatException e) {
            return null;
        }
    }

    /// Looks for `partialSuccess.rejectedLogRecords` in an answer of OTLP. Its message is not
    /// passed on: it may quote records.
    private void refuseParts(byte[] answer) throws RefusedException {
        long rejected = rejected(answer);
        if (rejected > 0) {
            throw new RefusedException(place() + " did not take " + rejected + " of the records");
        }
    }

    static long rejected(byte[] answer) {
        try (JsonParser json = new JsonFactory().createParser(answer)) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token == JsonToken.FIELD_NAME
                        && "rejectedLogRecords".equals(json.currentName())) {
                    json.nextToken();
                    return json.getValueAsLong();
                }
            }
            return 0;
        } catch (IOException e) {
            // The status said that all was taken; the rest need not be JSON.
            return 0;
        }
    }

    private IOException sentence(@Nullable Throwable cause) {
        return switch (cause) {
            case ConnectException e -> new IOException("nothing answers at " + place(), e);
            case SSLException e ->
                    new IOException("TLS with " + place() + " failed: " + e.getMessage(), e);
            case null, default ->
                    new IOException("no answer from " + place() + " that can be read", cause);
        };
    }

    private String place() {
        return endpoint.url().getScheme() + "://" + endpoint.url().getAuthority();
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
