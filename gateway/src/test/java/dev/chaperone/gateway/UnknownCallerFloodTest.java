// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.ledger.Event;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/// Whoever reaches the port can cause refusals, but can not fill the ledger with them.
@Timeout(60)
class UnknownCallerFloodTest {
    private static final Instant START = Instant.parse("2026-11-24T09:00:00Z");
    private static final Duration NEVER = Duration.ofDays(1);

    private final AtomicReference<Instant> now = new AtomicReference<>(START);

    private TestSite start(int burst, int perSecond, Duration counted) {
        return TestSite.setup()
                .clock(new SetClock(now))
                .limits(
                        new GatewayConfiguration.Limits(
                                1024 * 1024,
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(5),
                                new GatewayConfiguration.Strangers(burst, perSecond, counted)))
                .start();
    }

    @Test
    void recordsTheFirstOnesSinglyAndRefusesTheRestJustTheSame() throws Exception {
        try (TestSite site = start(3, 1, NEVER)) {
            String first = knock(site).body().replaceAll("request_[^\"]*|interaction_[^\"]*", "");
            for (int i = 0; i < 9; i++) {
                HttpResponse<String> answer = knock(site);

                assertThat(answer.statusCode()).isEqualTo(401);
                assertThat(answer.headers().firstValue("x-should-retry")).hasValue("false");
                assertThat(answer.body().replaceAll("request_[^\"]*|interaction_[^\"]*", ""))
                        .isEqualTo(first);
            }

            assertThat(site.ledger().size()).isEqualTo(3);
            assertThat(site.vendor().received()).isEmpty();
        }
    }

    @Test
    void statesOnCloseHowManyWereNotRecordedSingly() throws Exception {
        try (TestSite site = start(3, 1, NEVER)) {
            for (int i = 0; i < 10; i++) {
                knock(site);
                now.updateAndGet(instant -> instant.plusMillis(1));
            }

            site.closeGateway();

            List<Event> events = site.ledger().await(4);
            assertThat(events.subList(0, 3)).hasOnlyElementsOfType(Event.Intent.class);
            assertThat(events.subList(3, events.size()))
                    .singleElement()
                    .isInstanceOfSatisfying(
                            Event.Administered.class,
                            counted -> {
                                assertThat(counted.actor()).isEqualTo("system");
                                assertThat(counted.action()).isEqualTo("refusals.counted");
                                assertThat(counted.subject()).isEqualTo("unknown-caller");
                                assertThat(counted.details())
                                        .containsEntry("count", "7")
                                        .containsEntry("from", "2026-11-24T09:00:00.003Z")
                                        .containsEntry("to", "2026-11-24T09:00:00.009Z");
                            });
        }
    }

    @Test
    void statesTheNumberFromTimeToTimeAndOnlyWhenThereIsOne() throws Exception {
        try (TestSite site = start(1, 1, Duration.ofMillis(20))) {
            knock(site);
            knock(site);
            assertThat(site.ledger().await(2).get(1)).isInstanceOf(Event.Administered.class);
            knock(site);
            assertThat(site.ledger().await(3).get(2)).isInstanceOf(Event.Administered.class);

            site.closeGateway();

            assertThat(site.ledger().size()).isEqualTo(3);
        }
    }

    @Test
    void recordsSinglyAgainWhenTheFloodIsOver() throws Exception {
        try (TestSite site = start(2, 1, NEVER)) {
            for (int i = 0; i < 5; i++) {
                knock(site);
            }
            now.set(START.plusSeconds(1));
            knock(site);
            knock(site);
            assertThat(site.ledger().size()).isEqualTo(3);

            now.set(START.plusSeconds(3600));
            for (int i = 0; i < 5; i++) {
                knock(site);
            }
            assertThat(site.ledger().size()).isEqualTo(5);
        }
    }

    @Test
    void givesNothingForAClockThatIsSetBackAndForth() throws Exception {
        try (TestSite site = start(1, 1, NEVER)) {
            knock(site);
            now.set(START.minusSeconds(3600));
            knock(site);
            now.set(START.minusSeconds(3599));
            knock(site);

            assertThat(site.ledger().size()).isEqualTo(2);
        }
    }

    @Test
    void losesNoNumberWhileTheLedgerTakesNothing() throws Exception {
        try (TestSite site = start(2, 1, Duration.ofMillis(20))) {
            site.ledger().fill(true);
            for (int i = 0; i < 6; i++) {
                assertThat(knock(site).statusCode()).isEqualTo(401);
            }
            site.ledger().fill(false);

            assertThat(site.ledger().await(1).getFirst())
                    .isInstanceOfSatisfying(
                            Event.Administered.class,
                            counted -> assertThat(counted.details()).containsEntry("count", "6"));
        }
    }

    @Test
    void recordsEachRefusalOfAKnownCaller() throws Exception {
        try (TestSite site = start(1, 1, NEVER)) {
            for (int i = 0; i < 5; i++) {
                assertThat(site.ask(TestSite.SECRET).statusCode()).isEqualTo(451);
            }

            assertThat(site.ledger().size()).isEqualTo(5);
        }
    }

    @Test
    void answersAnUnknownCallerBeforeItsBodyHasCome() throws Exception {
        try (TestSite site = start(1, 1, NEVER);
                RawConnection client = site.connect()) {
            client.write(
                    "POST /v1/messages HTTP/1.1\r\nhost: gateway\r\ncontent-type:"
                            + " application/json\r\ncontent-length: 1000000\r\n\r\n{");

            assertThat(client.readAnswer()).startsWith("HTTP/1.1 401").contains("chp_");
        }
    }

    private static HttpResponse<String> knock(TestSite site)
            throws IOException, InterruptedException {
        return site.send(
                site.post("/v1/messages", TestSite.CLEAN)
                        .setHeader("authorization", "Bearer chp_wrong"));
    }

    private static final class SetClock extends Clock {
        private final AtomicReference<Instant> now;

        SetClock(AtomicReference<Instant> now) {
            this.now = now;
        }

        @Override
        public Instant instant() {
            return now.get();
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
