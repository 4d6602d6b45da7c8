// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.ledger.Event;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/// Paths, heads and tokens of clients that are broken, careless or want to do harm; bodies are in
/// [HostileBodyTest].
@Timeout(60)
class HostileClientTest {
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
    @CsvSource({
        "/v1/messages/none/at/all, x-none, {\"type\":\"error\"",
        "/v1/complete, anthropic-version, {\"type\":\"error\"",
        "/v1/complete, x-api-key, {\"type\":\"error\"",
        "/v1/images, x-none, {\"error\":{\"message\"",
        "/, x-none, {\"error\":{\"message\"",
        "/v1/messages/, x-none, {\"type\":\"error\"",
        "//v1/messages, x-none, {\"error\":{\"message\"",
        "/v1/../v1/messages, x-none, {\"error\":{\"message\"",
        "/V1/MESSAGES, x-none, {\"error\":{\"message\""
    })
    void hasNothingAtOtherPathsAndSaysSoInTheLikelyFormat(String path, String header, String start)
            throws Exception {
        try (RawConnection client = site.connect()) {
            client.write(
                    RawConnection.prompt(header + ": 1\r\n", TestSite.CLEAN)
                            .replace("POST /v1/messages ", "POST " + path + " "));

            assertThat(client.readAnswer())
                    .startsWith("HTTP/1.1 404")
                    .contains("\r\n\r\n" + start, "not_found_error");
            assertThat(site.vendor().received()).isEmpty();
        }
    }

