// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.exports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

@Timeout(90)
class HttpForwardingTest {
    @TempDir private Path directory;
    private HttpReceiver receiver;

    @BeforeEach
    void listen() throws IOException {
        receiver = new HttpReceiver(0);
    }

    @AfterEach
    void hangUp() {
        receiver.close();
    }

    @Test
    void postsBatchesOfLinesWithTheCredential() throws Exception {
        try (Feed feed = Feed.open(directory, lines("jsonl"))) {
            feed.append(250);
            feed.caughtUp();
            assertThat(receiver.indices()).isEqualTo(FileForwardingTest.upTo(250));
            assertThat(receiver.taken().size()).isLessThan(100);
            assertThat(receiver.taken().getFirst().type()).isEqualTo("application/x-ndjson");
            assertThat(receiver.taken().getFirst().authorization()).isEqualTo("Bearer geheim");
            assertThat(feed.state().toString()).doesNotContain("geheim");
        }
    }

    @Test
    void postsBatchesAsAnArray() throws Exception {
        Target target =
                new Target("siem", new Target.Http("ocsf", true, receiver.endpoint()), false);
        try (Feed feed = Feed.open(directory, target)) {
            feed.append(20);
            feed.caughtUp();
        }
        long events = 0;
        for (HttpReceiver.Asked each : receiver.taken()) {
            assertThat(each.type()).isEqualTo("application/json");
            events += JsonTree.parse(each.body().getBytes(StandardCharsets.UTF_8)).items().size();
        }
        assertThat(events).isEqualTo(20);
    }

    @Test
    void putsTheHeaderBeforeEachBatchOfCsv() throws Exception {
        try (Feed feed = Feed.open(directory, lines("csv"))) {
            feed.append(3);
            feed.caughtUp();
        }
        assertThat(receiver.taken())
                .allSatisfy(each -> assertThat(each.body()).startsWith("index,uid,"));
    }

    @Test
    void postsLogRecordsToACollector() throws Exception {
        receiver.says("{\"partialSuccess\":{}}");
        try (Feed feed = Feed.open(directory, otlp())) {
            feed.append(20);
            feed.caughtUp();
        }
        String records = "resourceLogs.0.scopeLogs.0.logRecords";
        assertThat(
                        receiver.taken().stream()
                                .mapToInt(each ->
                                        JsonTree.parse(each.body().getBytes(StandardCharsets.UTF_8))
                                                .at(records)
                                                .items()
                                                .size())
                                .sum())
                .isEqualTo(20);
    }

    @Test
    void doesNotTakeAPartForTheWhole() throws Exception {
        receiver.says("{\"partialSuccess\":{\"rejectedLogRecords\":\"2\"}}");
        try (Feed feed = Feed.open(directory, otlp())) {
            feed.append(20);
            feed.failedWith("did not take 2 of the records");
            assertThat(feed.state().sent()).isZero();
            receiver.says("");
            feed.caughtUp();
        }
    }

    @Test
    void sendsAgainUntilItIsTaken() throws Exception {
        receiver.answersNext(500).answersNext(502).answersNext(0).answersNext(-1).answersNext(302);
        try (Feed feed = Feed.open(directory, lines("jsonl"))) {
            feed.append(30);
            feed.caughtUp();
            assertThat(receiver.indices()).isEqualTo(FileForwardingTest.upTo(30));
            assertThat(receiver.asked()).isGreaterThan(5);
            assertThat(feed.state().failing()).isFalse();
            assertThat(feed.state().lastError()).contains("127.0.0.1");
        }
    }

    @Test
    void leavesATargetAloneForAsLongAsItAsks() throws Exception {
        receiver.answersNext(429, "1");
        try (Feed feed = Feed.open(directory, lines("jsonl"))) {
            feed.append(1);
            feed.failedWith("status 429");
            Instant refused = Instant.now();
            feed.caughtUp();
            assertThat(Duration.between(refused, Instant.now()))
                    .isGreaterThan(Duration.ofMillis(700));
        }
    }

