// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.detection.Detector;
import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.ToolId;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.Set;

class DecisionOrderTest {
    private static final Instant NOON = Asked.NOON;
    private static PolicySnapshot policy;

    @BeforeAll
    static void read() throws Exception {
        policy = WholePolicy.read();
    }

    @Test
    void allowsAToolForSomeTeamsOnly() {
        assertThat(rule(Asked.with("codex").by(Set.of("Cloud"), null)))
                .isEqualTo("team-not-allowed");
        assertThat(rule(Asked.with("codex").by(Set.of("Platform"), null))).isEqualTo("allowed");
    }

    @Test
    void allowsAToolInSomeRepositoriesOnly() {
        Asked platform = Asked.with("codex").by(Set.of("Platform"), null);

        assertThat(rule(platform.in("github.com/acme/payments")))
                .isEqualTo("repository-not-allowed");
        assertThat(rule(platform.in("github.com/acme/site"))).isEqualTo("allowed");
        assertThat(rule(Asked.with("claude-code").in("github.com/acme/vault-keys")))
                .isEqualTo("repository-not-allowed");
    }

    @Test
    void decidesByConditionsAndSaysHowToGoOn() {
        Question question = Asked.with("claude-code").in("github.com/acme/payments").question();

        Decision.Ground ground = ((Decision.Block) policy.decide(question)).ground();

        assertThat(ground.rule()).isEqualTo("confidential-by-platform");
        assertThat(ground.section()).isEqualTo(Programme.Section.PROHIBITED_USES);
        assertThat(ground.explain())
                .contains("Payment code is for Platform.")
                .endsWith("How to proceed: ask Platform.");
        assertThat(rule(Asked.with("claude-code").at(Instant.parse("2026-11-29T12:00:00Z"))))
                .isEqualTo("not-on-sundays");
    }

    @Test
    void takesAConditionThatCanNotBeJudgedForTrue() throws Exception {
        PolicySnapshot strict =
                WholePolicy.read(
                        WholePolicy.TEXT.replace(
                                "detected['payment-card'] > 2", "10 / attachments > 1"));
        Decision decision = strict.decide(Asked.with("claude-code").question());

        assertThat(((Decision.Block) decision).ground().found()).contains("can not be judged");
    }

    @Test
    void countsWhatWasNotFoundAsFoundNoTimes() {
        assertThat(rule(Asked.with("claude-code"))).isEqualTo("allowed");
        assertThat(rule(Asked.with("claude-code").holding(cards(3), 0))).isEqualTo("cards");
        assertThat(rule(Asked.with("claude-code").holding(cards(2), 0))).isEqualTo("allowed");
    }

    @Test
    void closesAGateAtItsMomentAndNoSooner() {
        Asked signed = asked(new Standing(NOON, null, null));

        assertThat(rule(signed.at(NOON.minusMillis(1)))).isEqualTo("allowed");
        assertThat(rule(signed.at(NOON))).isEqualTo("acknowledgment");
        // This one only warns.
        assertThat(rule(asked(new Standing(null, NOON, null)).at(NOON))).isEqualTo("training");
        // And this one is off.
        assertThat(rule(asked(new Standing(null, null, ChecklistStanding.NOTHING_DONE))))
                .isEqualTo("allowed");
    }

    @Test
    void letsAToolThroughWhileItIsGrantedAndInTheClassesOfTheGrant() throws Exception {
        PolicySnapshot strict =
                WholePolicy.read(WholePolicy.TEXT.replace("require:", "require:\n  grant: block"));
        AccessGrant narrow = grant("api", Set.of("confidential"));
        Asked payments = Asked.with("claude-code").in("github.com/acme/payments");

        assertThat(rule(strict, asked(granted(List.of())))).isEqualTo("grant");
        assertThat(rule(strict, asked(granted(List.of(grant("team", Set.of()))))))
                .isEqualTo("grant");
        Asked held = asked(granted(List.of(grant("api", Set.of()))));
        assertThat(rule(strict, held.at(NOON))).isEqualTo("allowed");
        assertThat(rule(strict, held.at(NOON.plusSeconds(3_599)))).isEqualTo("allowed");
        assertThat(rule(strict, held.at(NOON.plusSeconds(3_600)))).isEqualTo("grant");
        assertThat(rule(strict, held.at(NOON.minusMillis(1)))).isEqualTo("grant");
        // In no class, or in none that is known, what is granted for a class does not hold.
        assertThat(rule(strict, asked(granted(List.of(narrow))))).isEqualTo("grant");
        assertThat(
                        rule(
                                strict,
                                payments.by(
                                        new Register.Member(
                                                Asked.ANNA,
                                                Set.of("Platform"),
                                                null,
                                                granted(List.of(narrow))))))
                .isEqualTo("allowed");
        assertThat(
                        ((Decision.Block)
                                        strict.decide(
                                                asked(granted(List.of())).despite().question()))
                                .ground())
                .extracting(Decision.Ground::found, Decision.Ground::proceed)
                .containsExactly(
                        "you were not granted claude-code under the plan api",
                        "ask for access, then send the prompt again:"
                                + " https://chaperone.example/access");
        // Where the policy wants no grant nobody needs one.
        assertThat(rule(asked(granted(List.of())))).isEqualTo("allowed");
    }