    @Test
    void sendsClientsThatWantAWebSocketToPost() throws Exception {
        try (RawConnection client = site.connect()) {
            client.write(
                    RawConnection.head("GET", "/v1/responses")
                            + "connection: Upgrade\r\nupgrade: websocket\r\n"
                            + "sec-websocket-version: 13\r\nsec-websocket-key: aaaaaaaaaaaaaaaaaaaaaa==\r\n\r\n");
            assertThat(client.readAnswer()).startsWith("HTTP/1.1 426");
            client.write(RawConnection.prompt("", TestSite.CLEAN));
            assertThat(client.readAnswer()).startsWith("HTTP/1.1 200");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/messages, POST",
        "PUT, /v1/messages/count_tokens, POST",
        "DELETE, /v1/chat/completions, POST",
        "OPTIONS, /v1/messages, POST",
        "POST, /v1/models, GET"
    })
    void namesTheMethodThatAPathTakes(String method, String path, String allowed) throws Exception {
        HttpResponse<String> answer =
                site.send(site.request(path).method(method, BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("allow")).hasValue(allowed);
        assertThat(answer.body()).contains("\"error\":{");
    }

    @Test
    void answersHeadWithoutABody() throws Exception {
        try (RawConnection client = site.connect()) {
            client.write(RawConnection.head("HEAD", "/v1/messages") + "\r\n");
            assertThat(client.readTo("\r\n\r\n")).startsWith("HTTP/1.1 405");
            client.write(RawConnection.head("HEAD", "/") + "connection: close\r\n\r\n");
            assertThat(client.readAll()).startsWith("HTTP/1.1 200").endsWith("\r\n\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "content-length: 5\r\ncontent-length: 6\r\n\r\n{}   ",
                "content-length: 5, 6\r\n\r\n{}   ",
                "content-length: -1\r\n\r\n",
                "content-length: +2\r\n\r\n{}",
                "content-length: 0x2\r\n\r\n{}",
                "content-length : 2\r\n\r\n{}",
                "transfer-encoding: gzip\r\n\r\n{}",
                "transfer-encoding: chunked, identity\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
                "transfer-encoding:\u000bchunked\r\ncontent-length: 2\r\n\r\n{}",
                "content-length: 6\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\nG",
                "transfer-encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
                "x\u0000y: 1\r\ncontent-length: 2\r\n\r\n{}",
                "x-a: b\u0000c\r\ncontent-length: 2\r\n\r\n{}"
            })
    void takesNoPartInSmuggling(String rest) throws Exception {
        String smuggled = RawConnection.prompt("connection: close\r\n", TestSite.CLEAN);
        try (RawConnection client = site.connect()) {
            client.write(RawConnection.head("POST", "/v1/messages") + rest + smuggled);

            String answers = client.readAll();

            assertThat(answers).startsWith("HTTP/1.1 4").doesNotContain("HTTP/1.1 200");
            assertThat(site.vendor().received()).isEmpty();
        }
    }

    @Test
    void recordsNothingOfAHostileRepositoryName() throws Exception {
        try (RawConnection client = site.connect()) {
            client.write(
                    RawConnection.prompt(
                            "x-chaperone-repository: a\u001b[31m\u0085\u0007b\"<script>"
                                    + "z".repeat(5_000)
                                    + "\r\n",
                            TestSite.CLEAN));

            String answer = client.readAnswer();

            assertThat(answer).containsPattern("^HTTP/1.1 (200|400)");
            if (answer.startsWith("HTTP/1.1 200")) {
                Event.Intent intent = (Event.Intent) site.ledger().await(1).getFirst();
                assertThat(intent.use().repository()).isEqualTo("unreadable");
                assertThat(site.vendor().received().getFirst().headers())
                        .noneMatch(header -> header.contains("script"));
            }
        }
    }

    @Test
    void refusesAHeadThatIsTooLarge() throws Exception {
        try (RawConnection client = site.connect()) {
            client.write(
                    RawConnection.prompt("x-a: " + "a".repeat(100_000) + "\r\n", TestSite.CLEAN));

            assertThat(client.readAll()).startsWith("HTTP/1.1 431");
            assertThat(site.vendor().received()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "chp_wrong, Bearer chp_0123456789, x, 401",
        "chp_0123456789, Bearer chp_wrong, x, 200",
        "chp_0123456789, Bearer sk-own, sk-own, 200",
        "'', Bearer chp_0123456789, x, 401"
    })
    void looksAtTheTokenInItsOwnHeaderFirst(String own, String bearer, String key, int status)
            throws Exception {
        HttpResponse<String> answer =
                site.send(
                        site.post("/v1/messages", TestSite.CLEAN)
                                .header("x-chaperone-token", own)
                                .setHeader("authorization", bearer)
                                .header("x-api-key", key));

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(site.vendor().received())
                .allSatisfy(got ->
                        assertThat(got.headers())
                                .contains("x-api-key: company-key")
                                .noneMatch(h -> h.contains("chp_") || h.contains("sk-own")));
    }

    @Test
    void sendsNoneOfSeveralTokensOn() throws Exception {
        try (RawConnection client = site.connect()) {
            client.write(
                    RawConnection.prompt(
                            "authorization: Bearer chp_other\r\nx-api-key: chp_third\r\n",
                            TestSite.CLEAN));

            assertThat(client.readAnswer()).startsWith("HTTP/1.1 200");
            assertThat(site.vendor().received().getFirst().headers())
                    .noneMatch(header -> header.contains("chp_"));
        }
    }

    @Test
    void invitesABodyAtOnce() throws Exception {
        try (RawConnection client = site.connect()) {
            String whole = RawConnection.prompt("expect: 100-continue\r\n", TestSite.CLEAN);
            int body = whole.indexOf("\r\n\r\n") + 4;
            client.write(whole.substring(0, body));

            assertThat(client.readTo("\r\n\r\n")).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
            client.write(whole.substring(body));
            assertThat(client.readAnswer()).startsWith("HTTP/1.1 200");
            assertThat(site.vendor().received().getFirst().headers())
                    .noneMatch(header -> header.toLowerCase(Locale.ROOT).startsWith("expect"));
        }
    }

    @Test
    void answersPipelinedPromptsInOrder() throws Exception {
        site.vendor()
                .behave((request, body) ->
                        FakeVendor.answer(request, 200, "application/json", body.toString()));
        try (RawConnection client = site.connect()) {
            String[] bodies = {
                TestSite.CLEAN.replace("hello", "one"),
                TestSite.SECRET,
                TestSite.CLEAN.replace("hello", "three")
            };
            client.write(
                    RawConnection.prompt("", bodies[0])
                            + RawConnection.prompt("", bodies[1])
                            + RawConnection.prompt("", bodies[2]));

            assertThat(client.readAnswer()).startsWith("HTTP/1.1 200").endsWith(bodies[0]);
            assertThat(client.readAnswer()).startsWith("HTTP/1.1 451");
            assertThat(client.readAnswer()).startsWith("HTTP/1.1 200").endsWith(bodies[2]);
        }
    }

    @Test
    void goesOnAfterARefusalWithABodyThatWasNotRead() throws Exception {
        try (RawConnection client = site.connect()) {
            String large = " ".repeat(2 * MAX_BODY);
            client.write(RawConnection.prompt("", large));
            assertThat(client.readAnswer()).startsWith("HTTP/1.1 413");
            client.write(RawConnection.prompt("content-encoding: br\r\n", TestSite.CLEAN));
            assertThat(client.readAnswer()).startsWith("HTTP/1.1 415");

            client.write(RawConnection.prompt("", TestSite.CLEAN));

            assertThat(client.readAnswer()).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void doesNotSendForAClientThatLeftWhileTheLedgerWrote() throws Exception {
        site.ledger().hold();
        try (RawConnection client = site.connect()) {
            client.write(RawConnection.prompt("", TestSite.CLEAN));
            site.ledger().awaitHeld(1);
        }
        // Answered when the gateway has seen the close.
        site.send(site.request("/"));
        site.send(site.request("/"));

        site.ledger().release();

        assertThat(site.outcome().result()).isEqualTo(Event.Result.CLIENT_GONE);
        assertThat(site.vendor().received()).isEmpty();
    }

    @Test
    void countsTokensForCleanPromptsOnly() throws Exception {
        site.vendor()
                .behave((request, _) ->
                        FakeVendor.answer(
                                request, 200, "application/json", "{\"input_tokens\": 7}"));

        HttpResponse<String> counted =
                site.send(site.post("/v1/messages/count_tokens", TestSite.CLEAN));
        HttpResponse<String> refused =
                site.send(site.post("/v1/messages/count_tokens", TestSite.SECRET));

        assertThat(counted.body()).isEqualTo("{\"input_tokens\": 7}");
        assertThat(refused.statusCode()).isEqualTo(451);
        assertThat(refused.body()).startsWith("{\"type\":\"error\"").contains("no-secrets");
        assertThat(site.vendor().received())
                .singleElement()
                .extracting(FakeVendor.Received::uri)
                .isEqualTo("/v1/messages/count_tokens");
        assertThat(((Event.Intent) site.ledger().await(1).getFirst()).use().operation())
                .isEqualTo("count_tokens");
    }

    @ParameterizedTest
    @CsvSource({
        "anthropic-version, x-api-key: company-key, {\"type\":\"error\"",
        "x-none, authorization: Bearer company-key, {\"error\":{\"message\""
    })
    void listsTheModelsOfTheCallersFamily(String header, String credential, String refusal)
            throws Exception {
        site.vendor()
                .behave((request, _) ->
                        FakeVendor.answer(request, 200, "application/json", "{\"data\": []}"));

        HttpResponse<String> models =
                site.send(site.request("/v1/models?limit=5").header(header, "2023-06-01"));
        HttpResponse<String> refused =
                site.send(
                        site.request("/v1/models")
                                .header(header, "2023-06-01")
                                .setHeader("authorization", "Bearer chp_wrong"));

        assertThat(models.body()).isEqualTo("{\"data\": []}");
        assertThat(site.vendor().received())
                .singleElement()
                .satisfies(got -> {
                    assertThat(got.uri()).isEqualTo("/v1/models?limit=5");
                    assertThat(got.headers()).contains(credential);
                });
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.body()).startsWith(refusal).contains("authentication_error");
    }

    @Test
    void keepsOddBytesOfUnknownHeadersAndBodies() throws Exception {
        String body =
                new String(
                        "{\"messages\":[{\"role\":\"user\",\"content\":\"\u00e9\uD83D\uDE00\"}]}"
                                .getBytes(StandardCharsets.UTF_8),
                        StandardCharsets.ISO_8859_1);
        try (RawConnection client = site.connect()) {
            client.write(
                    RawConnection.head("POST", "/v1/messages")
                            + "x-odd: caf\u00e9\r\ncontent-length: "
                            + body.length()
                            + "\r\n\r\n"
                            + body);

            assertThat(client.readAnswer()).startsWith("HTTP/1.1 200");
            assertThat(site.vendor().received().getFirst().body())
                    .isEqualTo(body.getBytes(StandardCharsets.ISO_8859_1));
            assertThat(site.vendor().received().getFirst().headers()).contains("x-odd: caf\u00e9");
        }
    }
}
