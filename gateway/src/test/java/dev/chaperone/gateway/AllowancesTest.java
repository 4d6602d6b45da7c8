// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.gateway.Allowance.Each;
import dev.chaperone.gateway.Allowance.Measure;
import dev.chaperone.gateway.Allowance.Per;
import dev.chaperone.policy.Glob;
import dev.chaperone.policy.Register;
import dev.chaperone.policy.Standing;
import dev.chaperone.protocols.Again;
import dev.chaperone.protocols.Fault;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.vocabulary.ToolId;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/// What is left of allowances, and for whom.
class AllowancesTest {
    private static final Instant NOON = Instant.parse("2026-11-30T12:00:10Z");
    private static final ToolId CODE = new ToolId("claude-code");
    private static final ToolId CODEX = new ToolId("codex");
    private static final Register.Credential ANNA = member("web", "all");
    private static final Register.Credential BEN = member("web");
    private static final Register.Credential CLEO = member("data");

    @Test
    void givesEachPersonTheirOwnAndBeginsAnewWithTheMinute() {
        Allowances allowances = of(allowance(Per.PERSON, Measure.REQUESTS, 2, Each.MINUTE));

        assertThat(allowances.take(ANNA, CODE, NOON)).isEmpty();
        assertThat(allowances.take(ANNA, CODEX, NOON)).isEmpty();
        Refusal refusal = allowances.take(ANNA, CODE, NOON).orElseThrow();

        assertThat(refusal.fault()).isEqualTo(Fault.RATE);
        assertThat(refusal.rule()).isEqualTo("l");
        assertThat(refusal.again()).isEqualTo(Again.at(NOON.plusSeconds(50), NOON));
        assertThat(refusal.text())
                .contains("2 requests a minute for you", "30 November 2026, 12:01 UTC");
        assertThat(allowances.take(BEN, CODE, NOON)).isEmpty();
        assertThat(allowances.take(ANNA, CODE, NOON.plusSeconds(50))).isEmpty();
    }

    @Test
    void isSharedByATeam() {
        Allowances allowances = of(allowance(Per.TEAM, Measure.REQUESTS, 1, Each.DAY));

        assertThat(allowances.take(BEN, CODE, NOON)).isEmpty();
        assertThat(allowances.take(ANNA, CODE, NOON)).isPresent();
        assertThat(allowances.take(CLEO, CODE, NOON)).isEmpty();
    }

    @Test
    void isForTheNamedTeamsAndToolsOnly() {
        Allowances allowances =
                of(
                        new Allowance(
                                "l",
                                Per.COMPANY,
                                Set.of("web"),
                                Set.of(CODEX),
                                Measure.REQUESTS,
                                1,
                                Each.DAY));

        assertThat(allowances.take(ANNA, CODEX, NOON)).isEmpty();
        assertThat(allowances.take(BEN, CODEX, NOON)).isPresent();
        assertThat(allowances.take(BEN, CODE, NOON)).isEmpty();
        assertThat(allowances.take(CLEO, CODEX, NOON)).isEmpty();
    }

    @Test
    void doesNotCountWhatAnotherAllowanceStopped() {
        Allowances allowances =
                of(
                        allowance(Per.PERSON, Measure.REQUESTS, 3, Each.DAY),
                        allowance(Per.TOOL, Measure.REQUESTS, 1, Each.MINUTE));

        assertThat(allowances.take(ANNA, CODE, NOON)).isEmpty();
        assertThat(allowances.take(ANNA, CODE, NOON)).isPresent();
        assertThat(allowances.take(ANNA, CODE, NOON.plusSeconds(60))).isEmpty();
        assertThat(allowances.take(ANNA, CODE, NOON.plusSeconds(120))).isEmpty();
        assertThat(allowances.take(ANNA, CODE, NOON.plusSeconds(180))).isPresent();
    }

    @Test
    void countsTokensAndGuessesThoseOfWhichNobodyTells() {
        Allowances allowances = of(allowance(Per.PERSON, Measure.TOKENS, 1_000, Each.DAY));
        Allowances.Meter meter = allowances.meter(ANNA, CODE, "claude-opus-5", 2_000);

        meter.ended(NOON, 100, 400L, 99L);
        assertThat(allowances.take(ANNA, CODE, NOON)).isEmpty();
        meter.ended(NOON, 4, null, null);

        assertThat(allowances.take(ANNA, CODE, NOON).orElseThrow().text())
                .contains("1000 tokens a day");
    }

    @Test
    void countsWhatTokensCost() {
        Prices prices =
                new Prices(
                        "EUR",
                        List.of(
                                new Prices.Price(new Glob("claude-opus*"), 15, 75),
                                new Prices.Price(new Glob("*"), 3, 15)));
        Allowance budget = allowance(Per.PERSON, Measure.SPEND, 1_500_000, Each.MONTH);
        Allowances allowances = new Allowances(new Spending(List.of(budget), prices, List.of()));

        allowances.meter(ANNA, CODE, "claude-sonnet-5", 0).ended(NOON, 0, 100_000L, 10_000L);
        assertThat(allowances.take(ANNA, CODE, NOON)).isEmpty();
        allowances.meter(ANNA, CODE, "claude-opus-5", 0).ended(NOON, 0, 50_000L, 4_000L);
        Refusal refusal = allowances.take(ANNA, CODE, NOON).orElseThrow();

        assertThat(refusal.fault()).isEqualTo(Fault.BUDGET);
        assertThat(refusal.text()).contains("1.5 EUR a month", "1 December 2026, 00:00 UTC");
    }

    @Test
    void countsWhatWasUsedBeforeTheStart() {
        Instant today = Instant.parse("2026-11-30T00:00:00Z");
        Spending.Spent spent =
                new Spending.Spent(ANNA, CODE, "m", Each.DAY, today, 2, 500, 300, 400, 400);
        Allowances tokens =
                new Allowances(
                        new Spending(
                                List.of(allowance(Per.PERSON, Measure.TOKENS, 1_000, Each.DAY)),
                                Prices.NONE,
                                List.of(spent)));

        assertThat(tokens.take(ANNA, CODE, NOON)).isPresent();
        assertThat(tokens.take(BEN, CODE, NOON)).isEmpty();
    }

    private static Allowances of(Allowance... allowances) {
        return new Allowances(new Spending(List.of(allowances), Prices.NONE, List.of()));
    }

    private static Allowance allowance(Per per, Measure measure, long most, Each each) {
        return new Allowance("l", per, Set.of(), Set.of(), measure, most, each);
    }

    private static Register.Credential member(String... teams) {
        return new Register.Credential(
                "token",
                new Register.Member(
                        PersonId.next(), Set.of(teams), null, Standing.NOTHING_REQUIRED),
                null);
    }
}
