// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.detection.FingerprintKey;
import dev.chaperone.detection.KnownSecret;
import dev.chaperone.detection.KnownSecrets;
import dev.chaperone.ledger.Event;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/// What the control plane puts in force of a company's own is looked for in the next prompt.
final class OwnSecretsTest {
    private static final FingerprintKey KEY = FingerprintKey.of(new byte[FingerprintKey.BYTES]);
    private static final String VALUE = "winter.Kq7-mZx2LwT4";
    private static final String LONG = "Please look at this. ".repeat(20);

    @Test
    void keepsASecretInsideFromWhenItIsKnownUntilItIsRemoved() throws Exception {
        try (TestSite site = TestSite.setup().start()) {
            String body = TestSite.CLEAN.replace("hello", LONG + "the door: " + VALUE + ".");
            assertThat(site.ask(body).statusCode()).isEqualTo(200);

            site.rules().publish(known(secret("payments.db")));
            var refused = site.ask(body);
            assertThat(refused.statusCode()).isEqualTo(451);
            assertThat(refused.body())
                    .contains("1 × company-secret 'payments.db'")
                    .doesNotContain(VALUE);

            site.rules().publish(KnownSecrets.NONE);
            assertThat(site.ask(body).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void recordsWhichCanarySang() throws Exception {
        try (TestSite site = TestSite.setup().start()) {
            site.rules()
                    .publish(
                            known(
                                    KnownSecret.of(
                                            KEY, "backup-server", KnownSecret.Kind.CANARY, VALUE)));
            site.ask(TestSite.CLEAN.replace("hello", "found this: " + VALUE));

            Event.Intent intent = (Event.Intent) site.ledger().await(1).getFirst();
            assertThat(intent.verdict().effect()).isEqualTo(Event.Effect.BLOCKED);
            assertThat(intent.verdict().findings())
                    .containsExactly(new Event.FindingCount("canary", "exact", 1, "backup-server"));
        }
    }

    @Test
    void recordsAWholeVaultWithoutLosingCount() throws Exception {
        List<KnownSecret> secrets = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 500; i++) {
            String value = "Kq7mZx2LwT4%05d".formatted(i);
            secrets.add(KnownSecret.of(KEY, "s" + i, KnownSecret.Kind.SECRET, value));
            text.append(value).append(' ');
        }
        try (TestSite site = TestSite.setup().start()) {
            site.rules().publish(KnownSecrets.of(KEY, secrets));
            assertThat(site.ask(TestSite.CLEAN.replace("hello", text)).statusCode()).isEqualTo(451);

            Event.Intent intent = (Event.Intent) site.ledger().await(1).getFirst();
            assertThat(intent.verdict().findings()).hasSize(51);
            assertThat(
                            intent.verdict().findings().stream()
                                    .mapToInt(Event.FindingCount::count)
                                    .sum())
                    .isEqualTo(500);
        }
    }

    @Test
    void blocksWhatIsMarkedInTheCompanysOwnWords() throws Exception {
        String rule =
                "  - {id: marked, detect: [marker], phrases: [Northwind inner circle], action: block}\n";
        try (TestSite site = TestSite.setup().policy(rule).start()) {
            String marked = TestSite.CLEAN.replace("hello", "Northwind inner circle\\nplans");

            assertThat(site.ask(marked).body()).contains("Rule marked", "company-marker");
            assertThat(site.ask(TestSite.CLEAN.replace("hello", "// STRICTLY CONFIDENTIAL")).body())
                    .contains("Rule marked", "classification-marker");
            assertThat(site.ask(TestSite.CLEAN).statusCode()).isEqualTo(200);
        }
    }

    private static KnownSecret secret(String name) {
        return KnownSecret.of(KEY, name, KnownSecret.Kind.SECRET, VALUE);
    }

    private static KnownSecrets known(KnownSecret secret) {
        return KnownSecrets.of(KEY, List.of(secret));
    }
}
