// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.ledger.Event;
import dev.chaperone.ledger.Ledger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.net.http.HttpResponse;

/// An entry has a largest size, and whoever calls must not be able to reach it.
@Timeout(60)
class RecordSizeTest {
    @Test
    void staysSmallWhateverTheCallerSays() throws Exception {
        try (TestSite site = TestSite.setup().start()) {
            String wild = "\\u0001\\\"\\ud83d\\ude00\\ud83d".repeat(20_000);
            String body =
                    TestSite.CLEAN
                            .replace("claude-x", wild)
                            .replace("hello", "Working directory: /" + wild);
            HttpResponse<String> answer =
                    site.send(
                            site.post("/v1/messages", body)
                                    .header("x-chaperone-repository", "\"\\".repeat(8_000))
                                    .header("x-session-id", "\"".repeat(200))
                                    .header("user-agent", "claude-cli/" + "\\".repeat(200)));

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(site.ledger().read(0, 1).getFirst()).hasSizeLessThan(8 * 1024);
        }
    }

    @Test
    void sendsNothingWhoseRecordDoesNotFitAndRecordsThat() throws Exception {
        try (TestSite site = withHugeRule("warn")) {
            HttpResponse<String> answer = site.ask(picture());

            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(site.vendor().received()).isEmpty();
            assertRecordedShort(site);
        }
    }

    @Test
    void recordsARefusalWhoseRecordDoesNotFit() throws Exception {
        try (TestSite site = withHugeRule("block")) {
            assertThat(site.ask(picture()).statusCode()).isEqualTo(451);

            assertRecordedShort(site);
        }
    }

    private static void assertRecordedShort(TestSite site)
            throws IOException, InterruptedException {
        Event.Intent intent = (Event.Intent) site.ledger().await(1).getFirst();
        assertThat(intent.verdict().effect()).isEqualTo(Event.Effect.BLOCKED);
        assertThat(intent.verdict().rule()).isEqualTo("record-too-large");
        assertThat(intent.caller()).isEqualTo(new Event.Caller(TestSite.ANNA, "token_1"));
        assertThat(intent.use().model()).isNull();
        assertThat(site.ledger().size()).isEqualTo(1);
    }

    private static TestSite withHugeRule(String action) {
        String id = "x".repeat(Ledger.MAX_ENTRY_BYTES);
        return TestSite.setup()
                .policy("  - {id: " + id + ", detect: [attachment], action: " + action + "}\n")
                .start();
    }

    private static String picture() {
        return TestSite.CLEAN.replace(
                "\"hello\"",
                "[{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"media_type\":\"image/png\","
                        + "\"data\":\"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk\"}}]");
    }
}
