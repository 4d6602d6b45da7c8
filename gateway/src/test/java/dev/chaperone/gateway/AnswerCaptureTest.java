// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.captures.Capture;
import dev.chaperone.captures.Side;
import dev.chaperone.ledger.Event;
import dev.chaperone.vocabulary.CaptureLevel;

import io.vertx.core.buffer.Buffer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/// What is kept of answers, which are on their way while it happens.
@Timeout(60)
class AnswerCaptureTest {
    private static final String KEY = "AKIAIOSFODNN7EXAMPLE";

    private TestSite site = TestSite.setup().policy("capture: {answers: full}").start();

    @AfterEach
    void close() {
        site.close();
    }

    private void redacting() {
        site.close();
        site = TestSite.setup().policy("capture: {answers: redacted}").start();
    }

    @Test
    void passesAStreamOnUnchangedAndKeepsItsExactBytes() throws Exception {
        answers("text/event-stream", TestSite.EVENTS);

        HttpResponse<String> answer = site.ask(TestSite.CLEAN);

        assertThat(answer.body()).isEqualTo(TestSite.EVENTS);
        Event.Body recorded = recorded();
        assertThat(recorded.capture()).isEqualTo(Event.Capture.of(CaptureLevel.FULL, "standard"));
        Capture kept = site.captures().await(1).getFirst();
        assertThat(new String(kept.body(), StandardCharsets.UTF_8)).isEqualTo(TestSite.EVENTS);
        assertThat(kept.length()).isEqualTo(recorded.bytes());
        assertThat(kept.side()).isEqualTo(Side.ANSWER);
        assertThat(kept.interaction())
                .isEqualTo(((Event.Intent) site.ledger().await(1).getFirst()).id());
        assertThat(PromptCaptureTest.commitment(kept)).isEqualTo(recorded.commitment());
    }

    @Test
    void recordsTheEndOnlyWhenTheAnswerIsKeptButLetsNobodyWaitForIt() throws Exception {
        answers("text/event-stream", TestSite.EVENTS);
        site.captures().hold();

        assertThat(site.ask(TestSite.CLEAN).body()).isEqualTo(TestSite.EVENTS);
        site.captures().await(1);
        assertThat(site.ledger().size()).isEqualTo(1);
        CompletableFuture<Void> closing = CompletableFuture.runAsync(site::closeGateway);
        assertThat(site.ledger().size()).isEqualTo(1);
        site.captures().release();

        assertThat(site.outcome().result()).isEqualTo(Event.Result.ANSWERED);
        closing.join();
    }

    @Test
    void saysThatAnAnswerCouldNotBeKeptAndLeavesTheClientAlone() throws Exception {
        answers("text/event-stream", TestSite.EVENTS);
        site.captures().fail(true);

        assertThat(site.ask(TestSite.CLEAN).body()).isEqualTo(TestSite.EVENTS);
        assertThat(recorded().capture()).isEqualTo(Event.Capture.FAILED);
        assertThat(site.outcome().result()).isEqualTo(Event.Result.ANSWERED);
    }

    @Test
    void keepsWhatCameOfAnAnswerThatWasCutShort() throws Exception {
        String begun = TestSite.EVENTS.substring(0, TestSite.EVENTS.indexOf("event: message_stop"));
        site.vendor()
                .behave((request, _) ->
                        FakeVendor.begin(request, begun)
                                .onSuccess(_ -> request.connection().close()));

        site.ask(TestSite.CLEAN);

        assertThat(site.outcome().result()).isEqualTo(Event.Result.CUT_SHORT);
        Capture kept = site.captures().await(1).getFirst();
        assertThat(new String(kept.body(), StandardCharsets.UTF_8)).isEqualTo(begun);
        assertThat(recorded().bytes()).isEqualTo(begun.length());
    }

    @Test
    void keepsACleanAnswerAsItIs() throws Exception {
        redacting();
        answers("text/event-stream", TestSite.EVENTS);

        site.ask(TestSite.CLEAN);

        assertThat(kept()).isEqualTo(TestSite.EVENTS);
    }

    @Test
    void masksAllTextOfAnAnswerInWhichASecretComesInPieces() throws Exception {
        redacting();
        String events = delta("use AKIAIOSF") + delta("ODNN7EXAMPLE now");
        answers("text/event-stream", events);

        assertThat(site.ask(TestSite.CLEAN).body()).isEqualTo(events);

        assertThat(kept())
                .hasSize(events.length())
                .doesNotContain("AKIA", "ODNN7", "now")
                .startsWith("event: *****")
                .contains("data: {\"****\":\"");
    }

    @Test
    void masksAWholeAnswerToo() throws Exception {
        redacting();
        String answer = "{\"content\":[{\"text\":\"" + KEY + "\"}],\"n\":1}";
        answers("application/json", answer);

        site.ask(TestSite.CLEAN);

        assertThat(kept())
                .isEqualTo("{\"*******\":[{\"****\":\"" + "*".repeat(20) + "\"}],\"*\":1}");
    }

    @Test
    void masksWhatItCanNotRead() throws Exception {
        redacting();
        answers("text/html", "<html>hello</html>");
        site.ask(TestSite.CLEAN);
        assertThat(kept()).isEqualTo("*".repeat(18));
    }

    @Test
    void masksACompressedAnswerWhole() throws Exception {
        redacting();
        site.vendor()
                .behave((request, _) ->
                        request.response()
                                .putHeader("content-type", "application/json")
                                .putHeader("content-encoding", "br")
                                .end(Buffer.buffer("{\"a\":\"b\"}")));
        site.ask(TestSite.CLEAN);
        assertThat(kept()).isEqualTo("*".repeat(9));
    }

    private void answers(String type, String body) {
        site.vendor().behave((request, _) -> FakeVendor.answer(request, 200, type, body));
    }

    private static String delta(String text) {
        return "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,"
                + "\"delta\":{\"type\":\"text_delta\",\"text\":\""
                + text
                + "\"}}\n\n";
    }

    private String kept() throws InterruptedException {
        return FakeCaptures.masked(site.captures().await(1).getFirst());
    }

    private Event.Body recorded() throws InterruptedException {
        return Objects.requireNonNull(site.outcome().answer());
    }
}
