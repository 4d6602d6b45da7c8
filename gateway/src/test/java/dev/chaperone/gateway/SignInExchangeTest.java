// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The sign-in as the gateway speaks it, with a desk of our own behind it.
@Timeout(120)
class SignInExchangeTest {
    private static final String DISCOVERY = "/.well-known/oauth-authorization-server";
    private static final String RENEW = "grant_type=refresh_token&refresh_token=x";

    private final FakeDesk desk = new FakeDesk();

    private TestSite start() {
        return TestSite.setup().signIn(new SignIn.Offered(desk, null)).start();
    }

    @Test
    void isNotThereWhereItIsNotOffered() throws Exception {
        try (TestSite site =
                TestSite.setup().signIn(new SignIn.Refused("this needs https.")).start()) {
            for (String path : List.of(DISCOVERY, "/managed/settings", "/api/oauth/usage")) {
                HttpResponse<String> answer = site.send(site.request(path));
                assertThat(answer.statusCode()).as(path).isEqualTo(404);
                assertThat(answer.body()).as(path).contains("this needs https.");
            }
            for (String path : List.of("/oauth/device_authorization", "/oauth/token")) {
                assertThat(form(site, path, RENEW).statusCode()).as(path).isEqualTo(404);
            }
        }
    }

    @Test
    void namesItsEndpointsAsItWasCalled(@TempDir Path directory) throws Exception {
        TestCertificate loopback = TestCertificate.named("ip:127.0.0.1", directory);
        try (TestSite site =
                TestSite.setup()
                        .tls(new GatewayConfiguration.Tls(loopback.certificate(), loopback.key()))
                        .signIn(new SignIn.Offered(desk, null))
                        .start()) {
            String base = "https://127.0.0.1:" + site.port();
            for (String version : List.of("HTTP_1_1", "HTTP_2")) {
                HttpClient client =
                        loopback.client().version(HttpClient.Version.valueOf(version)).build();
                HttpResponse<String> answer =
                        client.send(
                                HttpRequest.newBuilder(URI.create(base + DISCOVERY)).build(),
                                BodyHandlers.ofString());
                assertThat(answer.body())
                        .contains("\"issuer\":\"" + base + "\"")
                        .contains("\"token_endpoint\":\"" + base + "/oauth/token\"");
            }
        }
    }

    @Test
    void namesTheAddressOfAProxyInFront() throws Exception {
        URI outside = URI.create("https://gateway.example");
        try (TestSite site = TestSite.setup().signIn(new SignIn.Offered(desk, outside)).start()) {
            assertThat(site.send(site.request(DISCOVERY)).body())
                    .contains("\"issuer\":\"https://gateway.example\"")
                    .doesNotContain("127.0.0.1");
        }
    }

    @Test
    void keepsOfTheClientsNameWhatIsAVersion() throws Exception {
        try (TestSite site = start()) {
            for (String agent :
                    List.of(
                            "claude-code/2.1.330",
                            "claude-code/AKIAIOSFODNN7EXAMPLE",
                            "curl/8",
                            "claude-code")) {
                site.send(
                        site.request("/oauth/device_authorization")
                                .header("user-agent", agent)
                                .POST(BodyPublishers.ofString("surface=claude_code&new=1")));
            }
            assertThat(desk.invited())
                    .containsExactly("claude-code/2.1.330", "claude-code/unreadable", "", "");
        }
    }

    @Test
    void asksToComeAgainWhenTheDeskFailsOrHasTooMuchToDo() throws Exception {
        try (TestSite site = start()) {
            desk.answers(() -> {
                throw new IllegalStateException("no database");
            });
            unavailable(form(site, "/oauth/token", RENEW));

            CountDownLatch closing = new CountDownLatch(1);
            CountDownLatch inside = new CountDownLatch(4);
            desk.answers(() -> {
                inside.countDown();
                awaitQuietly(closing);
                return new SignInDesk.Answer.Refused(SignInDesk.Reason.WORTHLESS);
            });
            List<CompletableFuture<HttpResponse<String>>> waiting = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                waiting.add(
                        site.client()
                                .sendAsync(tokenRequest(site).build(), BodyHandlers.ofString()));
            }
            assertThat(inside.await(30, TimeUnit.SECONDS)).isTrue();
            unavailable(form(site, "/oauth/token", RENEW));
            closing.countDown();
            for (CompletableFuture<HttpResponse<String>> each : waiting) {
                assertThat(each.join().statusCode()).isEqualTo(401);
            }
            assertThat(form(site, "/oauth/token", RENEW).statusCode()).isEqualTo(401);
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void unavailable(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("retry-after")).hasValue("5");
        assertThat(answer.body()).contains("temporarily_unavailable").doesNotContain("database");
    }

    @Test
    void notesEachWordOfAPersonOnceAndSendsNoneOn() throws Exception {
        String header = "x-claude-code-managed-settings-checksum";
        String first = "sha256:" + "a".repeat(64);
        try (TestSite site = start()) {
            site.vendor()
                    .behave((request, _) ->
                            FakeVendor.answer(request, 200, "application/json", "{}"));
            for (String value : List.of(first, first, "wat", "sha256:AB")) {
                site.send(site.post("/v1/messages", TestSite.CLEAN).header(header, value));
            }
            site.send(site.post("/v1/messages", TestSite.CLEAN));
            assertThat(desk.told().poll(30, TimeUnit.SECONDS)).isEqualTo(first);
            assertThat(desk.told().poll(30, TimeUnit.SECONDS)).isEqualTo("unreadable");
            for (int i = 0; i < 20; i++) {
                String other = "sha256:" + "%064x".formatted(i);
                site.send(site.post("/v1/messages", TestSite.CLEAN).header(header, other));
            }
            // Eight different ones at most: two were told before.
            for (int i = 0; i < 6; i++) {
                assertThat(desk.told().poll(30, TimeUnit.SECONDS)).startsWith("sha256:");
            }
            assertThat(desk.told()).isEmpty();
            assertThat(site.vendor().received())
                    .allSatisfy(request ->
                            assertThat(request.headers())
                                    .noneMatch(each ->
                                            each.toLowerCase(Locale.ROOT).contains("checksum")));
        }
    }

    private static HttpRequest.Builder tokenRequest(TestSite site) {
        return site.request("/oauth/token")
                .header("content-type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(RENEW));
    }

    private static HttpResponse<String> form(TestSite site, String path, String body)
            throws Exception {
        return site.send(
                site.request(path)
                        .header("content-type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(body)));
    }
}
