// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.ledger.Event;
import dev.chaperone.vocabulary.Jurisdiction;
import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.VendorId;

import io.vertx.core.http.HttpServerRequest;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;

/// Several upstreams of a kind: who gets a prompt, and who gets it when the first does not take it.
@Timeout(60)
class StandInTest {
    private static final String PROMPT = "{\"model\":\"claude-sonnet-5\",\"messages\":[]}";
    private static final String ANSWER =
            "{\"type\":\"message\",\"content\":[],\"usage\":{\"input_tokens\":1,\"output_tokens\":2}}";

    private @Nullable TestSite opened;

    @AfterEach
    void close() {
        site().close();
    }

    @Test
    void asksTheNextWhenTheFirstCanNotBeReachedAndRecordsIt() throws Exception {
        open(second("spare", null, Upstream.Served.EVERYBODY, "api"));
        site().vendor().close();

        HttpResponse<String> answer = site().ask(PROMPT);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(site().secondVendor().received()).hasSize(1);
        assertThat(intent(0).use().upstream()).isEqualTo("main");
        assertThat(site().outcome().upstream()).isEqualTo("spare");
    }

    @Test
    void asksOneThatFailedBehindTheOthersForAWhile() throws Exception {
        open(second("spare", null, Upstream.Served.EVERYBODY, "api"));
        site().vendor().behave((request, _) -> tooBusy(request));
        site().ask(PROMPT);
        // Each event loop learns by itself, so go on where the first prompt went.
        HttpResponse<String> answer = site().ask(PROMPT);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(site().vendor().received()).hasSize(1);
        assertThat(site().secondVendor().received()).hasSize(2);
        assertThat(intent(2).use().upstream()).isEqualTo("spare");
    }

    @Test
    void asksTheNextWhenTheFirstIsTooBusy() throws Exception {
        open(second("spare", null, Upstream.Served.EVERYBODY, "api"));
        for (int status : List.of(429, 503, 529)) {
            site().vendor()
                    .behave((request, _) -> FakeVendor.answer(request, status, "text/plain", "no"));
            assertThat(site().ask(PROMPT).body()).isEqualTo(ANSWER);
        }
    }

    @Test
    void passesOnThatAllAreTooBusyInTheVendorsOwnWords() throws Exception {
        open(second("spare", null, Upstream.Served.EVERYBODY, "api"));
        site().vendor().behave((request, _) -> tooBusy(request));
        site().secondVendor().behave((request, _) -> tooBusy(request));

        HttpResponse<String> answer = site().ask(PROMPT);

        assertThat(answer.statusCode()).isEqualTo(529);
        assertThat(answer.body()).isEqualTo("busy");
    }

    @Test
    void sendsNoPromptTwiceThatMayHaveBeenTaken() throws Exception {
        open(second("spare", null, Upstream.Served.EVERYBODY, "api"));
        site().vendor().behave((request, _) -> request.connection().close());
        assertThat(site().ask(PROMPT).statusCode()).isEqualTo(502);

        site().vendor().behave((request, _) -> FakeVendor.answer(request, 500, "text/plain", "oh"));
        assertThat(site().ask(PROMPT).statusCode()).isEqualTo(500);

        site().vendor()
                .behave((request, _) ->
                        FakeVendor.begin(request, "event: message_start\ndata: {}\n\n")
                                .onSuccess(_ -> request.connection().close()));
        assertThat(site().ask(PROMPT).body()).contains("message_start", "broke off");

        assertThat(site().secondVendor().received()).isEmpty();
    }

    @Test
    void letsNobodyStandInFromAnotherRegionOrUnderAnotherPlan() throws Exception {
        open(
                second("elsewhere", "us", Upstream.Served.EVERYBODY, "api"),
                second("dearer", null, Upstream.Served.EVERYBODY, "enterprise"));
        site().vendor().close();

        assertThat(site().ask(PROMPT).statusCode()).isEqualTo(502);

        assertThat(site().secondVendor().received()).isEmpty();
    }

    @Test
    void keepsAnUpstreamForThoseItServes() throws Exception {
        Jurisdiction germany = new Jurisdiction("DE");
        open(second("eu", "eu", new Upstream.Served(Set.of(), Set.of(germany)), "api"));
        site().vendor().close();

        assertThat(site().ask(PROMPT).statusCode()).isEqualTo(502);

        assertThat(site().secondVendor().received()).isEmpty();
    }

    @SafeVarargs
    private void open(IntFunction<Upstream>... seconds) {
        TestSite.Setup setup = TestSite.setup();
        for (IntFunction<Upstream> second : seconds) {
            setup.second(second);
        }
        opened = setup.start();
        for (FakeVendor vendor : List.of(site().vendor(), site().secondVendor())) {
            vendor.behave(
                    (request, _) -> FakeVendor.answer(request, 200, "application/json", ANSWER));
        }
    }

    private TestSite site() {
        if (opened == null) {
            throw new IllegalStateException("Not opened");
        }
        return opened;
    }

    private static void tooBusy(HttpServerRequest request) {
        FakeVendor.answer(request, 529, "text/plain", "busy");
    }

    private static IntFunction<Upstream> second(
            String name, @Nullable String region, Upstream.Served serves, String plan) {
        return port ->
                new Upstream(
                        name,
                        Upstream.Kind.ANTHROPIC,
                        URI.create("http://127.0.0.1:" + port),
                        null,
                        new Upstream.Credential("company-key"),
                        false,
                        Set.of(),
                        region,
                        serves,
                        new PlanId(plan),
                        new VendorId("anthropic"));
    }

    private Event.Intent intent(int index) throws InterruptedException {
        return (Event.Intent) site().ledger().await(index + 1).get(index);
    }
}
