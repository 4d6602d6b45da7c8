// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.channels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

class WebhookTest {
    private static final String SECRET =
            "whsec_" + Base64.getEncoder().encodeToString(new byte[32]);
    private static final Instant NOW = Instant.parse("2026-11-30T10:00:00Z");

    private final AtomicReference<Headers> headers = new AtomicReference<>();
    private final AtomicReference<byte[]> body = new AtomicReference<>(new byte[0]);
    private final AtomicReference<String> answer = new AtomicReference<>("");
    private final AtomicInteger status = new AtomicInteger(200);
    private HttpServer server = start();

    private static HttpServer start() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @BeforeEach
    void listen() {
        server.createContext(
                "/",
                exchange -> {
                    headers.set(exchange.getRequestHeaders());
                    body.set(exchange.getRequestBody().readAllBytes());
                    byte[] said = answer.get().getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(status.get(), said.length == 0 ? -1 : said.length);
                    exchange.getResponseBody().write(said);
                    exchange.close();
                });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private Webhook webhook(String... events) {
        return new Webhook(
                new Webhook.Settings(
                        "tickets",
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/in"),
                        SECRET,
                        List.of(events)),
                Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static Announcement announcement() {
        return new Announcement(
                "delivery_1",
                URI.create("https://chaperone.example"),
                "dev.chaperone.incident.reported",
                "incident_1",
                NOW,
                "{\"tool\":\"codex\"}");
    }

    @Test
    void tellsAsASignedCloudEvent() throws Exception {
        webhook().send(announcement());
        JsonNode event = new ObjectMapper().readTree(body.get());
        assertThat(event.path("specversion").asText()).isEqualTo("1.0");
        assertThat(event.path("type").asText()).isEqualTo("dev.chaperone.incident.reported");
        assertThat(event.path("subject").asText()).isEqualTo("incident_1");
        assertThat(event.path("time").asText()).isEqualTo("2026-11-30T10:00:00Z");
        assertThat(event.path("data").path("tool").asText()).isEqualTo("codex");
        assertThat(headers.get().getFirst("content-type"))
                .startsWith("application/cloudevents+json");
        assertThat(headers.get().getFirst("webhook-id")).isEqualTo("delivery_1");
        assertThat(headers.get().getFirst("webhook-signature")).isEqualTo(signature());
    }

    /// Worked out apart from the code, as a receiver does it.
    private String signature() throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(new byte[32], "HmacSHA256"));
        mac.update(("delivery_1." + NOW.getEpochSecond() + ".").getBytes(StandardCharsets.UTF_8));
        return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body.get()));
    }

    @Test
    void keepsWhatItIsCalledThere() throws Exception {
        answer.set("{\"reference\":\"SEC-12\",\"url\":\"https://tickets.example/SEC-12\"}");
        assertThat(webhook().send(announcement()))
                .isEqualTo(new Receipt("SEC-12", "https://tickets.example/SEC-12"));
        answer.set("{\"reference\":\"a\\nb\",\"url\":\"javascript:alert(1)\"}");
        assertThat(webhook().send(announcement())).isEqualTo(Receipt.SILENT);
        answer.set("thank you");
        assertThat(webhook().send(announcement())).isEqualTo(Receipt.SILENT);
    }

    @Test
    void saysWhenItIsNotTaken() {
        status.set(503);
        assertThatThrownBy(() -> webhook().send(announcement()))
                .isInstanceOf(NotDeliveredException.class)
                .hasMessage("webhook tickets answered with status 503");
        status.set(302);
        assertThatThrownBy(() -> webhook().send(announcement()))
                .hasMessage("webhook tickets answered with status 302");
        server.stop(0);
        assertThatThrownBy(() -> webhook().send(announcement()))
                .isInstanceOf(NotDeliveredException.class)
                .hasMessageContaining("can not be reached");
    }

    @Test
    void hearsWhatItAskedFor() {
        assertThat(webhook().wants("dev.chaperone.case.opened")).isTrue();
        assertThat(webhook("dev.chaperone.incident").wants("dev.chaperone.incident.closed"))
                .isTrue();
        assertThat(webhook("dev.chaperone.incident").wants("dev.chaperone.incidental")).isFalse();
    }

    @Test
    void wantsASecretThatIsOne() {
        assertThatThrownBy(() -> SigningKey.of("hunter2"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SigningKey.of("whsec_c2hvcnQ="))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
