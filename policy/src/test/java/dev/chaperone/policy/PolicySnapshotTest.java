// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.catalog.Catalog;
import dev.chaperone.detection.Detector;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.ToolId;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Set;

class PolicySnapshotTest {
    private static final PersonId ANNA = PersonId.next();

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

    private static String rule(PolicySnapshot policy, Question.Detected detected) {
        return switch (policy.decide(question("claude-code", "api", List.of(detected), 0))) {
            case Decision.Block(Decision.Ground ground) -> ground.rule();
            case Decision.Warn(Decision.Ground ground) -> ground.rule();
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
        return new Question(
                ANNA, new ToolId(tool), new PlanId(plan), "acme/shop", detected, attachments);
    }
}
