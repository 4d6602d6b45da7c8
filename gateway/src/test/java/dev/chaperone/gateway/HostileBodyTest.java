// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.ledger.Event;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// Bodies that are broken, too large, of the wrong kind, or do not come to their end.
@Timeout(60)
class HostileBodyTest {
    private static final int MAX_BODY = 64 * 1024;
    private static final GatewayConfiguration.Limits SHORT =
            new GatewayConfiguration.Limits(
                    MAX_BODY,
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(5),
                    Duration.ofMillis(150),
                    Duration.ofSeconds(5),
                    GatewayConfiguration.Strangers.DEFAULT);

    private final TestSite site = TestSite.setup().limits(SHORT).start();

    @AfterEach
    void close() {
        site.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "7",
                "\"text\"",
                "[]",
                "{",
                "{\"model\":\"x\",\"messages\":[{\"role\":\"user\",\"content\":\"hel",
                "{\"model\":\"x\",\"messages\":[]} {\"second\":1}",
                "{\"model\":\"x\",\"messages\":[],}",
                "{\"model\":\"x\" \"messages\":[]}",
                "{'model':'x'}",
                "{\"model\":\"\\x41\"}",
                "{\"model\":\"a\nb\"}",
                "{\"n\":01}",
                "{\"n\":NaN}",
                "{\"a\":1//\n}",
                "\uFEFF[",
                "<html>"
            })
    void refusesWhatIsNoJsonObjectInEitherFormat(String body) throws Exception {
        for (String path : List.of("/v1/messages", "/v1/chat/completions")) {
            HttpResponse<String> answer = site.send(site.post(path, body));

            assertThat(answer.statusCode()).as(path).isEqualTo(400);
            assertThat(answer.body()).contains("\"error\":{", "invalid_request_error");
        }
        assertThat(site.vendor().received()).isEmpty();
        assertThat(site.ledger().await(2))
                .allSatisfy(event ->
                        assertThat(((Event.Intent) event).verdict().rule())
                                .isEqualTo("unreadable-body"));
    }

    @Test
    void refusesNestingWithoutEnd() throws Exception {
        assertThat(site.ask("{\"a\":" + "[".repeat(30_000)).statusCode()).isEqualTo(400);
        assertThat(site.ask("{\"a\":".repeat(10_000)).statusCode()).isEqualTo(400);
        assertThat(site.vendor().received()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "application/json2",
                "application/ json"
            })
    void refusesAnotherContentType(String type) throws Exception {
        HttpResponse<String> answer =
                site.send(
                        site.post("/v1/messages", TestSite.CLEAN).setHeader("content-type", type));

        assertThat(answer.statusCode()).isEqualTo(415);
        assertThat(site.vendor().received()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "identity, gzip", "gzip, gzip", "deflate"})
    void refusesACompressionThatItCanNotUndo(String encoding) throws Exception {
        HttpResponse<String> answer =
                site.send(
                        site.post("/v1/messages", TestSite.CLEAN)
                                .header("content-encoding", encoding));

        assertThat(answer.statusCode()).isEqualTo(415);
        assertThat(answer.body()).contains("uncompressed");
        assertThat(site.vendor().received()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zstd"})
    void refusesWhatIsNotCompressedAsItSays(String encoding) throws Exception {
        HttpResponse<String> answer =
                site.send(
                        site.post("/v1/messages", TestSite.CLEAN)
                                .header("content-encoding", encoding));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("is not " + encoding);
        assertThat(site.vendor().received()).isEmpty();
    }

    @Test
    void refusesAFewBytesThatBecomeMany() throws Exception {
        byte[] bomb = CompressedBodyTest.gzip(new byte[64 * 1024 * 1024]);

        HttpResponse<String> answer =
                site.send(
                        site.request("/v1/messages")
                                .header("content-type", "application/json")
                                .header("content-encoding", "gzip")
                                .POST(HttpRequest.BodyPublishers.ofByteArray(bomb)));

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(site.vendor().received()).isEmpty();
    }

    @Test
    void refusesABodyWithoutContentType() throws Exception {
        try (RawConnection client = site.connect()) {
            client.write(
                    RawConnection.prompt("", TestSite.CLEAN)
                            .replace("content-type: application/json\r\n", ""));

            assertThat(client.readAnswer()).startsWith("HTTP/1.1 415");
        }
    }

    @Test
    void refusesAnAnnouncedBodyBeforeItComes() throws Exception {
        try (RawConnection client = site.connect()) {
            client.write(
                    RawConnection.head("POST", "/v1/messages")
                            + "content-length: 34603008\r\n\r\n{");

            assertThat(client.readAnswer())
                    .startsWith("HTTP/1.1 413")
                    .contains("request_too_large");
        }
    }

    @Test
    void refusesAChunkedBodyAboveTheLimit() throws Exception {
        try (RawConnection client = site.connect()) {
            client.write(
                    RawConnection.head("POST", "/v1/messages")
                            + "transfer-encoding: chunked\r\n\r\n");
            String chunk = Integer.toHexString(16_384) + "\r\n" + " ".repeat(16_384) + "\r\n";
            for (int sent = 0; sent <= MAX_BODY; sent += 16_384) {
                client.write(chunk);
            }

            assertThat(client.readAnswer()).startsWith("HTTP/1.1 413");
            assertThat(site.vendor().received()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"content-length: 500\r\n\r\n{", "content-length: 500\r\n\r\n"})
    void refusesABodyThatStops(String rest) throws Exception {
        try (RawConnection client = site.connect()) {
            client.write(RawConnection.head("POST", "/v1/messages") + rest);

            assertThat(client.readAnswer()).startsWith("HTTP/1.1 408").contains("timeout_error");
            assertThat(client.readAll()).isEmpty();
            assertThat(((Event.Intent) site.ledger().await(1).getFirst()).verdict().rule())
                    .isEqualTo("unreadable-body");
        }
    }

    @Test
    void refusesABodyThatOnlyTrickles() throws Exception {
        try (RawConnection client = site.connect()) {
            client.write(
                    RawConnection.head("POST", "/v1/messages") + "content-length: 60000\r\n\r\n{");
            Thread trickle =
                    Thread.startVirtualThread(() -> {
                        try {
                            while (!Thread.interrupted()) {
                                client.write(" ");
                                LockSupport.parkNanos(20_000_000);
                            }
                        } catch (IOException e) {
                            // The gateway has closed the connection, as it should.
                        }
                    });

            assertThat(client.readAnswer()).startsWith("HTTP/1.1 408");
            trickle.interrupt();
        }
    }

    @Test
    void recordsABodyThatBrokeOff() throws Exception {
        try (RawConnection client = site.connect()) {
            client.write(
                    RawConnection.head("POST", "/v1/messages") + "content-length: 500\r\n\r\n{");
        }

        assertThat(((Event.Intent) site.ledger().await(1).getFirst()).verdict().rule())
                .isEqualTo("unreadable-body");
        assertThat(site.vendor().received()).isEmpty();
    }
}
