// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.ledger.Event;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;

/// What clients are told when an allowance is used up.
@Timeout(60)
class LimitedTest {
    private static final String MESSAGES = "{\"model\":\"claude-sonnet-5\",\"messages\":[]}";
    private static final String CHAT = "{\"model\":\"gpt-6\",\"messages\":[]}";
    private static final String GEMINI = "{\"contents\":[]}";
    private static final Clock NOON =
            Clock.fixed(Instant.parse("2026-11-30T12:00:10Z"), ZoneOffset.UTC);

    private @Nullable TestSite opened;

    @AfterEach
    void close() {
        site().close();
    }

    @Test
    void saysSoInTheWordsOfEachFormatAndSendsNothing() throws Exception {
        open(Allowance.Measure.REQUESTS, 1, Allowance.Each.DAY);
        site().ask(MESSAGES);

        HttpResponse<String> messages = site().ask(MESSAGES);
        HttpResponse<String> chat = site().send(site().post("/v1/chat/completions", CHAT));
        HttpResponse<String> gemini =
                site().send(site().post("/v1beta/models/gemini-3:generateContent", GEMINI));

        HttpResponse<String> responses =
                site().send(site().post("/v1/responses", "{\"model\":\"gpt-6\",\"input\":[]}"));

        assertThat(messages.statusCode()).isEqualTo(429);
        assertThat(messages.body()).contains("\"rate_limit_error\"", "'daily' is used up");
        assertThat(chat.statusCode()).isEqualTo(429);
        assertThat(chat.body()).contains("\"rate_limit_exceeded\"", "'daily' is used up");
        assertThat(gemini.statusCode()).isEqualTo(429);
        assertThat(gemini.body()).contains("\"RESOURCE_EXHAUSTED\"", "'daily' is used up");
        assertThat(gemini.body()).contains("\"retryDelay\":\"43190s\"");
        assertThat(responses.statusCode()).isEqualTo(429);
        assertThat(responses.body())
                .contains("\"usage_limit_reached\"", "\"resets_at\":1796083200");
        assertThat(responses.headers().firstValue("retry-after")).isEmpty();
        assertThat(messages.headers().firstValue("x-should-retry")).contains("false");
        assertThat(site().vendor().received()).hasSize(1);
    }

    @Test
    void recordsThatItWasRefused() throws Exception {
        open(Allowance.Measure.REQUESTS, 1, Allowance.Each.DAY);
        site().ask(MESSAGES);
        site().ask(MESSAGES);

        Event.Intent refused = (Event.Intent) site().ledger().await(3).getLast();

        assertThat(refused.verdict().effect()).isEqualTo(Event.Effect.BLOCKED);
        assertThat(refused.verdict().rule()).isEqualTo("daily");
    }

    @Test
    void letsClientsWaitForTheNextMinute() throws Exception {
        open(Allowance.Measure.REQUESTS, 1, Allowance.Each.MINUTE);
        site().ask(MESSAGES);

        HttpResponse<String> refused = site().ask(MESSAGES);

        assertThat(refused.headers().firstValue("retry-after")).contains("50");
        assertThat(refused.headers().firstValue("x-should-retry")).isEmpty();
    }

    @Test
    void countsTheTokensThatTheVendorTells() throws Exception {
        open(Allowance.Measure.TOKENS, 100, Allowance.Each.DAY);
        site().vendor()
                .behave((request, _) ->
                        FakeVendor.answer(
                                request,
                                200,
                                "application/json",
                                """
                                {"type":"message","content":[],
                                 "usage":{"input_tokens":70,"output_tokens":30}}
                                """));
        assertThat(site().ask(MESSAGES).statusCode()).isEqualTo(200);
        site().ledger().await(2);

        assertThat(site().ask(MESSAGES).statusCode()).isEqualTo(429);
    }

    private void open(Allowance.Measure measure, long most, Allowance.Each each) {
        opened =
                TestSite.setup()
                        .clock(NOON)
                        .allowances(
                                new Allowance(
                                        "daily",
                                        Allowance.Per.PERSON,
                                        Set.of(),
                                        Set.of(),
                                        measure,
                                        most,
                                        each))
                        .start();
    }

    private TestSite site() {
        if (opened == null) {
            throw new IllegalStateException("Not opened");
        }
        return opened;
    }
}
