// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.sun.net.httpserver.HttpServer;

import dev.chaperone.workspace.people.Role;

import jakarta.mail.internet.MimeMessage;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// The whole way from what somebody wants to a real mail server and a real chat.
@Timeout(600)
final class NotificationsTest {
    private static final LinkedBlockingQueue<String> SAID = new LinkedBlockingQueue<>();
    private static final GreenMail MAIL =
            new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    private static final String PREFERENCES = "/api/v1/notification-preferences";

    private static HttpServer chat;
    private static RunningDemo demo;
    private static String developer;

    @BeforeAll
    static void start(@TempDir Path data) throws Exception {
        MAIL.start();
        chat = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        chat.createContext(
                "/hunter2",
                exchange -> {
                    SAID.add(
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8));
                    exchange.sendResponseHeaders(200, -1);
                    exchange.close();
                });
        chat.start();
        Path secret = data.resolve("chat-address");
        Files.writeString(secret, "http://127.0.0.1:" + chat.getAddress().getPort() + "/hunter2\n");
        Files.writeString(
                data.resolve("config.yaml"),
                """
                mail: {host: 127.0.0.1, port: %d, security: none, from: chaperone@northwind.example}
                chats:
                  - {name: security, credential: {file: %s}}
                """
                        .formatted(MAIL.getSmtp().getPort(), secret));
        demo = RunningDemo.start(data);
        developer = demo.apiToken(Role.DEVELOPER);
    }

    @AfterAll
    static void stop() {
        demo.close();
        chat.stop(0);
        MAIL.stop();
    }

    private static JsonNode json(String path) throws Exception {
        return RunningDemo.JSON.readTree(demo.get(path, developer).body());
    }

    private static int prefer(String kind, String json) throws Exception {
        return demo.send("PUT", PREFERENCES + "/" + kind, developer, "application/json", json)
                .statusCode();
    }

    private static String letter(String heading) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (System.nanoTime() < end) {
            MAIL.waitForIncomingEmail(500, 1);
            for (MimeMessage each : MAIL.getReceivedMessages()) {
                if (each.getSubject().startsWith(heading)
                        && Arrays.toString(each.getAllRecipients())
                                .contains("ada@northwind.example")) {
                    return each.getContent().toString();
                }
            }
        }
        throw new AssertionError("No letter “" + heading + "” came");
    }

    @Test
    void gathersADaysDutiesInOneRealLetterAndTellsTheRealChat() throws Exception {
        assertThat(
                        prefer(
                                "duty",
                                "{\"mail\":true,\"chat\":true,\"page\":true,\"rhythm\":\"daily\"}"))
                .isEqualTo(200);
        Workspace workspace = demo.instance().workspace();
        workspace.reminders().run();
        String said = Objects.requireNonNull(SAID.poll(30, TimeUnit.SECONDS));
        assertThat(said).startsWith("{\"text\":\"For Ada Moreau: ");
        assertThat(workspace.digests().run()).isEqualTo(1);
        assertThat(workspace.digests().run()).isZero();
        assertThat(letter("Chaperone: ")).contains("To do:", "Take the course", "/notifications");

        JsonNode told = json("/api/v1/notifications?unread=true");
        assertThat(told.path("unread").asInt()).isPositive();
        JsonNode first = told.path("items").get(0);
        assertThat(first.path("kind").asString()).isEqualTo("duty");
        String path = "/api/v1/notifications/" + first.path("id").asString() + "/read";
        assertThat(demo.post(path, demo.apiToken(Role.AUDITOR), "").statusCode()).isEqualTo(404);
        assertThat(demo.post(path, developer, "").statusCode()).isEqualTo(204);
        assertThat(json("/api/v1/notifications").path("unread").asInt())
                .isEqualTo(told.path("unread").asInt() - 1);
        for (String everywhere :
                java.util.List.of("/api/v1/deliveries", "/api/v1/checks", "/api/v1/me")) {
            assertThat(demo.get(everywhere, demo.adminToken()).body()).doesNotContain("hunter2");
        }
    }

    @Test
    void refusesWhatWouldHideASecurityNoticeAndNamesWhatIsMissing() throws Exception {
        assertThat(
                        prefer(
                                "sign-in",
                                "{\"mail\":false,\"chat\":false,\"page\":true,\"rhythm\":\"at-once\"}"))
                .isEqualTo(400);
        assertThat(prefer("duty", "{\"mail\":true}")).isEqualTo(400);
        assertThat(prefer("weather", "{}")).isEqualTo(400);
        JsonNode preferences = json(PREFERENCES).path("items");
        assertThat(preferences.size()).isEqualTo(7);
        assertThat(preferences.toString()).contains("Nothing is decided about you");
        assertThat(demo.get(PREFERENCES, demo.adminToken()).statusCode()).isEqualTo(409);
    }
}
