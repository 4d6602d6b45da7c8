// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.chaperone.detection.FingerprintKey;
import dev.chaperone.detection.KnownSecret;
import dev.chaperone.detection.KnownSecrets;
import dev.chaperone.ledger.Event;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.List;

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

    /// A detector fails over it.
    private static final String FATAL = "wfT5k2Zq9uYx7Lr4Bn8Vd3";

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

    @Test
    void isWhatADetectorFailsOver() throws Exception {
        try (TestSite site = TestSite.setup().start()) {
            site.rules().publish(damaged());

            HttpResponse<String> answer = site.ask(TestSite.CLEAN.replace("hello", FATAL));

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
    void goesOnPastAFailingDetectorIfThePolicySaysSo() throws Exception {
        try (TestSite site = TestSite.setup().policy(rule("warn")).start()) {
            site.rules().publish(damaged());

            assertThat(site.ask(TestSite.CLEAN.replace("hello", FATAL)).statusCode())
                    .isEqualTo(200);
            Event.Verdict verdict = ((Event.Intent) site.ledger().await(2).getFirst()).verdict();
            assertThat(verdict.effect()).isEqualTo(Event.Effect.WARNED);
            assertThat(verdict.rule()).isEqualTo("could-not-look");
            assertThat(verdict.scan()).isEqualTo(Event.Scan.NONE);
        }
    }

    @Test
    void leavesStandingWhatWasFoundInOtherParts() throws Exception {
        try (TestSite site = TestSite.setup().policy(rule("warn")).start()) {
            site.rules().publish(damaged());

            HttpResponse<String> answer =
                    site.ask(
                            TestSite.SECRET.replace(
                                    "}]}",
                                    "},{\"role\":\"user\",\"content\":\"" + FATAL + "\"}]}"));

            assertThat(answer.statusCode()).isEqualTo(451);
            assertThat(site.vendor().received()).isEmpty();
            Event.Verdict verdict = ((Event.Intent) site.ledger().await(1).getFirst()).verdict();
            assertThat(verdict.rule()).isEqualTo("no-secrets");
            assertThat(verdict.scan()).isEqualTo(Event.Scan.NONE);
        }
    }

    /// A list with which the search fails where it notices the value. No text makes a detector
    /// fail, so a part of the list is taken away.
    private static KnownSecrets damaged() throws ReflectiveOperationException {
        FingerprintKey key = FingerprintKey.of(new byte[FingerprintKey.BYTES]);
        KnownSecrets secrets =
                KnownSecrets.of(
                        key, List.of(KnownSecret.of(key, "own", KnownSecret.Kind.SECRET, FATAL)));
        Field places = KnownSecrets.class.getDeclaredField("places");
        places.setAccessible(true);
        places.set(secrets, Array.newInstance(places.getType().componentType(), 0));
        return secrets;
    }

    private static TestSite site(String action) {
        return TestSite.setup().limits(NO_TIME).policy(rule(action)).start();
    }

    private static String rule(String action) {
        return "  - {id: could-not-look, detect: [unscanned], action: " + action + "}\n";
    }
}