    @Test
    void sendsLessAtATimeToATargetThatTakesLess() throws Exception {
        receiver.takesAtMost(5_000);
        try (Feed feed = Feed.open(directory, lines("jsonl"))) {
            feed.append(100);
            feed.caughtUp();
            assertThat(receiver.indices()).isEqualTo(FileForwardingTest.upTo(100));
            assertThat(receiver.taken().size()).isGreaterThan(8);
        }
    }

    @Test
    void neverPassesOverAnEntryThatATargetRefuses() throws Exception {
        receiver.takesAtMost(10);
        try (Feed feed = Feed.open(directory, lines("jsonl"))) {
            feed.append(10);
            feed.failedWith("answered with status 413");
            Until.holds(() -> receiver.asked() > 20, () -> "asked " + receiver.asked());
            assertThat(feed.state().sent()).isZero();
            assertThat(feed.state().behind()).isEqualTo(10);
        }
    }

    @Test
    void endsSoonWhateverItWaitsFor() throws Exception {
        receiver.answersNext(429, "3600");
        Feed feed = Feed.open(directory, lines("jsonl"));
        feed.append(1);
        feed.failedWith("status 429");
        Instant start = Instant.now();
        feed.close();
        assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(8));
    }

    @Test
    void readsHowLongToWait() {
        Instant now = Instant.parse("2026-11-24T12:00:00Z");
        assertThat(retryAfter("120", now)).isEqualTo(Duration.ofMinutes(2));
        assertThat(retryAfter("Tue, 24 Nov 2026 12:00:30 GMT", now))
                .isEqualTo(Duration.ofSeconds(30));
        assertThat(retryAfter("Tue, 24 Nov 2026 11:00:00 GMT", now)).isZero();
        for (String odd : List.of("", "soon", "-1", "99999999999999999999")) {
            assertThat(retryAfter(odd, now)).isNull();
        }
    }

    @Test
    void readsWhetherACollectorTookAll() {
        assertThat(rejected("{\"partialSuccess\":{\"rejectedLogRecords\":\"7\"}}")).isEqualTo(7);
        assertThat(rejected("{\"partialSuccess\":{\"rejectedLogRecords\":7}}")).isEqualTo(7);
        assertThat(rejected("{}")).isZero();
        assertThat(rejected("")).isZero();
        assertThat(rejected("<html>")).isZero();
    }

    @Test
    void waitsLongerAfterEachFailureAndNeverExactly() {
        Backoff backoff =
                new Backoff(
                        Duration.ofMillis(500), Duration.ofSeconds(60), new java.util.Random(1));
        for (int i = 0; i < 20; i++) {
            long step = Math.min(60_000, 500L << Math.min(i, 10));
            assertThat(backoff.failed())
                    .isBetween(Duration.ofMillis(step / 2), Duration.ofMillis(step));
        }
        backoff.succeeded();
        assertThat(backoff.failed()).isLessThanOrEqualTo(Duration.ofMillis(500));
    }

    @Test
    void refusesACredentialThatWouldNotFitIntoAHeaderWithoutRepeatingIt() {
        for (String bad : List.of("", "ge heim", "geheim\r\nx: y", "gehéim")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Target.Credential(bad))
                    .withMessageNotContaining("heim");
        }
    }

    private static @Nullable Duration retryAfter(String written, Instant now) {
        return HttpDelivery.retryAfter(
                HttpHeaders.of(Map.of("retry-after", List.of(written)), (_, _) -> true), now);
    }

    private static long rejected(String answer) {
        return HttpDelivery.rejected(answer.getBytes(StandardCharsets.UTF_8));
    }

    private Target lines(String format) {
        return new Target("siem", new Target.Http(format, false, receiver.endpoint()), false);
    }

    private Target otlp() {
        return new Target("siem", new Target.Otlp(receiver.endpoint()), false);
    }
}
