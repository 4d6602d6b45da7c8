// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.channels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/// What a chat is told, and what becomes of its answers.
class ChatHookTest {
    private static final Instant NOW = Instant.parse("2026-11-30T10:00:00Z");
    private static final String SECRET = "/services/T000/B000/XXXXsecretXXXX";

    private final AtomicReference<byte[]> body = new AtomicReference<>(new byte[0]);
    private final AtomicReference<String> wait = new AtomicReference<>("");
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
                SECRET,
                exchange -> {
                    body.set(exchange.getRequestBody().readAllBytes());
                    if (!wait.get().isEmpty()) {
                        exchange.getResponseHeaders().set("Retry-After", wait.get());
                    }
                    exchange.sendResponseHeaders(status.get(), -1);
                    exchange.close();
                });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private Channels channels(String... events) {
        return new Channels(
                null,
                List.of(),
                List.of(
                        new ChatHook(
                                new ChatHook.Settings(
                                        "security",
                                        URI.create(
                                                "http://127.0.0.1:"
                                                        + server.getAddress().getPort()
                                                        + SECRET),
                                        List.of(events)),
                                Clock.fixed(NOW, ZoneOffset.UTC))));
    }

    private static Announcement announcement(String data) {
        return new Announcement(
                "delivery_1",
                URI.create("https://chaperone.example"),
                "dev.chaperone.incident.reported",
                "incident_1",
                NOW,
                data);
    }

    private String text() throws IOException {
        JsonNode said = new ObjectMapper().readTree(body.get());
        assertThat(said.size()).isEqualTo(1);
        return said.path("text").asText();
    }

    @Test
    void saysWhatHappenedInAText() throws Exception {
        channels()
                .send(
                        "security",
                        announcement(
                                "{\"number\":7,\"tool\":null,\"url\":\"https://c.example/incidents/i\"}"));
        assertThat(text())
                .isEqualTo(
                        "Chaperone: incident reported\nnumber: 7\nurl: https://c.example/incidents/i");
    }

    @Test
    void mentionsNobodyAndMakesNoMarkupOfWhatSomebodyWrote() throws Exception {
        channels()
                .say(
                        "security",
                        new Letter(
                                "delivery_1",
                                "Eve <!channel> & @here",
                                "@channel <https://evil.example|sign>",
                                "![x](https://evil.example/pixel)"));
        assertThat(text())
                .contains("&lt;!channel&gt; &amp; ", "&lt;https://evil.example|sign&gt;")
                .doesNotContain("<", ">", "@here", "@channel", "](");
    }

    @Test
    void waitsAsLongAsTheChatWantsTo() {
        status.set(429);
        assertThatExceptionOfType(NotDeliveredException.class)
                .isThrownBy(() -> channels().send("security", announcement("{}")))
                .returns(Duration.ZERO, NotDeliveredException::wanted);
        wait.set("120");
        assertThatExceptionOfType(NotDeliveredException.class)
                .isThrownBy(() -> channels().send("security", announcement("{}")))
                .returns(Duration.ofMinutes(2), NotDeliveredException::wanted)
                .returns(true, NotDeliveredException::isOfTheChannel)
                .returns(false, NotDeliveredException::isHopeless);
        wait.set("Mon, 30 Nov 2026 10:05:00 GMT");
        assertThatExceptionOfType(NotDeliveredException.class)
                .isThrownBy(() -> channels().send("security", announcement("{}")))
                .returns(Duration.ofMinutes(5), NotDeliveredException::wanted);
        wait.set("99999999");
        assertThatExceptionOfType(NotDeliveredException.class)
                .isThrownBy(() -> channels().send("security", announcement("{}")))
                .returns(Duration.ofHours(24), NotDeliveredException::wanted);
    }

    @Test
    void isHopelessWhenItIsRefusedAndNeverNamesTheAddress() {
        for (int refusal : new int[] {400, 403, 404, 410, 302}) {
            status.set(refusal);
            assertThatExceptionOfType(NotDeliveredException.class)
                    .isThrownBy(() -> channels().send("security", announcement("{}")))
                    .withMessage("chat security answered with status " + refusal)
                    .returns(true, NotDeliveredException::isHopeless);
        }
        status.set(503);
        assertThatExceptionOfType(NotDeliveredException.class)
                .isThrownBy(() -> channels().send("security", announcement("{}")))
                .returns(false, NotDeliveredException::isHopeless);
        server.stop(0);
        assertThatExceptionOfType(NotDeliveredException.class)
                .isThrownBy(() -> channels().send("security", announcement("{}")))
                .withMessageContaining("can not be reached")
                .matches(gone -> gone.getCause() == null)
                .matches(gone -> !String.valueOf(gone.getMessage()).contains("secret"));
    }

    @Test
    void goesByHttpsAwayFromThisMachine() {
        for (String open :
                List.of(
                        "http://chat.example/x",
                        "http://127.0.0.1.evil.example/x",
                        "ftp://chat.example/x",
                        "chat.example")) {
            assertThatIllegalArgumentException()
                    .as(open)
                    .isThrownBy(
                            () -> new ChatHook.Settings("security", URI.create(open), List.of()))
                    .withMessageContaining("https://");
        }
        for (String safe :
                List.of("https://chat.example/x", "http://localhost:1/x", "http://[::1]:1/x")) {
            assertThat(new ChatHook.Settings("security", URI.create(safe), List.of()))
                    .hasToString("chat security");
        }
    }

    @Test
    void hearsWhatItAskedFor() {
        assertThat(channels().listeners("dev.chaperone.case.opened")).containsExactly("security");
        assertThat(channels("dev.chaperone.incident").listeners("dev.chaperone.case.opened"))
                .isEmpty();
        assertThat(channels("dev.chaperone.incident").chats("dev.chaperone.incident.closed"))
                .containsExactly("security");
    }
}
