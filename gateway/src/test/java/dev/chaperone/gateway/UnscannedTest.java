// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.chaperone.ledger.Event;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;

/// What the detectors do not read to its end never passes in silence.
@Timeout(60)
class UnscannedTest {
    /// No scan comes to its end in this.
    private static final GatewayConfiguration.Limits NO_TIME =
            new GatewayConfiguration.Limits(
                    1024 * 1024,
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(5),
                    Duration.ofNanos(1),
                    GatewayConfiguration.Strangers.DEFAULT);

    @Test
    void isBlockedAndRecordedIfNoRuleSpeaksOfIt() throws Exception {
        try (TestSite site = TestSite.setup().limits(NO_TIME).start()) {
            HttpResponse<String> answer = site.ask(TestSite.CLEAN);

            assertThat(answer.statusCode()).isEqualTo(451);
            assertThat(answer.body()).contains("not-scanned", "How to proceed");
            assertThat(site.vendor().received()).isEmpty();
            Event.Verdict verdict = ((Event.Intent) site.ledger().await(1).getFirst()).verdict();
            assertThat(verdict.effect()).isEqualTo(Event.Effect.BLOCKED);
            assertThat(verdict.rule()).isEqualTo("not-scanned");
            assertThat(verdict.scan()).isEqualTo(Event.Scan.NONE);
        }
    }

    @Test
    void goesOnWithAMarkIfThePolicySaysSo() throws Exception {
        try (TestSite site = site("warn")) {
            assertThat(site.ask(TestSite.CLEAN).statusCode()).isEqualTo(200);
            Event.Verdict verdict = ((Event.Intent) site.ledger().await(2).getFirst()).verdict();
            assertThat(verdict.effect()).isEqualTo(Event.Effect.WARNED);
            assertThat(verdict.rule()).isEqualTo("could-not-look");
            assertThat(verdict.scan()).isEqualTo(Event.Scan.NONE);
        }
    }

    @Test
    void isReadAnewTheNextTime() throws Exception {
        String body = TestSite.CLEAN.replace("hello", "hello ".repeat(100));
        try (TestSite site = site("allow")) {
            site.ask(body);
            site.ask(body);

            assertThat(site.ledger().await(4))
                    .filteredOn(event -> event instanceof Event.Intent)
                    .allSatisfy(event ->
                            assertThat(((Event.Intent) event).verdict().scan())
                                    .isEqualTo(Event.Scan.NONE));
        }
    }

    @Test
    void isWhatIsWrappedMoreOftenThanTheDetectorsLook() throws Exception {
        String wrapped = "ghp_Qm3vT8xLr2Nc5Wb9Yk7Zd4Hf6Js1Pg0aXeUu is the token";
        for (int i = 0; i < 4; i++) {
            wrapped = Base64.getEncoder().encodeToString(wrapped.getBytes(UTF_8));
        }
        try (TestSite site = TestSite.setup().start()) {
            HttpResponse<String> answer = site.ask(TestSite.CLEAN.replace("hello", wrapped));

            assertThat(answer.statusCode()).isEqualTo(451);
            assertThat(answer.body()).contains("not-scanned");
            assertThat(site.vendor().received()).isEmpty();
        }
    }

    private static TestSite site(String action) {
        return TestSite.setup()
                .limits(NO_TIME)
                .policy("  - {id: could-not-look, detect: [unscanned], action: " + action + "}\n")
                .start();
    }
}