    private static Standing granted(List<AccessGrant> grants) {
        return new Standing(null, null, null, grants);
    }

    private static AccessGrant grant(String plan, Set<String> classes) {
        return new AccessGrant(
                "grant_1",
                new ToolId("claude-code"),
                new PlanId(plan),
                classes,
                NOON,
                NOON.plusSeconds(3_600));
    }

    @Test
    void namesThePageOnWhichAGateIsOpened() {
        Question question = asked(new Standing(NOON, null, null)).despite().at(NOON).question();

        assertThat(((Decision.Block) policy.decide(question)).ground().proceed())
                .endsWith("https://chaperone.example/acceptable-use");
    }

    @Test
    void letsAnExceptionLiftItsRuleForItsScopeAndItsTime() {
        Exemption exemption = exemption("repository-not-allowed", null, "github.com/acme/vault-*");
        Asked asked = Asked.with("claude-code").in("github.com/acme/vault-keys").despite(exemption);

        assertThat(policy.decide(asked.question())).isEqualTo(new Decision.Allow("exception_1"));
        assertThat(rule(asked.at(NOON.plusSeconds(3_599)))).isEqualTo("allowed");
        assertThat(rule(asked.at(NOON.plusSeconds(3_600)))).isEqualTo("repository-not-allowed");
        assertThat(rule(asked.at(NOON.minusSeconds(1)))).isEqualTo("repository-not-allowed");
        assertThat(rule(asked.at(NOON).in("github.com/acme/vault2"))).isEqualTo("allowed");
    }

    @Test
    void letsAnExceptionLiftNothingElse() {
        Asked asked =
                Asked.with("claude-code")
                        .in("github.com/acme/vault-keys")
                        .despite(exemption("repository-not-allowed", null, null))
                        .holding(List.of(new Question.Detected("jwt", Detector.Kind.SECRET, 1)), 0);

        assertThat(rule(asked)).isEqualTo("no-secrets");
    }

    @Test
    void liftsAPlanThatIsNotApproved() {
        Asked asked = Asked.with("claude-code").under("max");

        assertThat(rule(asked)).isEqualTo("plan-not-allowed");
        assertThat(rule(asked.despite(exemption("plan-not-allowed", "max", null))))
                .isEqualTo("allowed");
        assertThat(rule(asked.despite(exemption("plan-not-allowed", "pro", null))))
                .isEqualTo("plan-not-allowed");
    }

    private static Exemption exemption(
            String rule, @Nullable String plan, @Nullable String repository) {
        return new Exemption(
                "exception_1",
                rule,
                Asked.ANNA,
                null,
                new ToolId("claude-code"),
                plan == null ? null : new PlanId(plan),
                repository == null ? null : new Glob(repository),
                NOON,
                NOON.plusSeconds(3_600));
    }

    private static List<Question.Detected> cards(int count) {
        return List.of(new Question.Detected("payment-card", Detector.Kind.PERSONAL, count));
    }

    private static Asked asked(Standing standing) {
        return Asked.with("claude-code")
                .by(new Register.Member(Asked.ANNA, Set.of(), null, standing));
    }

    private static String rule(Asked asked) {
        return rule(policy, asked);
    }

    private static String rule(PolicySnapshot policy, Asked asked) {
        return switch (policy.decide(asked.question())) {
            case Decision.Block(var ground) -> ground.rule();
            case Decision.Warn(var ground, _) -> ground.rule();
            case Decision.Redact(var ground, _, _, _) -> ground.rule();
            case Decision.Allow _ -> "allowed";
        };
    }
}
