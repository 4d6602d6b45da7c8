// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.ledger.Event;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.net.http.HttpResponse;

/// Texts that are made to be too much for detectors hide nothing from them.
@Timeout(120)
class HostileTextTest {
    private static final String KEY = "ghp_Qm3vT8xLr2Nc5Wb9Yk7Zd4Hf6Js1Pg0aXeUu";
    private static final int MEGABYTE = 1024 * 1024;
    private static final TestSite SITE = TestSite.setup().start();

    @AfterAll
    static void close() {
        SITE.close();
    }

    @Test
    void findsASecretAtTheEndOfALineOf31Megabytes() throws Exception {
        assertBlocked("no blank,".repeat(31 * MEGABYTE / 9) + " " + KEY);
    }

    @Test
    void findsASecretBehindAMegabyteOfBeginningsOfTokens() throws Exception {
        assertBlocked("sk_live_".repeat(MEGABYTE / 8) + " " + KEY);
        assertBlocked("-----BEGIN PRIVATE KEY-----\\n".repeat(MEGABYTE / 29) + KEY);
    }

    @Test
    void findsASecretAmongHalvesOfSurrogatePairs() throws Exception {
        assertBlocked("\\ud83d \\ude00\\ud83d" + KEY + "\\ud83d");
    }

    @Test
    void findsASecretBehindAThousandOthers() throws Exception {
        String others = "AKIAIOSFODNN7EXAMPLE\\n".repeat(5_000);

        assertThat(findings(assertBlocked(others + KEY))).isPositive();
    }

    private static int findings(Event.Intent intent) {
        return intent.verdict().findings().stream().mapToInt(Event.FindingCount::count).sum();
    }

    private static Event.Intent assertBlocked(String text) throws Exception {
        int before = Math.toIntExact(SITE.ledger().size());
        HttpResponse<String> answer = SITE.ask(TestSite.CLEAN.replace("hello", text));

        assertThat(answer.statusCode()).isEqualTo(451);
        assertThat(answer.body()).contains("no-secrets").doesNotContain(KEY);
        assertThat(SITE.vendor().received()).isEmpty();
        return (Event.Intent) SITE.ledger().await(before + 1).get(before);
    }
}
