// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.channels;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.jackson.JsonFormat;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;

/// An endpoint of another system. It gets a CloudEvent (specification 1.0, JSON, structured mode),
/// signed as Standard Webhooks says: `webhook-id`, `webhook-timestamp` and `webhook-signature`.
/// What answers 2xx has taken it; redirects are not followed. The answer may be JSON with
/// `reference` and `url`: what it is called there.
public final class Webhook {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int LONGEST_ANSWER = 64 * 1024;
    private static final int TOO_MANY = 429;
    private static final int LONGEST_REFERENCE = 200;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Settings settings;
    private final SigningKey key;
    private final Clock clock;
    private final HttpClient http;

    public Webhook(Settings settings, Clock clock) {
        this.settings = settings;
        this.key = SigningKey.of(settings.secret());
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
    /// @param secret `whsec_` and base64
    /// @param events prefixes of the types it hears of, such as `dev.chaperone.incident`; empty:
    ///   all
    public record Settings(String name, URI url, String secret, List<String> events) {
        public Settings {
            events = List.copyOf(events);
            SigningKey.of(secret);
        }

        @Override
        public String toString() {
            return "webhook " + name;
        }
    }

    /// By which deliveries name it.
    public String name() {
        return settings.name();
    }

    boolean wants(String type) {
        return settings.events().isEmpty()
                || settings.events().stream()
                        .anyMatch(each -> type.equals(each) || type.startsWith(each + "."));
    }

    Receipt send(Announcement announcement) throws NotDeliveredException, InterruptedException {
        byte[] body = new JsonFormat().serialize(event(announcement));
        String at = Long.toString(clock.instant().getEpochSecond());
        HttpRequest request =
                HttpRequest.newBuilder(settings.url())
                        .timeout(PATIENCE)
                        .header("content-type", JsonFormat.CONTENT_TYPE + "; charset=utf-8")
                        .header("webhook-id", announcement.id())
                        .header("webhook-timestamp", at)
                        .header("webhook-signature", key.sign(announcement.id(), at, body))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build();
        try {
            HttpResponse<InputStream> answer =
                    http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream said = answer.body()) {
                if (answer.statusCode() / 100 != 2) {
                    throw notTaken(answer.statusCode());
                }
                return receipt(said.readNBytes(LONGEST_ANSWER));
            }
        } catch (IOException e) {
            throw NotDeliveredException.unreachable(
                    settings + " can not be reached: " + e.getClass().getSimpleName(), e);
        }
    }

    /// What is too busy or broken takes nothing else either.
    private NotDeliveredException notTaken(int status) {
        String words = settings + " answered with status " + status;
        return status >= 500 || status == TOO_MANY
                ? NotDeliveredException.unreachable(words, null)
                : NotDeliveredException.refused(words, null);
    }

    private static CloudEvent event(Announcement announcement) {
        return CloudEventBuilder.v1()
                .withId(announcement.id())
                .withSource(announcement.source())
                .withType(announcement.type())
                .withSubject(announcement.subject())
                .withTime(announcement.at().atOffset(ZoneOffset.UTC))
                .withData("application/json", announcement.data().getBytes(StandardCharsets.UTF_8))
                .build();
    }

    /// Most receivers answer with nothing, or with words for people.
    private static Receipt receipt(byte[] said) {
        try {
            JsonNode answer = JSON.readTree(new String(said, StandardCharsets.UTF_8));
            return answer == null
                    ? Receipt.SILENT
                    : new Receipt(text(answer, "reference"), address(text(answer, "url")));
        } catch (JsonProcessingException e) {
            return Receipt.SILENT;
        }
    }

    private static @Nullable String text(JsonNode answer, String name) {
        JsonNode value = answer.path(name);
        boolean fits =
                value.isTextual()
                        && !value.asText().isBlank()
                        && value.asText().length() <= LONGEST_REFERENCE
                        && value.asText().chars().noneMatch(Character::isISOControl);
        return fits ? value.asText().strip() : null;
    }

    /// It becomes a link: nothing but an address of the web.
    private static @Nullable String address(@Nullable String written) {
        return written != null && (written.startsWith("https://") || written.startsWith("http://"))
                ? written
                : null;
    }
}
