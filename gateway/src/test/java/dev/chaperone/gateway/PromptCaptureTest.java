// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.captures.Capture;
import dev.chaperone.captures.Piece;
import dev.chaperone.captures.Side;
import dev.chaperone.ledger.Commitment;
import dev.chaperone.ledger.Event;
import dev.chaperone.vocabulary.CaptureLevel;
import dev.chaperone.vocabulary.Digest;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/// What is kept of prompts, and that it is kept before anything else happens.
@Timeout(60)
class PromptCaptureTest {
    private static final String FULL =
            """
            capture:
              prompts: full
              retention: short
              classes: {short: 30d}
            """;
    private static final String LONG = "Please look at this. ".repeat(20);
    private static final String PICTURE =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk";

    private TestSite site = TestSite.setup().policy(FULL).start();

    @AfterEach
    void close() {
        site.close();
    }

    private void under(String policy) {
        site.close();
        site = TestSite.setup().policy(policy).start();
    }

    @Test
    void keepsTheExactBytesAndWhatOpensTheCommitment() throws Exception {
        String body = longPrompt();
        assertThat(site.ask(body).statusCode()).isEqualTo(200);

        Event.Intent intent = (Event.Intent) site.ledger().await(1).getFirst();
        Capture kept = site.captures().await(1).getFirst();
        assertThat(new String(kept.body(), StandardCharsets.UTF_8)).isEqualTo(body);
        assertThat(kept.length()).isEqualTo(kept.body().length);
        assertThat(kept.level()).isEqualTo(CaptureLevel.FULL);
        assertThat(kept.side()).isEqualTo(Side.PROMPT);
        assertThat(kept.masked()).isEmpty();
        assertThat(kept.interaction()).isEqualTo(intent.id());
        assertThat(kept.drawer().person()).isEqualTo(TestSite.ANNA);
        assertThat(kept.drawer().retention()).isEqualTo("short");
        assertThat(kept.drawer().month())
                .isEqualTo(YearMonth.from(intent.at().atOffset(ZoneOffset.UTC)));
        Event.Body recorded = Objects.requireNonNull(intent.prompt());
        assertThat(recorded.capture())
                .isEqualTo(new Event.Capture(CaptureLevel.FULL, "short", false));
        assertThat(kept.pieces()).hasSizeGreaterThan(1);
        assertThat(commitment(kept)).isEqualTo(recorded.commitment());
    }

    @Test
    void keepsThenRecordsThenSends() throws Exception {
        site.captures().hold();
        site.ledger().hold();
        CompletableFuture<HttpResponse<String>> answer =
                site.client()
                        .sendAsync(
                                site.post("/v1/messages", TestSite.CLEAN).build(),
                                BodyHandlers.ofString());

        site.captures().await(1);
        assertThat(site.ledger().size()).isZero();
        site.captures().release();
        site.ledger().awaitHeld(1);
        assertThat(site.vendor().received()).isEmpty();
        site.ledger().release();

        assertThat(answer.join().statusCode()).isEqualTo(200);
        assertThat(site.vendor().received().getFirst().text()).isEqualTo(TestSite.CLEAN);
    }

    @Test
    void sendsNothingThatCanNotBeKeptAndGoesOnWhenItCan() throws Exception {
        site.captures().fail(true);
        HttpResponse<String> refused = site.ask(TestSite.CLEAN);

        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("retry-after")).isPresent();
        assertThat(site.vendor().received()).isEmpty();
        assertThat(intent(0).verdict().effect()).isEqualTo(Event.Effect.BLOCKED);
        assertThat(intent(0).verdict().rule()).isEqualTo("not-kept");
        assertThat(stated(0)).isEqualTo(Event.Capture.FAILED);

