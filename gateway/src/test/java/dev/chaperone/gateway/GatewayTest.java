// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.chaperone.ledger.Event;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

@Timeout(60)
class GatewayTest {
    private static final String CLEAN = TestSite.CLEAN;
    private static final String SECRET = TestSite.SECRET;
    private static final String EVENTS = TestSite.EVENTS;

    private final TestSite site =
            TestSite.setup()
                    .limits(
                            new GatewayConfiguration.Limits(
                                    1024 * 1024,
                                    Duration.ofSeconds(2),
                                    Duration.ofMillis(400),
                                    Duration.ofMillis(400)))
                    .start();
    private final FakeLedger ledger = site.ledger();
    private final FakeVendor vendor = site.vendor();

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void sendsTheExactBytesWithTheCompanysKeyAndTheRest() throws Exception {
        HttpResponse<String> answer =
                site.send(
                        messages(CLEAN, "?beta=true")
                                .header("anthropic-beta", "x-1,y-2")
                                .header("x-unknown", "kept")
                                .header("x-chaperone-repository", "northwind/shop"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("request-id")).hasValue("req_vendor_1");
        FakeVendor.Received got = vendor.received().getFirst();
        assertThat(got.text()).isEqualTo(CLEAN);
        assertThat(got.uri()).isEqualTo("/v1/messages?beta=true");
        assertThat(got.headers())
                .contains("anthropic-beta: x-1,y-2", "x-unknown: kept", "x-api-key: company-key")
                .noneMatch(header ->
                        header.contains(TestSite.TOKEN) || header.startsWith("x-chaperone"));
    }

    @Test
    void recordsWhoUsedWhatBeforeAndHowItEnded() throws Exception {
        vendor.behave((request, _) -> FakeVendor.answer(request, 200, "text/event-stream", EVENTS));

        HttpResponse<String> answer =
                site.send(messages(CLEAN, "").header("x-chaperone-repository", "northwind/shop"));

        assertThat(answer.body()).isEqualTo(EVENTS);
        List<Event> events = ledger.await(2);
        assertThat(events.get(0))
                .isInstanceOfSatisfying(
                        Event.Intent.class,
                        intent -> {
                            assertThat(intent.caller())
                                    .isEqualTo(new Event.Caller(TestSite.ANNA, "token_1"));
                            assertThat(intent.use().model()).isEqualTo("claude-x");
                            assertThat(intent.use().repository()).isEqualTo("northwind/shop");
                            assertThat(intent.verdict().effect()).isEqualTo(Event.Effect.ALLOWED);
                            assertThat(intent.verdict().scan()).isEqualTo(Event.Scan.COMPLETE);
                        });
        assertThat(events.get(1))
                .isInstanceOfSatisfying(
                        Event.Outcome.class,
                        outcome -> {
                            assertThat(outcome.intent()).isZero();
                            assertThat(outcome.result()).isEqualTo(Event.Result.ANSWERED);
                            assertThat(outcome.tokens()).isEqualTo(new Event.Tokens(10L, 5L));
                        });
    }

    @Test
    void recordsNoHomeOfAPerson() throws Exception {
        String session = "/home/anna/.claude/sessions/7";
        site.send(messages(CLEAN, "").header("x-chaperone-repository", "/home/anna/work/app"));
        site.send(messages(CLEAN, "").header("x-chaperone-repository", "C:\\Users\\anna"));
        site.send(messages(CLEAN.replace("hello", "Working directory: /home/anna"), ""));
        site.send(messages(CLEAN, "").header("x-session-id", session));

        ledger.await(8);

        List<String> entries =
                ledger.read(0, 8).stream().map(entry -> new String(entry, UTF_8)).toList();
        assertThat(entries).noneMatch(entry -> entry.contains("anna"));
        assertThat(entries).filteredOn(entry -> entry.contains("\"app\"")).hasSize(1);
    }

    @Test
    void recordsNoSecretAndNoAddressThatNamesHold() throws Exception {
        String key = "ghp_" + "a1B2c3D4e5F6".repeat(3);
        String body =
                CLEAN.replace("claude-x", "claude alice@example.com AKIAIOSFODNN7EXAMPLE")
                        .replace(
                                "\"max_tokens\"",
                                "\"metadata\":{\"user_id\":\"{\\\"session_id\\\":\\\"alice@example.com\\\"}\"},"
                                        + "\"max_tokens\"");
        site.send(messages(body, "").header("x-chaperone-repository", address(key)));
        site.send(messages(CLEAN, "").header("x-chaperone-repository", "acme/" + key));

        ledger.await(3);

        List<String> entries =
                ledger.read(0, 3).stream().map(entry -> new String(entry, UTF_8)).toList();
        assertThat(entries)
                .noneMatch(entry ->
                        entry.contains("alice") || entry.contains("AKIA") || entry.contains(key));
        assertThat(entries.getFirst())
                .contains("\"model\":\"unreadable\"", "https://github.com/x.git", "\"digest-");
        assertThat(entries).anyMatch(entry -> entry.contains("\"repository\":\"unreadable\""));
    }

    private static String address(String key) {
        return "https://alice:" + key + "@github.com/x.git?token=" + key;
    }

    @Test
    void keepsASecretInsideAndSaysWhy() throws Exception {
        HttpResponse<String> answer = site.send(messages(SECRET, ""));

        assertThat(answer.statusCode()).isEqualTo(451);
        assertThat(answer.body())
                .contains(
                        "permission_error", "no-secrets", "aws-access-key-id", "Keys stay with us.")
                .doesNotContain("AKIA");
        assertThat(answer.headers().firstValue("x-should-retry")).hasValue("false");
        assertThat(vendor.received()).isEmpty();
        assertThat(ledger.await(1).getFirst())
                .isInstanceOfSatisfying(
                        Event.Intent.class,
                        intent -> {
                            assertThat(intent.verdict().effect()).isEqualTo(Event.Effect.BLOCKED);
                            assertThat(intent.verdict().rule()).isEqualTo("no-secrets");
                        });
    }

    @Test
    void refusesChatClientsWithTheStatusThatStopsThem() throws Exception {
        HttpResponse<String> answer = site.send(site.post("/v1/chat/completions", SECRET));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).startsWith("{\"error\":{\"message\":\"Chaperone: ");
        assertThat(vendor.received()).isEmpty();
    }

