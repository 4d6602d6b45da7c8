// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.channels;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;

/// An incoming webhook of a chat: it takes `{"text": …}`, as Slack, Mattermost and workflows of
/// Teams do. Its address is all that it takes to write there, so it is a secret: no message of ours
/// holds it.
public final class ChatHook {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration LONGEST_WAIT = Duration.ofHours(24);
    private static final int TOO_MANY = 429;
    private static final int TOO_SLOW = 408;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Settings settings;
    private final Clock clock;
    private final HttpClient http;

    public ChatHook(Settings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        this.http =
                HttpClient.newBuilder()
                        .connectTimeout(PATIENCE)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .build();
    }

    /// How to reach it.
    ///
    /// @param name by which deliveries name it
    /// @param url secret
    /// @param events prefixes of the types it hears of; empty: all
    public record Settings(String name, URI url, List<String> events) {
        public Settings {
            events = List.copyOf(events);
            if (url.getHost() == null || !isSafe(url)) {
                throw new IllegalArgumentException(
                        "the address of a chat begins with https://; http:// is for this machine"
                                + " alone");
            }
        }

        private static boolean isSafe(URI url) {
            return "https".equals(url.getScheme())
                    || "http".equals(url.getScheme()) && isHere(url.getHost());
        }

        /// By its spelling: a name that somebody else resolves is not this machine.
        private static boolean isHere(String host) {
            if (host.equals("localhost")) {
                return true;
            }
            try {
                boolean literal = host.startsWith("[") || host.matches("[0-9.]+");
                return literal && InetAddress.getByName(host).isLoopbackAddress();
            } catch (UnknownHostException e) {
                return false;
            }
        }

        @Override
        public String toString() {
            return "chat " + name;
        }
    }

    String name() {
        return settings.name();
    }

    boolean wants(String type) {
        return settings.events().isEmpty()
                || settings.events().stream()
                        .anyMatch(each -> type.equals(each) || type.startsWith(each + "."));
    }

    void send(ChatText text) throws NotDeliveredException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(settings.url())
                        .timeout(PATIENCE)
                        .header("content-type", "application/json; charset=utf-8")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body(text)))
                        .build();
        try {
            HttpResponse<Void> answer = http.send(request, HttpResponse.BodyHandlers.discarding());
            if (answer.statusCode() / 100 != 2) {
                throw notTaken(answer);
            }
        } catch (IOException e) {
            // Its message may quote the address.
            throw NotDeliveredException.unreachable(
                    settings + " can not be reached: " + e.getClass().getSimpleName(), null);
        }
    }

    private static byte[] body(ChatText text) {
        try {
            return JSON.writeValueAsString(Map.of("text", text.written()))
                    .getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A text is always JSON", e);
        }
    }

    /// What is too busy or broken takes it later; what refuses it will refuse it again.
    private NotDeliveredException notTaken(HttpResponse<?> answer) {
        int status = answer.statusCode();
        String words = settings + " answered with status " + status;
        if (status == TOO_MANY) {
            return NotDeliveredException.busy(words, wait(answer));
        }
        return status >= 500 || status == TOO_SLOW
                ? NotDeliveredException.unreachable(words, null)
                : NotDeliveredException.hopeless(words);
    }

    /// What `Retry-After` says, in seconds or as a date.
    private @Nullable Duration wait(HttpResponse<?> answer) {
        String written = answer.headers().firstValue("retry-after").orElse("").strip();
        try {
            Duration said =
                    written.matches("[0-9]{1,9}")
                            ? Duration.ofSeconds(Long.parseLong(written))
                            : Duration.between(
                                    clock.instant(),
                                    ZonedDateTime.parse(
                                                    written, DateTimeFormatter.RFC_1123_DATE_TIME)
                                            .toInstant());
            if (said.isNegative()) {
                return null;
            }
            return said.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : said;
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