        site.captures().fail(false);
        assertThat(site.ask(TestSite.CLEAN).statusCode()).isEqualTo(200);
    }

    @Test
    void sendsNothingThatWasKeptButNotRecorded() throws Exception {
        site.ledger().fill(true);

        assertThat(site.ask(TestSite.CLEAN).statusCode()).isEqualTo(503);
        assertThat(site.captures().kept()).hasSize(1);
        assertThat(site.vendor().received()).isEmpty();
    }

    @Test
    void storesNoSecretThatItStopped() throws Exception {
        assertThat(site.ask(TestSite.SECRET).statusCode()).isEqualTo(451);

        Capture kept = site.captures().await(1).getFirst();
        assertThat(kept.level()).isEqualTo(CaptureLevel.REDACTED);
        assertThat(FakeCaptures.masked(kept))
                .isEqualTo(TestSite.SECRET.replace("AKIAIOSFODNN7EXAMPLE", "*".repeat(20)));
        assertThat(stated(0)).isEqualTo(Event.Capture.of(CaptureLevel.REDACTED, "short"));
    }

    @Test
    void recordsABlockedPromptEvenWhenItCanNotBeKept() throws Exception {
        site.captures().fail(true);

        assertThat(site.ask(TestSite.SECRET).statusCode()).isEqualTo(451);
        assertThat(intent(0).verdict().rule()).isEqualTo("no-secrets");
        assertThat(stated(0)).isEqualTo(Event.Capture.FAILED);
    }

    @Test
    void masksWhatWasFoundHoweverItIsWritten() throws Exception {
        String key = "\\u0041KIA\\u0049OSFODNN7EXAMPL\\u0045";
        String body = longPrompt().replace("hello", "\\ud83d\\ude00\\n" + key + " \\u00e9");

        // The second time the part is known and what was found in it only counted.
        for (int i = 0; i < 2; i++) {
            assertThat(site.ask(body).statusCode()).isEqualTo(451);
            assertThat(FakeCaptures.masked(site.captures().await(i + 1).get(i)))
                    .isEqualTo(body.replace(key, "*".repeat(key.length())));
        }
    }

    @Test
    void masksAttachmentsWhichNobodyCouldScan() throws Exception {
        under("capture: {prompts: redacted}");
        String body =
                TestSite.CLEAN.replace(
                        "\"hello\"",
                        "[{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"media_type\":\"image/png\","
                                + "\"data\":\""
                                + PICTURE
                                + "\"}}]");

        assertThat(site.ask(body).statusCode()).isEqualTo(200);
        assertThat(site.vendor().received().getFirst().text()).isEqualTo(body);
        assertThat(FakeCaptures.masked(site.captures().await(1).getFirst()))
                .isEqualTo(body.replace(PICTURE, "*".repeat(PICTURE.length())));
    }

    @Test
    void masksMoreFindingsThanOneScanTells() throws Exception {
        String body = TestSite.CLEAN.replace("hello", "AKIAIOSFODNN7EXAMPLE ".repeat(2_500));

        assertThat(site.ask(body).statusCode()).isEqualTo(451);
        assertThat(FakeCaptures.masked(site.captures().await(1).getFirst()))
                .doesNotContain("AKIA")
                .hasSize(body.length());
    }

    @Test
    void keepsNothingOfWhatItCouldNotRead() throws Exception {
        assertThat(site.ask("{\"messages\":").statusCode()).isEqualTo(400);

        assertThat(stated(0)).isEqualTo(Event.Capture.METADATA);
        assertThat(site.captures().kept()).isEmpty();
    }

    @Test
    void keepsNothingAndSaysSoWhereThePolicyWantsNothingKept() throws Exception {
        under("");
        site.ask(TestSite.CLEAN);

        assertThat(stated(0)).isEqualTo(Event.Capture.METADATA);
        Event.Body answer = Objects.requireNonNull(site.outcome().answer());
        assertThat(answer.capture()).isEqualTo(Event.Capture.METADATA);
        assertThat(site.captures().kept()).isEmpty();
    }

    @Test
    void followsTheRuleForTheNamedRepository() throws Exception {
        under("capture: {rules: [{repositories: ['northwind/*'], prompts: digest}]}");

        site.ask(TestSite.CLEAN);
        site.send(
                site.post("/v1/messages", TestSite.CLEAN)
                        .header("x-chaperone-repository", "northwind/shop"));

        assertThat(site.captures().await(1))
                .singleElement()
                .satisfies(kept -> assertThat(kept.level()).isEqualTo(CaptureLevel.DIGEST));
    }

    private static String longPrompt() {
        return TestSite.CLEAN.replace("hello", LONG + "hello");
    }

    private Event.Intent intent(int index) throws InterruptedException {
        return (Event.Intent) site.ledger().await(index + 1).get(index);
    }

    private Event.Capture stated(int index) throws InterruptedException {
        return Objects.requireNonNull(Objects.requireNonNull(intent(index).prompt()).capture());
    }

    /// The formula of the commitment, from nothing but what was kept.
    static Digest commitment(Capture kept) throws Exception {
        Commitment commitment = new Commitment();
        int at = 0;
        for (Piece piece : kept.pieces()) {
            assertThat(piece.from()).isEqualTo(at);
            assertThat(piece.sha256())
                    .isEqualTo(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(
                                            Arrays.copyOfRange(
                                                    kept.body(), piece.from(), piece.to())));
            commitment.saw(kept.body(), piece.from(), piece.to());
            commitment.cut();
            at = piece.to();
        }
        assertThat(at).isEqualTo(kept.body().length);
        return commitment.end(kept.salt()).commitment();
    }
}