    @Test
    void findsASecretOfAnEarlierTurnAgain() throws Exception {
        String long1 = "x".repeat(600);
        String turn1 = CLEAN.replace("hello", long1 + " AKIAIOSFODNN7EXAMPLE");
        String turn2 = turn1.replace("}]}", "},{\"role\":\"user\",\"content\":\"and now?\"}]}");

        assertThat(site.send(messages(turn1, "")).statusCode()).isEqualTo(451);
        assertThat(site.send(messages(turn2, "")).statusCode()).isEqualTo(451);
    }

    @Test
    void sendsNothingWhenTheLedgerIsFullAndGoesOnWhenItIsNot() throws Exception {
        ledger.fill(true);
        HttpResponse<String> refused = site.send(messages(CLEAN, ""));

        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("retry-after")).isPresent();
        assertThat(refused.body()).contains("the disk is full");
        assertThat(vendor.received()).isEmpty();

        ledger.fill(false);
        assertThat(site.send(messages(CLEAN, "")).statusCode()).isEqualTo(200);
    }

    @Test
    void refusesAnUnknownCallerAndRecordsIt() throws Exception {
        HttpResponse<String> answer =
                site.send(messages(CLEAN, "").setHeader("authorization", "Bearer chp_wrong"));

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("x-should-retry")).hasValue("false");
        assertThat(vendor.received()).isEmpty();
        assertThat(ledger.await(1).getFirst())
                .isInstanceOfSatisfying(
                        Event.Intent.class, intent -> assertThat(intent.caller()).isNull());
    }

    @Test
    void refusesWhatItCanNotRead() throws Exception {
        assertThat(site.send(messages("not json", "")).statusCode()).isEqualTo(400);
        assertThat(site.send(messages(CLEAN.substring(0, 30), "")).statusCode()).isEqualTo(400);
        assertThat(
                        site.send(messages(CLEAN, "").setHeader("content-type", "text/plain"))
                                .statusCode())
                .isEqualTo(415);
        assertThat(site.send(messages(CLEAN, "").header("content-encoding", "br")).statusCode())
                .isEqualTo(415);
        assertThat(site.send(site.post("/v1/messages/nothing", CLEAN)).statusCode()).isEqualTo(404);
        assertThat(vendor.received()).isEmpty();
    }

    @Test
    void refusesABodyAboveTheLimitAndTakesOneBelow() throws Exception {
        String large = CLEAN.replace("hello", "a b ".repeat(300 * 1024));
        String fits = CLEAN.replace("hello", "a b ".repeat(200 * 1024));

        assertThat(site.send(messages(large, "")).statusCode()).isEqualTo(413);
        assertThat(vendor.received()).isEmpty();
        assertThat(site.send(messages(fits, "")).statusCode()).isEqualTo(200);
        assertThat(vendor.received().getFirst().text()).isEqualTo(fits);
    }

    @Test
    void passesTheVendorsErrorsOnUnchanged() throws Exception {
        String error =
                "{\"type\":\"error\",  \"error\":{\"type\":\"overloaded_error\",\"message\":\"busy\"}}";
        vendor.behave((request, _) -> FakeVendor.answer(request, 529, "application/json", error));

        HttpResponse<String> answer = site.send(messages(CLEAN, ""));

        assertThat(answer.statusCode()).isEqualTo(529);
        assertThat(answer.body()).isEqualTo(error);
        assertThat(site.outcome().result()).isEqualTo(Event.Result.REFUSED);
    }

    @Test
    void endsABrokenStreamWithAnErrorEventBehindTheLastWholeOne() throws Exception {
        int second = EVENTS.indexOf("event: message_delta");
        vendor.behave((request, _) ->
                FakeVendor.begin(request, EVENTS.substring(0, second + 30))
                        .onComplete(_ -> request.connection().close()));

        String answer = site.send(messages(CLEAN, "")).body();

        assertThat(answer)
                .startsWith(EVENTS.substring(0, second) + "event: error\ndata: ")
                .doesNotContain("message_delta");
        assertThat(site.outcome().result()).isEqualTo(Event.Result.CUT_SHORT);
    }

    @Test
    void tellsAClientOfASilentUpstreamInTime() throws Exception {
        vendor.behave((_, _) -> {});

        HttpResponse<String> answer = site.send(messages(CLEAN, ""));

        assertThat(answer.statusCode()).isEqualTo(504);
        assertThat(answer.body()).contains("timeout_error");
        assertThat(site.outcome().result()).isEqualTo(Event.Result.FAILED);
    }

    @Test
    void tellsAClientOfAnUpstreamThatHangsUp() throws Exception {
        vendor.behave((request, _) -> request.connection().close());

        HttpResponse<String> answer = site.send(messages(CLEAN, ""));

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(site.outcome().result()).isEqualTo(Event.Result.FAILED);
    }

    @Test
    void hangsUpOnTheVendorWhenTheClientLeaves() throws Exception {
        vendor.behave((request, _) -> {
            var _ = FakeVendor.begin(request, EVENTS.substring(0, 170));
        });
        HttpRequest request = messages(CLEAN, "").timeout(Duration.ofMillis(150)).build();

        try (var stream = site.client().send(request, BodyHandlers.ofInputStream()).body()) {
            assertThat(stream.read()).isEqualTo('e');
        }

        vendor.awaitClientLeft();
        assertThat(site.outcome().result()).isIn(Event.Result.CLIENT_GONE, Event.Result.CUT_SHORT);
    }

    @Test
    void listsModelsOnlyToKnownCallers() throws Exception {
        HttpRequest.Builder models = site.request("/v1/models?limit=1000").GET();

        assertThat(site.send(models).statusCode()).isEqualTo(200);
        assertThat(site.send(models.setHeader("authorization", "Bearer nothing")).statusCode())
                .isEqualTo(401);
        assertThat(vendor.received()).hasSize(1);
        assertThat(ledger.size()).isZero();
    }

    @Test
    void failsToOpenAPortThatIsTaken() {
        GatewayConfiguration taken =
                new GatewayConfiguration(
                        "127.0.0.1",
                        vendor.port(),
                        null,
                        List.of(),
                        GatewayConfiguration.Limits.DEFAULT);

        assertThatThrownBy(() ->
                        TestSite.await(
                                Gateway.start(
                                        site.vertx(),
                                        taken,
                                        TestSite.inForce(),
                                        ledger,
                                        site.captures(),
                                        new byte[32])))
                .hasRootCauseInstanceOf(IOException.class);
    }

    private HttpRequest.Builder messages(String body, String query) {
        return site.post("/v1/messages" + query, body);
    }
}
