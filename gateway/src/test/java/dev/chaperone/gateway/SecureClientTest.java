// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.ledger.Event;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;

/// TLS and HTTP/2 towards the client, with a vendor that speaks them too.
@Timeout(120)
class SecureClientTest {
    @TempDir private static Path directory;
    private static TestCertificate loopback;

    @BeforeAll
    static void makeCertificate() throws Exception {
        loopback = TestCertificate.named("ip:127.0.0.1", directory);
    }

    private static TestSite start() throws Exception {
        return TestSite.setup()
                .vendor(loopback.server())
                .ca(loopback.certificate())
                .tls(new GatewayConfiguration.Tls(loopback.certificate(), loopback.key()))
                .start();
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP_2", "HTTP_1_1"})
    void isReachedOverTls(HttpClient.Version version) throws Exception {
        try (TestSite site = start()) {
            site.vendor()
                    .behave((request, _) ->
                            FakeVendor.answer(request, 200, "text/event-stream", TestSite.EVENTS));
            HttpClient client = loopback.client().version(version).build();
            HttpResponse<String> answer =
                    client.send(post(site, TestSite.CLEAN).build(), BodyHandlers.ofString());
            HttpResponse<String> refused =
                    client.send(post(site, TestSite.SECRET).build(), BodyHandlers.ofString());

            assertThat(answer.version()).isEqualTo(version);
            assertThat(answer.body()).isEqualTo(TestSite.EVENTS);
            assertThat(refused.statusCode()).isEqualTo(451);
            assertThat(((Event.Outcome) site.ledger().await(3).get(1)).result())
                    .isEqualTo(Event.Result.ANSWERED);
            assertThat(site.ledger().size()).isEqualTo(3);
        }
    }

    @Test
    void takesHeadsOfTheSameSizeAsInHttp1() throws Exception {
        String large = "a".repeat(40_000);
        try (TestSite site = start()) {
            site.vendor()
                    .behave((request, _) -> {
                        request.response().putHeader("x-large", large);
                        FakeVendor.answer(request, 200, "application/json", "{}");
                    });

            HttpResponse<String> answer =
                    loopback.client()
                            .build()
                            .send(
                                    post(site, TestSite.CLEAN).header("x-large", large).build(),
                                    BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("x-large")).hasValue(large);
            assertThat(site.vendor().received().getFirst().headers()).contains("x-large: " + large);
        }
    }

    @Test
    void noticesAClientThatResetsItsStream() throws Exception {
        try (TestSite site = start()) {
            site.vendor()
                    .behave((request, _) -> {
                        var _ = FakeVendor.begin(request, TestSite.EVENTS);
                    });
            HttpRequest request = post(site, TestSite.CLEAN).build();

            try (InputStream answer =
                    loopback.client().build().send(request, BodyHandlers.ofInputStream()).body()) {
                assertThat(answer.read()).isEqualTo('e');
            }

            site.vendor().awaitClientLeft();
            assertThat(site.outcome().result()).isEqualTo(Event.Result.CLIENT_GONE);
        }
    }

    private static HttpRequest.Builder post(TestSite site, String body) {
        return HttpRequest.newBuilder(
                        URI.create("https://127.0.0.1:" + site.port() + "/v1/messages"))
                .header("authorization", "Bearer " + TestSite.TOKEN)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }
}
