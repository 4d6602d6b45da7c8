// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.deliveries;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;

import dev.chaperone.channels.Channels;
import dev.chaperone.channels.MailServer;
import dev.chaperone.channels.Webhook;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.TestWorkspace;
import dev.chaperone.workspace.people.People;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

class CourierTest {
    private static final String SECRET = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

    @TempDir Path directory;

    private final AtomicInteger status = new AtomicInteger(200);
    private final List<String> ids = new ArrayList<>();
    private final List<String> references = new ArrayList<>();
    private HttpServer server;
    private TestWorkspace workspace;
    private Deliveries deliveries;
    private Courier courier;

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    ids.add(exchange.getRequestHeaders().getFirst("webhook-id"));
                    byte[] said = "{\"reference\":\"SEC-7\"}".getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(status.get(), said.length);
                    exchange.getResponseBody().write(said);
                    exchange.close();
                });
        server.start();
        workspace = TestWorkspace.open(directory);
        Channels channels =
                new Channels(
                        new MailServer(
                                new MailServer.Settings(
                                        "127.0.0.1",
                                        nobodyListens(),
                                        MailServer.Security.NONE,
                                        null,
                                        null,
                                        "chaperone@acme.example")),
                        List.of(
                                new Webhook(
                                        new Webhook.Settings(
                                                "tickets",
                                                URI.create(
                                                        "http://127.0.0.1:"
                                                                + server.getAddress().getPort()),
                                                SECRET,
                                                List.of("dev.chaperone.incident")),
                                        workspace.clock())));
        deliveries =
                new Deliveries(
                        workspace.database(), workspace.journal(), channels, workspace.clock());
        courier =
                new Courier(
                        workspace.database(),
                        channels,
                        new People(
                                workspace.database(),
                                workspace.journal(),
                                workspace.inForce(),
                                workspace.clock()),
                        () -> URI.create("https://chaperone.example"),
                        (about, receipt) -> references.add(about + " " + receipt.reference()),
                        workspace.clock());
    }

    private static int nobodyListens() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @AfterEach
    void close() throws IOException {
        server.stop(0);
        workspace.close();
    }

    private void announce(String occasion) {
        deliveries.announce(
                occasion, "dev.chaperone.incident.reported", "incident_1", Map.of("number", 1));
    }

    @Test
    void tellsOnceAndLearnsWhatItIsCalledThere() throws InterruptedException {
        announce("incident.1");
        announce("incident.1");
        deliveries.announce("case.1", "dev.chaperone.case.opened", "case_1", Map.of());
        while (courier.sendOne()) {
            assertThat(ids).hasSizeLessThan(5);
        }
        assertThat(ids).hasSize(1);
        assertThat(references).containsExactly("incident_1 SEC-7");
        assertThat(deliveries.counts()).isEqualTo(new Deliveries.Counts(0, 1, 0, null));
    }

    @Test
    void triesAgainWithTheSameIdThenGivesUpInPlainSight() throws Exception {
        status.set(500);
        announce("incident.1");
        for (int i = 0; i < 20; i++) {
            courier.sendOne();
            workspace.clock().set(workspace.clock().instant().plus(Duration.ofDays(2)));
        }
        assertThat(ids).hasSize(8).containsOnly(ids.getFirst());
        Delivery dead = deliveries.list(Delivery.State.GIVEN_UP, null, 10).items().getFirst();
        assertThat(dead.problem()).isEqualTo("webhook tickets answered with status 500");

        status.set(204);
        deliveries.again(dead.id(), Actor.ADMIN_TOKEN);
        courier.sendOne();
        assertThat(deliveries.counts().delivered()).isEqualTo(1);
        assertThat(workspace.changes("delivery.tried-again")).hasSize(1);
    }

    @Test
    void letsLettersWaitWhileTheMailServerIsDown() throws InterruptedException {
        deliveries.mail("sign.1", "ada@acme.example", "Please sign", "…");
        deliveries.mail("sign.2", "tomasz@acme.example", "Please sign", "…");
        assertThat(courier.sendOne()).isTrue();
        // The second waits too: nobody answers there.
        assertThat(courier.sendOne()).isFalse();
        assertThat(deliveries.counts())
                .isEqualTo(new Deliveries.Counts(2, 0, 0, TestWorkspace.NOON));
        assertThat(deliveries.list(Delivery.State.WAITING, null, 10).items())
                .extracting(Delivery::problem)
                .anySatisfy(problem -> assertThat(problem).startsWith("mail server 127.0.0.1:"));
    }

    @Test
    void writesNoLetterWithoutAMailServer() {
        Deliveries silent =
                new Deliveries(
                        workspace.database(),
                        workspace.journal(),
                        Channels.NONE,
                        workspace.clock());
        assertThat(silent.mail("sign.1", "ada@acme.example", "Please sign", "…")).isFalse();
        assertThat(silent.counts().waiting()).isZero();
    }
}
