// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.ledger.Event;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/// Vendors that break off, fall silent, or answer what nobody expects.
@Timeout(60)
class FaultyVendorTest {
    private static final GatewayConfiguration.Limits SHORT =
            new GatewayConfiguration.Limits(
                    1024 * 1024,
                    Duration.ofSeconds(2),
                    Duration.ofMillis(400),
                    Duration.ofMillis(300));

    /// A vendor that sends these bytes when it has got the prompt, and leaves the rest to a test.
    private static TestSite answering(String bytes, Consumer<NetSocket> then) {
        return TestSite.setup()
                .limits(SHORT)
                .wire(socket -> {
                    Buffer got = Buffer.buffer();
                    socket.handler(part -> {
                        got.appendBuffer(part);
                        if (got.toString().endsWith("}]}")) {
                            var _ = socket.write(bytes).onComplete(_ -> then.accept(socket));
                        }
                    });
                })
                .start();
    }

    private static TestSite answering(String bytes) {
        return answering(bytes, _ -> {});
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 413, 429, 500, 503, 529})
    void passesErrorsOnToTheByte(int status) throws Exception {
        String error = "{\"odd\" :  \"\\u00e9\",\n\"error\":{\"type\":\"x\"}}";
        try (TestSite site =
                answering(
                        "HTTP/1.1 "
                                + status
                                + " Odd Words\r\ncontent-type: application/json\r\nretry-after: 7\r\n"
                                + "request-id: req_7\r\ncontent-length: "
                                + error.length()
                                + "\r\n\r\n"
                                + error)) {
            HttpResponse<String> answer = site.ask(TestSite.CLEAN);

            assertThat(answer.statusCode()).isEqualTo(status);
            assertThat(answer.body()).isEqualTo(error);
            assertThat(answer.headers().firstValue("retry-after")).hasValue("7");
            assertThat(answer.headers().firstValue("request-id")).hasValue("req_7");
            assertThat(site.outcome().result()).isEqualTo(Event.Result.REFUSED);
            assertThat(site.outcome().status()).isEqualTo(status);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 308})
    void passesARedirectOnAndDoesNotFollowIt(int status) throws Exception {
        try (TestSite site =
                TestSite.setup()
                        .wire(socket ->
                                socket.handler(_ ->
                                        socket.write(
                                                "HTTP/1.1 "
                                                        + status
                                                        + " x\r\nlocation: http://127.0.0.1:1/v1/messages\r\n"
                                                        + "content-length: 0\r\n\r\n")))
                        .start()) {
            HttpResponse<String> answer = site.ask(TestSite.CLEAN);

            assertThat(answer.statusCode()).isEqualTo(status);
            assertThat(answer.headers().firstValue("location")).isPresent();
            assertThat(site.outcome().status()).isEqualTo(status);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 100 Continue\r\n\r\n",
                "HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n"
            })
    void waitsForTheAnswerBehindProvisionalOnes(String before) throws Exception {
        try (TestSite site =
                answering(
                        before
                                + "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n"
                                + "content-length: 2\r\n\r\n{}")) {
            HttpResponse<String> answer = site.ask(TestSite.CLEAN);

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("{}");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"101 Switching Protocols", "102 Processing", "199 Odd"})
    void tellsOfAVendorThatSwitchesToSomethingElse(String status) throws Exception {
        try (TestSite site = answering("HTTP/1.1 " + status + "\r\n\r\n")) {
            assertThat(site.ask(TestSite.CLEAN).statusCode()).isIn(502, 504);
            assertThat(site.outcome().result()).isEqualTo(Event.Result.FAILED);
        }
    }

    @Test
    void passesAnEmptyAnswerOn() throws Exception {
        try (TestSite site = answering("HTTP/1.1 204 No Content\r\nrequest-id: r\r\n\r\n");
                RawConnection client = site.connect()) {
            client.write(RawConnection.prompt("", TestSite.CLEAN));

            assertThat(client.readTo("\r\n\r\n"))
                    .startsWith("HTTP/1.1 204")
                    .contains("request-id: r")
                    .doesNotContain("content-length", "transfer-encoding");
            client.write(RawConnection.prompt("", TestSite.SECRET));
            assertThat(client.readAnswer()).startsWith("HTTP/1.1 451");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "content-length: 50, {\"half\":",
        "transfer-encoding: chunked, '8\r\n{\"half\":\r\n'",
        "transfer-encoding: chunked, '50\r\n{\"half\":'"
    })
    void makesAProperErrorOfAnAnswerThatBreaksOff(String framing, String half) throws Exception {
        try (TestSite site =
                answering(
                        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n"
                                + framing
                                + "\r\n\r\n"
                                + half,
                        NetSocket::close)) {
            HttpResponse<String> answer = site.ask(TestSite.CLEAN);

            assertThat(answer.statusCode()).isEqualTo(502);
            assertThat(answer.body()).contains("api_error").doesNotContain("half");
            assertThat(site.outcome().result()).isEqualTo(Event.Result.CUT_SHORT);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"content-length: 5000\r\n\r\n", "connection: close\r\n\r\n"})
    void marksAStreamThatBreaksOffWhateverItsFraming(String framing) throws Exception {
        String first = TestSite.EVENTS.substring(0, TestSite.EVENTS.indexOf("event: message_del"));
        try (TestSite site =
                answering(
                        "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n" + framing + first,
                        NetSocket::close)) {
            String answer = site.ask(TestSite.CLEAN).body();

            assertThat(answer).startsWith(first);
            assertThat(site.outcome().result()).isEqualTo(Event.Result.CUT_SHORT);
        }
    }

    @Test
    void endsAStreamWhoseEventHasNoEnd() throws Exception {
        Buffer piece = Buffer.buffer("data: x".repeat(10_000));
        try (TestSite site = TestSite.setup().start()) {
            site.vendor()
                    .behave((request, _) -> {
                        Future<Void> written = FakeVendor.begin(request, "data: ");
                        for (int i = 0; i < 500; i++) {
                            written = written.compose(_ -> request.response().write(piece));
                        }
                    });

            assertThat(site.ask(TestSite.CLEAN).body())
                    .startsWith("event: error\ndata: ")
                    .contains("too long to be passed on");
            assertThat(site.outcome().result()).isEqualTo(Event.Result.CUT_SHORT);
        }
    }

    @Test
    void tellsOfAVendorThatFallsSilentInMidStream() throws Exception {
        String first = TestSite.EVENTS.substring(0, TestSite.EVENTS.indexOf("event: message_del"));
        CountDownLatch hungUp = new CountDownLatch(1);
        try (TestSite site =
                answering(
                        "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n"
                                + "transfer-encoding: chunked\r\n\r\n"
                                + Integer.toHexString(first.length())
                                + "\r\n"
                                + first
                                + "\r\n",
                        socket -> socket.closeHandler(_ -> hungUp.countDown()))) {
            String answer = site.ask(TestSite.CLEAN).body();

            assertThat(answer).startsWith(first + "event: error\ndata: ").contains("timeout_error");
            assertThat(site.outcome().result()).isEqualTo(Event.Result.CUT_SHORT);
            hungUp.await();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\ncontent-ty", "HTTP/1.1 100 Continue\r\n\r\n"})
    void tellsOfAVendorThatFallsSilentBeforeItsHeadIsWhole(String begun) throws Exception {
        CountDownLatch hungUp = new CountDownLatch(1);
        try (TestSite site =
                answering(begun, socket -> socket.closeHandler(_ -> hungUp.countDown()))) {
            HttpResponse<String> answer = site.ask(TestSite.CLEAN);

            assertThat(answer.statusCode()).isEqualTo(504);
            assertThat(site.outcome().result()).isEqualTo(Event.Result.FAILED);
            hungUp.await();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH_9.7\r\n\r\n",
                "HTTP/1.1 abc OK\r\n\r\n",
                "HTTP/1.1 200 OK\r\ncontent-length: x\r\n\r\n",
                "HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab"
            })
    void tellsOfAVendorThatDoesNotSpeakHttp(String nonsense) throws Exception {
        try (TestSite site = answering(nonsense)) {
            HttpResponse<String> answer = site.ask(TestSite.CLEAN);

            assertThat(answer.statusCode()).isIn(502, 504);
            assertThat(answer.body()).contains("\"error\":{").doesNotContain("SSH", "Exception");
            assertThat(site.outcome().result()).isEqualTo(Event.Result.FAILED);
        }
    }

    @Test
    void refusesAHeadWithoutEnd() throws Exception {
        try (TestSite site =
                answering("HTTP/1.1 200 OK\r\nx-a: " + "a".repeat(200_000) + "\r\n\r\n")) {
            assertThat(site.ask(TestSite.CLEAN).statusCode()).isEqualTo(502);
            assertThat(site.outcome().result()).isEqualTo(Event.Result.FAILED);
        }
    }

    @Test
    void takesAHeadOfTheSizeVendorsSend() throws Exception {
        String policy = "a".repeat(40_000);
        try (TestSite site =
                answering(
                        "HTTP/1.1 200 OK\r\nx-a: " + policy + "\r\ncontent-length: 2\r\n\r\n{}")) {
            assertThat(site.ask(TestSite.CLEAN).headers().firstValue("x-a")).hasValue(policy);
        }
    }

    @Test
    void tellsOfAVendorThatIsNotThere() throws Exception {
        try (TestSite site = answering("", NetSocket::close)) {
            assertThat(site.ask(TestSite.CLEAN).statusCode()).isEqualTo(502);
        }
        try (TestSite site = TestSite.setup().vendorHost("no-such-host.invalid").start()) {
            HttpResponse<String> answer =
                    site.send(site.post("/v1/chat/completions", TestSite.CLEAN));

            assertThat(answer.statusCode()).isEqualTo(502);
            assertThat(answer.headers().firstValue("retry-after")).isPresent();
            assertThat(answer.body()).startsWith("{\"error\":{\"message\":\"Chaperone: ");
            assertThat(site.outcome().result()).isEqualTo(Event.Result.FAILED);
        }
    }

    @Test
    void hangsUpOnTheVendorWhenTheClientLeavesBeforeTheAnswerBegins() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        try (TestSite site = TestSite.setup().start()) {
            site.vendor().behave((_, _) -> asked.countDown());
            try (RawConnection client = site.connect()) {
                client.write(RawConnection.prompt("", TestSite.CLEAN));
                asked.await();
            }

            site.vendor().awaitClientLeft();
            assertThat(site.outcome().result()).isEqualTo(Event.Result.CLIENT_GONE);
            assertThat(site.outcome().status()).isNull();
        }
    }

    @Test
    void doesNotWaitForEverForAListOfModels() throws Exception {
        try (TestSite site = TestSite.setup().limits(SHORT).start()) {
            site.vendor().behave((_, _) -> {});

            HttpResponse<String> answer = site.send(site.request("/v1/models"));

            assertThat(answer.statusCode()).isEqualTo(504);
            assertThat(answer.body()).contains("timeout_error");
            site.vendor().awaitClientLeft();
        }
    }

    @Test
    void passesErrorsOnForAListOfModels() throws Exception {
        try (TestSite site = TestSite.setup().start()) {
            site.vendor()
                    .behave((request, _) ->
                            FakeVendor.answer(request, 503, "application/json", "{\"odd\" : 1}"));

            HttpResponse<String> answer = site.send(site.request("/v1/models"));

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).isEqualTo("{\"odd\" : 1}");
        }
    }
}
