// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.violations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chaperone.channels.Channels;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.TestWorkspace;
import dev.chaperone.workspace.deliveries.Deliveries;
import dev.chaperone.workspace.policies.PolicySite;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

class CasesTest {
    private static final PersonId ADA = new PersonId("person_0123456789abcdefghjkmnpqrs");

    @TempDir Path directory;

    private final List<String> followed = new ArrayList<>();
    private TestWorkspace workspace;
    private PolicySite site;
    private Cases cases;
    private Patrol patrol;
    private long intent = 100;

    @BeforeEach
    void open() throws IOException {
        workspace = TestWorkspace.open(directory);
        site = new PolicySite(workspace);
        cases =
                new Cases(
                        workspace.database(),
                        workspace.journal(),
                        new Deliveries(
                                workspace.database(),
                                workspace.journal(),
                                Channels.NONE,
                                workspace.clock()),
                        site.policies().inForce(),
                        (person, sanction, _) ->
                                followed.add(person.value() + " " + sanction.written()),
                        workspace.clock());
        patrol = new Patrol(workspace.database(), cases, site.policies().inForce());
        new PatrolStore(workspace.database()).begin(100);
    }

    @AfterEach
    void close() throws IOException {
        workspace.close();
    }

    /// A row as the projection writes it.
    private void refused(String rule, Instant at) {
        intent++;
        workspace
                .database()
                .jdbc()
                .sql(
                        """
                        INSERT INTO interaction (intent, id, at, source, person, operation, declared,
                                                 stream, account, decision, rule, scan, policy,
                                                 register)
                        VALUES (?, ?, ?, 'gateway', ?, 'messages', false, false, 'unknown', 'blocked',
                                ?, 'complete', 'sha256:0', 0)
                        """)
                .params(intent, "interaction_" + intent, Database.timestamp(at), ADA.value(), rule)
                .update();
    }

    private List<ViolationCase> all() {
        return cases.list(null, null, 10).items();
    }

    @Test
    void opensWhenRefusalsRepeatWithinTheInterval() throws IOException {
        Instant now = TestWorkspace.NOON;
        refused("no-secrets", now.minus(Duration.ofDays(30)));
        for (int i = 0; i < 4; i++) {
            refused("no-secrets", now);
        }
        for (int i = 0; i < 9; i++) {
            refused("acknowledgment", now);
        }
        patrol.step();
        assertThat(all()).isEmpty();

        refused("plan-not-allowed", now);
        patrol.step();
        assertThat(all()).hasSize(1);
        ViolationCase opened = all().getFirst();
        assertThat(opened.cause()).isEqualTo(Cause.REPEATED);
        assertThat(opened.openedBy()).isEqualTo("system");
        assertThat(opened.rules()).containsExactlyInAnyOrder("no-secrets", "plan-not-allowed");
        assertThat(opened.evidence()).hasSize(5);

        // What follows belongs to the same case, and nothing is counted twice.
        refused("no-secrets", now);
        patrol.step();
        patrol.step();
        assertThat(all()).hasSize(1);
        assertThat(all().getFirst().evidence()).hasSize(6);
        assertThat(workspace.changes("case.")).hasSize(2);
    }

    @Test
    void countsAnewAfterADecision() {
        for (int i = 0; i < 5; i++) {
            refused("no-secrets", TestWorkspace.NOON);
        }
        patrol.step();
        ViolationCase opened = all().getFirst();
        cases.hear(opened.id(), "", site.grace());
        cases.decide(opened.id(), new Cases.Verdict(false, null, null), site.grace());
        refused("no-secrets", TestWorkspace.NOON.plusSeconds(60));
        patrol.step();
        assertThat(all()).hasSize(1);
    }

    @Test
    void isHeardThenDecidedBySomebodyElse() {
        ViolationCase opened =
                cases.open(ADA, List.of("no-bypass"), List.of(), "Seen at her desk", site.grace());
        Cases.Verdict verdict = new Cases.Verdict(true, Sanction.RETRAINING, "HR-4");
        refused(() -> cases.decide(opened.id(), verdict, site.lena()), "has not been heard yet");
        cases.hear(opened.id(), "", site.lena());
        cases.hear(opened.id(), "I did not know.", Actor.of(ADA));
        refused(() -> cases.hear(opened.id(), "", site.lena()), "said something themselves");
        refused(() -> cases.decide(opened.id(), verdict, site.grace()), "You opened it");
        refused(() -> cases.decide(opened.id(), verdict, Actor.of(ADA)), "It is about you");
        refused(() -> cases.decide(opened.id(), verdict, Actor.ADMIN_TOKEN), "nobody's name");

        ViolationCase decided = cases.decide(opened.id(), verdict, site.lena());
        assertThat(decided.state()).isEqualTo(ViolationCase.State.DECIDED);
        assertThat(followed).containsExactly(ADA.value() + " retraining");
        refused(() -> cases.decide(opened.id(), verdict, site.lena()), "It is decided");
    }

    @Test
    void recordsThatSomethingWasSaidAndNotWhat() throws IOException {
        ViolationCase opened =
                cases.open(ADA, List.of("no-bypass"), List.of(), "Seen at her desk", site.grace());
        cases.hear(opened.id(), "Private matters", Actor.of(ADA));
        cases.decide(opened.id(), new Cases.Verdict(true, Sanction.REMINDER, "HR-4"), site.lena());
        assertThat(workspace.changes("case."))
                .allSatisfy(entry ->
                        assertThat(entry.details().values())
                                .doesNotContain("Private matters", "Seen at her desk", "HR-4"));
    }

    @Test
    void opensNoneAboutOneself() {
        refused(
                () -> cases.open(ADA, List.of(), List.of(), "me", Actor.of(ADA)),
                "Nobody opens a case about themselves");
        refused(() -> new Cases.Verdict(true, null, null), "A violation has a sanction");
    }

    private static void refused(Runnable work, String words) {
        assertThatExceptionOfType(RejectedException.class)
                .isThrownBy(work::run)
                .withMessageContaining(words);
    }
}
