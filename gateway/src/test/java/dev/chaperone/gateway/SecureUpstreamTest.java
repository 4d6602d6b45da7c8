// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.ledger.Event;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// TLS and HTTP/2 towards the vendor.
@Timeout(120)
class SecureUpstreamTest {
    @TempDir private static Path directory;
    private static TestCertificate loopback;
    private static TestCertificate elsewhere;

    @BeforeAll
    static void makeCertificates() throws Exception {
        loopback = TestCertificate.named("ip:127.0.0.1", directory);
        elsewhere = TestCertificate.named("dns:elsewhere.example", directory);
    }

    private static TestSite.Setup secure() {
        return TestSite.setup().vendor(loopback.server()).ca(loopback.certificate());
    }

    @Test
    void speaksHttp2WhereTheVendorCan() throws Exception {
        try (TestSite site = secure().start()) {
            HttpResponse<String> answer = site.ask(TestSite.CLEAN);

            assertThat(answer.statusCode()).isEqualTo(200);
            FakeVendor.Received got = site.vendor().received().getFirst();
            assertThat(got.version()).isEqualTo(HttpVersion.HTTP_2);
            assertThat(got.text()).isEqualTo(TestSite.CLEAN);
            assertThat(got.headers()).contains("x-api-key: company-key");
            assertThat(site.outcome().result()).isEqualTo(Event.Result.ANSWERED);
        }
    }

    @Test
    void speaksHttp1WhereTheVendorCanNotDoBetter() throws Exception {
        HttpServerOptions old = loopback.server().setUseAlpn(false);
        try (TestSite site = secure().vendor(old).start()) {
            assertThat(site.ask(TestSite.CLEAN).statusCode()).isEqualTo(200);
            assertThat(site.ask(TestSite.CLEAN).statusCode()).isEqualTo(200);

            assertThat(site.vendor().received())
                    .extracting(FakeVendor.Received::version)
                    .containsOnly(HttpVersion.HTTP_1_1);
        }
    }

    @Test
    void passesEachEventOnAsItComes() throws Exception {
        try (TestSite site = secure().start()) {
            CountDownLatch firstSeen = new CountDownLatch(1);
            int second = TestSite.EVENTS.indexOf("event: message_delta");
            site.vendor()
                    .behave((request, _) -> {
                        var _ = FakeVendor.begin(request, TestSite.EVENTS.substring(0, second));
                        Thread.startVirtualThread(() -> {
                            awaitQuietly(firstSeen);
                            var _ = request.response().end(TestSite.EVENTS.substring(second));
                        });
                    });

            try (InputStream answer = stream(site)) {
                byte[] first = answer.readNBytes(second);
                firstSeen.countDown();

                assertThat(text(first) + text(answer.readAllBytes())).isEqualTo(TestSite.EVENTS);
            }
            assertThat(site.outcome().tokens()).isEqualTo(new Event.Tokens(10L, 5L));
        }
    }

