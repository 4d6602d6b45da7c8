// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.verifier;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPInputStream;

import javax.net.ssl.SSLException;

/// A ledger that is served over HTTP. The token goes to its own server only, and only for entries.
final class Website implements Source {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int OK = 200;
    private static final int REDIRECTIONS = 300;
    private static final int ERRORS = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int GONE = 410;
    private static final int MAX_HOPS = 3;
    private static final String ENTRIES = "tile/entries/";

    private final String base;
    private final @Nullable String token;
    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(PATIENCE)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();

    private Website(String base, @Nullable String token) {
        this.base = base;
        this.token = token;
    }

    static boolean isUrl(String written) {
        String small = written.toLowerCase(Locale.ROOT);
        return small.startsWith("http://") || small.startsWith("https://");
    }

    /// Opens a ledger's address, or that of the server which has it under `/ledger`.
    static Website open(String written, @Nullable String token) throws UsageException, IOException {
        String base = plain(written);
        if (token != null && !token.chars().allMatch(c -> c > ' ' && c <= '~')) {
            throw new UsageException("the token is not one word");
        }
        Website named = new Website(base, token);
        if (named.read("checkpoint", Note.MAX_BYTES, new Bytes())) {
            return named;
        }
        Website inside = new Website(base + "/ledger", token);
        if (inside.read("checkpoint", Note.MAX_BYTES, new Bytes())) {
            named.close();
            return inside;
        }
        inside.close();
        return named;
    }

    private static String plain(String written) throws UsageException {
        String base = written;
        while (base.endsWith("/")) {
            base = base.substring(0, base.length() - 1);
        }
        try {
            URI uri = URI.create(base);
            boolean usable =
                    uri.getHost() != null
                            && uri.getUserInfo() == null
                            && uri.getQuery() == null
                            && uri.getFragment() == null;
            if (usable) {
                return base;
            }
        } catch (IllegalArgumentException e) {
            throw new UsageException("not the URL of a ledger: " + written);
        }
        throw new UsageException("not the URL of a ledger: " + written);
    }

    @Override
    public boolean read(String path, int limit, Bytes into) throws IOException {
        URI uri = URI.create(base + "/" + path);
        into.length(0);
        HttpResponse<byte[]> answer = get(uri, limit);
        for (int hops = 0; isRedirection(answer.statusCode()); hops++) {
            uri = target(uri, answer, hops);
            answer = get(uri, limit);
        }
        return switch (answer.statusCode()) {
            case OK -> {
                unpack(answer, limit, into);
                yield true;
            }
            case NOT_FOUND, GONE -> false;
            case UNAUTHORIZED, FORBIDDEN ->
                    throw new NotAllowedException(
                            "the server answers %s with status %d"
                                    .formatted(path, answer.statusCode()));
            default ->
                    throw new UnreachableException(
                            "%s answers with status %d".formatted(uri, answer.statusCode()));
        };
    }

    private static boolean isRedirection(int status) {
        return status >= REDIRECTIONS && status < ERRORS;
    }

    /// Where a redirection leads, on the same server.
    private static URI target(URI from, HttpResponse<?> answer, int hops)
            throws UnreachableException {
        String location = answer.headers().firstValue("location").orElse("");
        try {
            URI to = from.resolve(location);
            boolean home =
                    from.getScheme().equals(to.getScheme())
                            && from.getHost().equals(to.getHost())
                            && from.getPort() == to.getPort();
            if (home && hops < MAX_HOPS) {
                return to;
            }
        } catch (IllegalArgumentException e) {
            throw new UnreachableException(from + " redirects to something that is no URL");
        }
        throw new UnreachableException(
                "%s redirects to %s, which is not followed".formatted(from, location));
    }

    private HttpResponse<byte[]> get(URI uri, int limit) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).header("accept-encoding", "gzip");
        if (token != null && uri.getPath().contains(ENTRIES)) {
            request.header("authorization", "Bearer " + token);
        }
        // What is packed is hardly ever longer than what it unpacks to.
        long most = limit + (limit >> 3) + 1024L;
        CompletableFuture<HttpResponse<byte[]>> sent =
                client.sendAsync(
                        request.GET().build(),
                        BodyHandlers.limiting(BodyHandlers.ofByteArray(), most));
        try {
            return sent.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new UnreachableException(sentence(uri, e.getCause()));
        } catch (TimeoutException e) {
            sent.cancel(true);
            throw new UnreachableException(
                    uri + " did not answer within " + PATIENCE.toSeconds() + " s");
        } catch (InterruptedException e) {
            sent.cancel(true);
            Thread.currentThread().interrupt();
            throw new UnreachableException("interrupted while waiting for " + uri);
        }
    }

    private static String sentence(URI uri, @Nullable Throwable cause) {
        return switch (cause) {
            case ConnectException _ -> "nothing answers at " + uri;
            case SSLException e ->
                    "the certificate of " + uri + " is not accepted: " + e.getMessage();
            case null, default -> "no answer from " + uri + " that can be read: " + cause;
        };
    }

    private static void unpack(HttpResponse<byte[]> answer, int limit, Bytes into)
            throws IOException {
        String encoding = answer.headers().firstValue("content-encoding").orElse("identity");
        try (InputStream in =
                "gzip".equalsIgnoreCase(encoding)
                        ? new GZIPInputStream(new ByteArrayInputStream(answer.body()))
                        : new ByteArrayInputStream(answer.body())) {
            int read = 0;
            while (read >= 0 && into.length() <= limit) {
                into.length(into.length() + read);
                into.reserve(Math.clamp(limit + 1L - into.length(), 1, 64 * 1024));
                int room = Math.min(into.array().length, limit + 1) - into.length();
                read = room == 0 ? -1 : in.read(into.array(), into.length(), room);
            }
        } catch (IOException e) {
            throw new UnreadableException(answer.uri() + " is packed in a way that breaks off");
        }
    }

    /// A server does not list its tiles; it has the asked width or the full tile.
    @Override
    public List<Integer> widths(TileName tile) {
        return List.of();
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
