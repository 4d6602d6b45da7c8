// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.catalog.Catalog;
import dev.chaperone.detection.Detector;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Set;

class PolicySnapshotTest {

    private final PolicySnapshot policy;

    PolicySnapshotTest() throws PolicyException {
        policy =
                PolicyFile.read(
                        """
                        apiVersion: chaperone.dev/v1
                        organization: Northwind
                        owner: security@northwind.example
                        effective: 2026-11-24
                        tools:
                          - tool: claude-code
                            plans: [api]
                        content:
                          - {id: seen-jwt, detect: [jwt], action: warn}
                          - {id: no-keys, detect: [github-token], action: block, because: Keys stay.}
                          - {id: pictures, detect: [attachment], action: warn}
                        """,
                        Catalog.builtIn(),
                        Set.of("jwt", "github-token"));
    }

    @Test
    void allowsAnAllowedToolWithCleanContent() {
        assertThat(policy.decide(question("claude-code", "api", List.of(), 0)))
                .isEqualTo(new Decision.Allow());
    }

    @Test
    void blocksAToolThatIsNotListed() {
        assertThat(ruleThatBlocks(question("codex", "api", List.of(), 0)))
                .isEqualTo("tool-not-allowed");
    }

    @Test
    void blocksAPlanThatIsNotListed() {
        assertThat(ruleThatBlocks(question("claude-code", "pro", List.of(), 0)))
                .isEqualTo("plan-not-allowed");
    }

    @Test
    void blocksEvenWhenAnEarlierRuleOnlyWarns() {
        List<Question.Detected> both = List.of(secret("jwt", 1), secret("github-token", 2));

        assertThat(ruleThatBlocks(question("claude-code", "api", both, 0))).isEqualTo("no-keys");
    }

    @Test
    void warnsOfAnAttachmentThatNobodyCanRead() {
        assertThat(policy.decide(question("claude-code", "api", List.of(), 1)))
                .isInstanceOfSatisfying(
                        Decision.Warn.class,
                        warn -> assertThat(warn.ground().rule()).isEqualTo("pictures"));
    }

    @Test
    void explainsRuleFindingReasonAndWayOn() {
        Decision decision =
                policy.decide(
                        question("claude-code", "api", List.of(secret("github-token", 2)), 0));

        assertThat(decision).isInstanceOf(Decision.Block.class);
        assertThat(((Decision.Block) decision).ground().explain())
                .contains("Rule no-keys", "2 × github-token", "Keys stay.", "How to proceed:");
    }

    @Test
    void takesSecretsAndPersonalDataApart() throws Exception {
        PolicySnapshot both =
                PolicyFile.read(
                        """
                        apiVersion: chaperone.dev/v1
                        organization: Northwind Robotics
                        owner: ai-governance@northwind.example
                        effective: 2026-11-24
                        tools: [{tool: claude-code, plans: [api]}]
                        content:
                          - {id: no-secrets, detect: [secret], action: block}
                          - {id: no-cards, detect: [payment-card], action: block}
                          - {id: persons, detect: [personal], action: warn}
                        """,
                        Catalog.builtIn(),
                        Set.of("payment-card"));
        var number = new Question.Detected("us-ssn", Detector.Kind.PERSONAL, 3);
        var card = new Question.Detected("payment-card", Detector.Kind.PERSONAL, 1);
        var key = new Question.Detected("private-key", Detector.Kind.KEY_MATERIAL, 1);
        var link = new Question.Detected("slack-webhook", Detector.Kind.URL, 1);

        assertThat(rule(both, number)).isEqualTo("persons");
        assertThat(rule(both, card)).isEqualTo("no-cards");
        assertThat(rule(both, key)).isEqualTo("no-secrets");
        assertThat(rule(both, link)).isEqualTo("no-secrets");
    }

    @Test
    void letsPersonalDataThroughWhereNoRuleSpeaksOfIt() {
        var card = new Question.Detected("payment-card", Detector.Kind.PERSONAL, 1);

        assertThat(policy.decide(question("claude-code", "api", List.of(card), 0)))
                .isEqualTo(new Decision.Allow());
    }