    @Test
    void takesTheRequestBackFromTheVendorWhenTheClientLeaves() throws Exception {
        try (TestSite site = secure().start()) {
            site.vendor()
                    .behave((request, _) -> {
                        var _ = FakeVendor.begin(request, TestSite.EVENTS);
                    });

            RawConnection client = site.connect().write(RawConnection.prompt("", TestSite.CLEAN));
            client.readTo("message_stop");
            client.close();

            site.vendor().awaitClientLeft();
            assertThat(site.outcome().result()).isEqualTo(Event.Result.CLIENT_GONE);
            // The connection itself goes on.
            site.vendor().behave((request, _) -> FakeVendor.answer(request, 200, "a/b", "{}"));
            assertThat(site.ask(TestSite.CLEAN).statusCode()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/messages", "/v1/chat/completions"})
    void sendsNothingToAVendorThatNobodyVouchesFor(String path) throws Exception {
        try (TestSite site = TestSite.setup().vendor(loopback.server()).start()) {
            HttpResponse<String> answer = site.send(site.post(path, TestSite.CLEAN));

            assertThat(answer.statusCode()).isEqualTo(path.endsWith("messages") ? 451 : 400);
            assertThat(answer.headers().firstValue("x-should-retry")).hasValue("false");
            assertThat(answer.body())
                    .contains("\"error\":{", "certificate", "was not sent", "config.yaml");
            assertThat(site.vendor().received()).isEmpty();
            assertThat(site.outcome().result()).isEqualTo(Event.Result.FAILED);
            assertThat(site.outcome().status()).isNull();
        }
    }

    @Test
    void sendsNothingToAVendorOfAnotherName() throws Exception {
        try (TestSite site =
                TestSite.setup().vendor(elsewhere.server()).ca(elsewhere.certificate()).start()) {
            HttpResponse<String> answer = site.ask(TestSite.CLEAN);

            assertThat(answer.statusCode()).isEqualTo(451);
            assertThat(answer.body()).contains("certificate", "127.0.0.1");
            assertThat(site.vendor().received()).isEmpty();
        }
    }

    @Test
    void trustsForAnUpstreamOnlyTheAuthoritiesNamedForIt() throws Exception {
        try (TestSite site =
                TestSite.setup().vendor(loopback.server()).ca(elsewhere.certificate()).start()) {
            assertThat(site.ask(TestSite.CLEAN).statusCode()).isEqualTo(451);
            assertThat(site.vendor().received()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {100 * 1024, 31 * 1024 * 1024})
    void sendsALargeBodyWholeOverHttp2(int size) throws Exception {
        try (TestSite site = secure().start()) {
            String body = TestSite.CLEAN.replace("hello", "a b ".repeat(size / 4));

            assertThat(site.ask(body).statusCode()).isEqualTo(200);
            assertThat(site.vendor().received().getFirst().text()).isEqualTo(body);
        }
    }

    @Test
    void sendsManyPromptsOverFewConnections() throws Exception {
        try (TestSite site = secure().start()) {
            HttpClient client =
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
            int prompts = 300;
            List<HttpServerRequest> held = new ArrayList<>();
            CountDownLatch all = new CountDownLatch(prompts);
            site.vendor()
                    .behave((request, _) -> {
                        held.add(request);
                        all.countDown();
                    });

            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            for (int i = 0; i < prompts; i++) {
                HttpRequest request = site.post("/v1/messages", TestSite.CLEAN).build();
                answers.add(client.sendAsync(request, BodyHandlers.ofString()));
            }
            assertThat(all.await(60, TimeUnit.SECONDS))
                    .as(
                            "%d held on %d connections, %s",
                            held.size(),
                            site.vendor().connections(),
                            answers.stream()
                                    .filter(CompletableFuture::isDone)
                                    .map(done ->
                                            done.handle((answer, e) ->
                                                            answer == null ? e : answer.body())
                                                    .join())
                                    .distinct()
                                    .limit(3)
                                    .toList())
                    .isTrue();
            held.forEach(request -> FakeVendor.answer(request, 200, "application/json", "{}"));

            assertThat(answers)
                    .allSatisfy(answer -> assertThat(answer.join().statusCode()).isEqualTo(200));
            assertThat(site.vendor().connections())
                    .isLessThanOrEqualTo(8 * Runtime.getRuntime().availableProcessors());
        }
    }

    @Test
    void doesNotLetASlowClientHoldUpTheOthersOfItsConnection() throws Exception {
        try (TestSite site = secure().start();
                RawConnection slow = site.connect()) {
            CountDownLatch full = new CountDownLatch(1);
            site.vendor()
                    .behave((request, _) -> {
                        var _ = FakeVendor.begin(request, TestSite.EVENTS);
                        writeUntilFull(request, full);
                    });
            slow.write(RawConnection.prompt("", TestSite.CLEAN));
            full.await();
            site.vendor()
                    .behave((request, _) ->
                            FakeVendor.answer(request, 200, "application/json", "{}"));

            for (int i = 0; i < 4; i++) {
                try (RawConnection other = site.connect()) {
                    other.write(RawConnection.prompt("", TestSite.CLEAN));
                    assertThat(other.readAnswer()).startsWith("HTTP/1.1 200");
                }
            }
        }
    }

    @Test
    void asksAgainWhenTheVendorSaysThatItDidNotBegin() throws Exception {
        try (TestSite site = secure().start()) {
            site.vendor()
                    .behave((request, _) -> {
                        if (site.vendor().received().size() == 1) {
                            var _ = request.response().reset(0x7);
                        } else {
                            FakeVendor.answer(request, 200, "application/json", "{}");
                        }
                    });

            assertThat(site.ask(TestSite.CLEAN).statusCode()).isEqualTo(200);
            assertThat(site.outcome().result()).isEqualTo(Event.Result.ANSWERED);
            assertThat(site.ledger().size()).isEqualTo(2);
        }
    }

    @Test
    void doesNotSendAPromptTwiceThatMayHaveBeenTaken() throws Exception {
        try (TestSite site = secure().start()) {
            site.vendor().behave((request, _) -> request.connection().close());

            assertThat(site.ask(TestSite.CLEAN).statusCode()).isEqualTo(502);
            assertThat(site.vendor().received()).hasSize(1);
            assertThat(site.outcome().result()).isEqualTo(Event.Result.FAILED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP_2", "HTTP_1_1"})
    void takesAnotherConnectionWhenTheVendorClosedTheIdleOne(HttpVersion version) throws Exception {
        HttpServerOptions vendor = loopback.server().setUseAlpn(version == HttpVersion.HTTP_2);
        try (TestSite site = secure().vendor(vendor).start()) {
            Semaphore closed = new Semaphore(0);
            site.vendor()
                    .behave((request, _) -> {
                        request.connection().closeHandler(_ -> closed.release());
                        var _ =
                                request.response()
                                        .putHeader("content-type", "application/json")
                                        .end("{}")
                                        .onComplete(_ -> request.connection().close());
                    });

            for (int i = 0; i < 5; i++) {
                assertThat(site.ask(TestSite.CLEAN).statusCode()).isEqualTo(200);
                closed.acquire();
                // Its answer comes when the gateway has seen the close.
                assertThat(site.send(site.request("/")).statusCode()).isEqualTo(200);
            }
            assertThat(site.vendor().received()).hasSize(5);
            assertThat(site.ledger().await(10)).hasSize(10);
        }
    }

    @Test
    void sendsNothingToAnUpstreamThatIsNotSecureAtAll() throws Exception {
        try (TestSite site =
                secure().wire(socket -> socket.end(Buffer.buffer("HTTP/1.1 200 OK\r\n\r\n")))
                        .start()) {
            assertThat(site.ask(TestSite.CLEAN).statusCode()).isEqualTo(502);
            assertThat(site.outcome().result()).isEqualTo(Event.Result.FAILED);
        }
    }

    /// Comes to an end when nobody takes what is written.
    private static void writeUntilFull(HttpServerRequest request, CountDownLatch full) {
        for (int i = 0; i < 64 && !request.response().writeQueueFull(); i++) {
            var _ = request.response().write("data: " + "x".repeat(16_384) + "\n\n");
        }
        long[] drained = {System.nanoTime()};
        request.response()
                .drainHandler(_ -> {
                    drained[0] = System.nanoTime();
                    writeUntilFull(request, full);
                });
        Objects.requireNonNull(Vertx.currentContext())
                .owner()
                .setTimer(
                        1_000,
                        _ -> {
                            if (System.nanoTime() - drained[0] > 900_000_000L) {
                                full.countDown();
                            }
                        });
    }

    private static InputStream stream(TestSite site) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        site.post("/v1/messages", TestSite.CLEAN).build(),
                        BodyHandlers.ofInputStream())
                .body();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
