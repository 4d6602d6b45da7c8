// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.witness;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// HTTP to parties that may be slow or hostile: one question, one short answer, within a time.
public final class Wire implements Closeable {
    /// More than a checkpoint with dozens of long signatures has.
    private static final int MOST_BYTES = 128 * 1024;

    private static final int MOST_SHOWN = 200;

    private final HttpClient http;
    private final Duration timeout;

    /// Opens no connection yet.
    ///
    /// @param timeout for a whole exchange, from the connection to the last byte
    public Wire(Duration timeout) {
        this.timeout = timeout;
        this.http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(timeout)
                        .build();
    }

    /// An answer that came whole.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Reply(int status, byte[] body) {
        String text() {
            return new String(body, UTF_8);
        }

        /// What may stand in a message: not everything that a stranger sent.
        String shown() {
            String text = text();
            StringBuilder shown = new StringBuilder();
            text.codePoints()
                    .limit(MOST_SHOWN)
                    .forEach(c -> shown.appendCodePoint(Character.isISOControl(c) ? ' ' : c));
            return shown.toString().strip();
        }
    }

    Reply send(HttpRequest.Builder request) throws IOException {
        CompletableFuture<HttpResponse<byte[]>> answer =
                http.sendAsync(
                        request.build(),
                        BodyHandlers.limiting(BodyHandlers.ofByteArray(), MOST_BYTES));
        try {
            HttpResponse<byte[]> response = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return new Reply(response.statusCode(), response.body());
        } catch (TimeoutException e) {
            throw new IOException("No answer within " + timeout.toMillis() + " ms", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while waiting for a witness");
        } catch (ExecutionException e) {
            throw new IOException(reason(e), e);
        } finally {
            answer.cancel(true);
        }
    }

    private static String reason(ExecutionException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        String message = cause.getMessage();
        String kind = cause.getClass().getSimpleName();
        return message == null ? kind : kind + ": " + message;
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }
}