    @Test
    void takesOutWhatAllRulesTogetherWantTakenOut() throws Exception {
        PolicySnapshot redacting =
                content(
                        """
                          - {id: no-keys, detect: [private-key], action: block}
                          - {id: seen, detect: [secret, personal], action: warn}
                          - {id: tokens, detect: [jwt], action: redact, restore: true}
                          - {id: persons, detect: [personal], action: redact}
                        """);
        var card = new Question.Detected("payment-card", Detector.Kind.PERSONAL, 1);
        List<Question.Detected> all = List.of(secret("github-token", 1), secret("jwt", 1), card);

        assertThat(redacting.decide(question("claude-code", "api", all, 0)))
                .isInstanceOfSatisfying(
                        Decision.Redact.class,
                        redact -> {
                            assertThat(redact.ground().rule()).isEqualTo("tokens");
                            assertThat(redact.detectors())
                                    .containsExactlyInAnyOrder("jwt", "payment-card");
                            assertThat(redact.restore()).containsExactly("jwt");
                        });
        assertThat(rule(redacting, secret("private-key", 1))).isEqualTo("no-keys");
        assertThat(rule(redacting, secret("github-token", 1))).isEqualTo("seen");
    }

    @Test
    void blocksWhatWasNotScannedUnlessARuleSaysOtherwise() throws Exception {
        Question unscanned = Asked.with("claude-code").notScanned().question();

        assertThat(ruleThatBlocks(unscanned)).isEqualTo("not-scanned");
        assertThat(content("  - {id: let, detect: [unscanned], action: allow}\n").decide(unscanned))
                .isEqualTo(new Decision.Allow());
        assertThat(content("  - {id: let, detect: [unscanned], action: warn}\n").decide(unscanned))
                .isInstanceOf(Decision.Warn.class);
        assertThat(policy.decide(new Answer(List.of(), false))).isInstanceOf(Decision.Block.class);
    }

    @Test
    void decidesOnAnswersByTheRulesForThem() throws Exception {
        PolicySnapshot both =
                content(
                        """
                          - {id: prompts, detect: [secret], action: block}
                          - {id: seen, in: [answers], detect: [secret], action: warn}
                          - {id: keys, in: [answers, prompts], detect: [private-key], action: block}
                        """);
        Answer token = new Answer(List.of(secret("github-token", 1)), true);
        Answer key = new Answer(List.of(secret("private-key", 1)), true);

        assertThat(both.endsAnswers()).isTrue();
        assertThat(both.decide(new Answer(List.of(), true))).isEqualTo(new Decision.Allow());
        assertThat(both.decide(token))
                .isInstanceOfSatisfying(
                        Decision.Warn.class,
                        warn -> assertThat(warn.ground().rule()).isEqualTo("seen"));
        assertThat(both.decide(key))
                .isInstanceOfSatisfying(
                        Decision.Block.class,
                        block -> assertThat(block.ground().found()).contains("the answer holds"));
    }

    private static PolicySnapshot content(String rules) throws PolicyException {
        return PolicyFile.read(
                """
                apiVersion: chaperone.dev/v1
                organization: Northwind
                owner: security@northwind.example
                effective: 2026-11-24
                tools: [{tool: claude-code, plans: [api]}]
                content:
                """
                        + rules,
                Catalog.builtIn(),
                Set.of("jwt", "github-token", "private-key", "payment-card"));
    }

    private static String rule(PolicySnapshot policy, Question.Detected detected) {
        return switch (policy.decide(question("claude-code", "api", List.of(detected), 0))) {
            case Decision.Block(Decision.Ground ground) -> ground.rule();
            case Decision.Warn(Decision.Ground ground, _) -> ground.rule();
            case Decision.Redact(Decision.Ground ground, _, _, _) -> ground.rule();
            case Decision.Allow _ -> "none";
        };
    }

    private static Question.Detected secret(String detector, int count) {
        return new Question.Detected(detector, Detector.Kind.SECRET, count);
    }

    private String ruleThatBlocks(Question question) {
        Decision decision = policy.decide(question);
        assertThat(decision).isInstanceOf(Decision.Block.class);
        return ((Decision.Block) decision).ground().rule();
    }

    private static Question question(
            String tool, String plan, List<Question.Detected> detected, int attachments) {
        return Asked.with(tool)
                .under(plan)
                .in("acme/shop")
                .holding(detected, attachments)
                .question();
    }
}
