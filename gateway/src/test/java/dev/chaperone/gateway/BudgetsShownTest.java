// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.policy.Glob;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Claude Code is told what is left of a budget, in its vendor's headers; nobody is told of one
/// that is not there.
@Timeout(60)
class BudgetsShownTest {
    private static final String UNIFIED = "anthropic-ratelimit-unified-";
    private static final Clock NOON =
            Clock.fixed(Instant.parse("2026-11-30T12:00:10Z"), ZoneOffset.UTC);
    private static final String FIRST_OF_DECEMBER = "1796083200";

    private TestSite site = TestSite.setup().start();

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void tellsWhatIsUsedAndWarnsBeforeTheEnd() throws Exception {
        // A prompt costs 40 of 100: a million tokens at 40.
        open(Allowance.Measure.SPEND, Allowance.Per.PERSON, 100_000_000);

        assertThat(limits(ask()))
                .containsEntry("status", "allowed")
                .containsEntry("representative-claim", "overage")
                .containsEntry("overage-status", "allowed")
                .containsEntry("overage-utilization", "0.00")
                .containsEntry("reset", FIRST_OF_DECEMBER)
                .containsEntry("overage-reset", FIRST_OF_DECEMBER)
                .doesNotContainKeys("overage-surpassed-threshold", "overage-scope", "tokens-limit");
        assertThat(limits(ask())).containsEntry("overage-utilization", "0.40");
        assertThat(limits(ask()))
                .containsEntry("status", "allowed_warning")
                .containsEntry("overage-utilization", "0.80")
                .containsEntry("overage-surpassed-threshold", "0.75");

        HttpResponse<String> refused = ask();

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.body()).contains("billing_error", "begins anew");
        assertThat(refused.headers().firstValue("retry-after")).contains("43190");
        assertThat(refused.headers().firstValue("x-should-retry")).contains("false");
        assertThat(limits(refused))
                .containsEntry("status", "rejected")
                .containsEntry("overage-utilization", "1")
                .containsEntry("overage-surpassed-threshold", "1")
                .containsEntry("overage-period", "monthly")
                .containsEntry("overage-disabled-reason", "org_spend_cap_reached")
                .containsEntry("overage-reset", FIRST_OF_DECEMBER)
                .doesNotContainKeys("representative-claim", "overage-status");
    }

    @Test
    void saysThatABudgetIsShared() throws Exception {
        open(Allowance.Measure.SPEND, Allowance.Per.COMPANY, 100_000_000);

        assertThat(limits(ask())).containsEntry("overage-scope", "group_pool");
    }

    @Test
    void tellsNothingWhereNoBudgetIsSetAndLeavesTheVendorsWord() throws Exception {
        open(Allowance.Measure.TOKENS, Allowance.Per.PERSON, 100_000_000);

        HttpResponse<String> answer = ask();

        assertThat(limits(answer)).isEmpty();
        assertThat(answer.headers().firstValue("anthropic-ratelimit-tokens-limit")).contains("7");
    }

    @Test
    void tellsOtherToolsNothing() throws Exception {
        open(Allowance.Measure.SPEND, Allowance.Per.PERSON, 100_000_000);

        assertThat(limits(site.ask(TestSite.CLEAN))).isEmpty();
    }

    @Test
    void answersTheQuestionForUsageOfTheMonth() {
        Standing month = standing(Allowance.Each.MONTH, 120_000_000, 90_340_000);
        Standing day = standing(Allowance.Each.DAY, 10_000_000, 10_500_000);

        assertThat(UsageBody.of(List.of(day, month), "EUR").orElseThrow().encode())
                .isEqualTo(
                        "{\"extra_usage\":{\"is_enabled\":true,\"monthly_limit\":12000,"
                                + "\"used_credits\":9034,\"utilization\":75,\"currency\":\"EUR\","
                                + "\"daily\":{\"limit\":1000,\"used_credits\":1050,\"utilization\":100}},"
                                + "\"limits\":[{\"kind\":\"spend\",\"group\":\"monthly\",\"percent\":75,"
                                + "\"resets_at\":\"2026-12-01T00:00:00Z\",\"severity\":\"warning\",\"is_active\":true},"
                                + "{\"kind\":\"spend\",\"group\":\"daily\",\"percent\":100,"
                                + "\"resets_at\":\"2026-12-01T00:00:00Z\",\"severity\":\"critical\",\"is_active\":true}]}");
        assertThat(UsageBody.of(List.of(day), "EUR")).isEmpty();
    }

    @Test
    void answersOnlyWhoIsSignedInAndHasABudget() throws Exception {
        open(Allowance.Measure.SPEND, Allowance.Per.PERSON, 100_000_000);
        ask();

        HttpResponse<String> usage = site.send(site.request("/api/oauth/usage"));

        assertThat(usage.statusCode()).isEqualTo(200);
        assertThat(usage.headers().firstValue("cache-control")).contains("no-store");
        assertThat(usage.body())
                .contains("\"monthly_limit\":10000,\"used_credits\":4000,\"utilization\":40");
        assertThat(
                        site.send(
                                        HttpRequest.newBuilder(
                                                URI.create(
                                                        "http://127.0.0.1:"
                                                                + site.port()
                                                                + "/api/oauth/usage")))
                                .statusCode())
                .isEqualTo(401);

        open(Allowance.Measure.REQUESTS, Allowance.Per.PERSON, 100);
        assertThat(site.send(site.request("/api/oauth/usage")).statusCode()).isEqualTo(404);
    }

    private static Standing standing(Allowance.Each each, long most, long used) {
        Allowance allowance =
                new Allowance(
                        "budget",
                        Allowance.Per.PERSON,
                        Set.of(),
                        Set.of(),
                        Allowance.Measure.SPEND,
                        most,
                        each);
        return new Standing(allowance, "", used, Instant.parse("2026-12-01T00:00:00Z"));
    }

    private void open(Allowance.Measure measure, Allowance.Per per, long most) {
        site.close();
        Allowance budget =
                new Allowance(
                        "budget", per, Set.of(), Set.of(), measure, most, Allowance.Each.MONTH);
        Prices prices = new Prices("EUR", List.of(new Prices.Price(new Glob("*"), 40, 40)));
        site =
                TestSite.setup()
                        .clock(NOON)
                        .signIn(new SignIn.Offered(new FakeDesk(), null))
                        .spending(new Spending(List.of(budget), prices, List.of()))
                        .start();
        site.vendor()
                .behave((request, _) -> {
                    request.response().putHeader("anthropic-ratelimit-tokens-limit", "7");
                    FakeVendor.answer(
                            request,
                            200,
                            "application/json",
                            "{\"usage\":{\"input_tokens\":900000,\"output_tokens\":100000}}");
                });
    }

    /// Goes on when the answer is counted.
    private HttpResponse<String> ask() throws Exception {
        int before = Math.toIntExact(site.ledger().size());
        HttpResponse<String> answer =
                site.send(
                        site.post("/v1/messages", TestSite.CLEAN)
                                .header("user-agent", "claude-cli/2.1.330 (external, cli)"));
        if (answer.statusCode() == 200) {
            site.ledger().await(before + 2);
        }
        return answer;
    }

    private static Map<String, String> limits(HttpResponse<String> answer) {
        Map<String, String> limits = new TreeMap<>();
        answer.headers()
                .map()
                .forEach((name, values) -> {
                    if (name.startsWith(UNIFIED)) {
                        limits.put(name.substring(UNIFIED.length()), values.getFirst());
                    }
                });
        return limits;
    }
}
