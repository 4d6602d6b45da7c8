// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.replays;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chaperone.catalog.Catalog;
import dev.chaperone.ledger.Event;
import dev.chaperone.ledger.Leaves;
import dev.chaperone.policy.Effect;
import dev.chaperone.policy.Replayed;
import dev.chaperone.policy.Unjudged;
import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.OpaqueId;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.ToolId;
import dev.chaperone.vocabulary.VendorId;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.TestWorkspace;
import dev.chaperone.workspace.activity.Projection;
import dev.chaperone.workspace.activity.ReadNotRecordedException;
import dev.chaperone.workspace.activity.Reads;
import dev.chaperone.workspace.activity.Traffic;
import dev.chaperone.workspace.exceptions.RuleExceptions;
import dev.chaperone.workspace.policies.PolicySite;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

@Timeout(120)
class ReplaysTest {
    private static final Instant NOON = TestWorkspace.NOON;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String NEXT =
            PolicySite.POLICY
                    + """
                    content:
                      - {id: people, detect: [personal], action: block}
                      - {id: keys, detect: [secret], action: redact}
                    """;

    private TestWorkspace workspace;
    private PolicySite site;
    private Replays replays;
    private PersonId grace;

    @BeforeEach
    void open(@TempDir Path directory) throws Exception {
        workspace = TestWorkspace.open(directory);
        site = new PolicySite(workspace);
        grace = new PersonId(site.grace().value());
        replays =
                new Replays(
                        new Traffic(workspace.database()),
                        new Reads(workspace.journal(), workspace.clock()),
                        site.people(),
                        new RuleExceptions(
                                workspace.database(),
                                workspace.journal(),
                                site.policies().inForce(),
                                site.people(),
                                Catalog.builtIn(),
                                workspace.clock()),
                        site.policies(),
                        workspace.clock());
    }

    @AfterEach
    void close() throws Exception {
        replays.close();
        workspace.close();
    }

    @Test
    void countsWhatIsRecordedOfThePeriodAndChangesNothing() throws Exception {
        record(NOON, "claude-code", Event.Effect.ALLOWED, null, "payment-card");
        record(NOON, "claude-code", Event.Effect.ALLOWED, null, "aws-access-key-id");
        record(NOON, "claude-code", Event.Effect.ALLOWED, null, null);
        record(NOON, "codex", Event.Effect.BLOCKED, "tool-not-allowed", null);
        record(NOON, "claude-code", Event.Effect.BLOCKED, "acknowledgment", null);
        record(NOON.minusSeconds(60), "claude-code", Event.Effect.ALLOWED, null, "payment-card");
        record(NOON.plusSeconds(60), "claude-code", Event.Effect.ALLOWED, null, "payment-card");
        project();
        long rows = workspace.rows("interaction");

        Replayed result = replay(NOON, NOON.plusSeconds(60));

        assertThat(result.requests()).isEqualTo(5);
        assertThat(result.judged()).isEqualTo(4);
        assertThat(result.changed()).isEqualTo(2);
        assertThat(result.decided(Effect.ALLOWED, Effect.BLOCKED)).isEqualTo(1);
        assertThat(result.decided(Effect.ALLOWED, Effect.REDACTED)).isEqualTo(1);
        assertThat(result.decided(Effect.BLOCKED, Effect.BLOCKED)).isEqualTo(1);
        assertThat(result.unjudged()).isEqualTo(Map.of(Unjudged.GATE, 1L));
        assertThat(result.people().items().getFirst().key()).isEqualTo(grace.value());
        assertThat(workspace.rows("interaction")).isEqualTo(rows);
        assertThat(workspace.rows("policy_version")).isEqualTo(1);
    }

    @Test
    void recordsWhoReadsTheRequestsOfEverybodyBeforeItDoes() throws Exception {
        project();
        replay(NOON, NOON.plusSeconds(60));

        assertThat(workspace.changes("activity.replayed"))
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.actor()).isEqualTo(site.grace().value());
                    assertThat(entry.subject()).isEqualTo(Digest.of(NEXT).toString());
                    assertThat(entry.details())
                            .containsEntry("from", NOON.toString())
                            .containsEntry("to", NOON.plusSeconds(60).toString());
                });
        workspace.ledger().close();
        NewReplay later = wanted(NOON, NOON.plusSeconds(90));
        assertThatExceptionOfType(ReadNotRecordedException.class)
                .isThrownBy(() -> replays.start(later, site.grace()));
    }

    @Test
    void tellsWhatCameOfItToWhomAskedForItAlone() throws Exception {
        project();
        ReplayRun run = replays.start(wanted(NOON, NOON.plusSeconds(60)), site.grace());
        await(run);

        assertThat(replays.find(run.id(), site.grace())).isPresent();
        assertThat(replays.find(run.id(), site.lena())).isEmpty();
        workspace.clock().set(NOON.plus(Duration.ofMinutes(61)));
        assertThat(replays.find(run.id(), site.grace())).isEmpty();
    }

    @Test
    void saysSoWhenNothingIsRecorded() throws Exception {
        project();
        Replayed result = replay(NOON, NOON.plusSeconds(60));

        assertThat(result.requests()).isZero();
        assertThat(result.idle()).isEmpty();
    }

    @Test
    void refusesAPeriodThatIsNone() {
        assertThatExceptionOfType(RejectedException.class)
                .isThrownBy(() -> wanted(NOON, NOON))
                .withMessageContaining("since is not before until");
    }

    @Test
    void failsInWordsWhenTheDatabaseIsAway() throws Exception {
        project();
        workspace.test().shut();
        ReplayRun run = replays.start(wanted(NOON, NOON.plusSeconds(60)), site.grace());
        await(run);

        assertThat(run.state()).isInstanceOf(ReplayRun.State.Failed.class);
        workspace.test().open();
    }

    @Test
    void failsInWordsOnARowThatNothingOfOursWrote() throws Exception {
        record(NOON, "claude-code", Event.Effect.ALLOWED, null, null);
        project();
        workspace.test().jdbc().sql("UPDATE interaction SET decision = 'forgiven'").update();
        ReplayRun run = replays.start(wanted(NOON, NOON.plusSeconds(60)), site.grace());
        await(run);

        assertThat(run.state())
                .isInstanceOfSatisfying(
                        ReplayRun.State.Failed.class,
                        failed -> assertThat(failed.why()).contains("Check the rows"));
    }

    private Replayed replay(Instant since, Instant until) throws Exception {
        ReplayRun run = replays.start(wanted(since, until), site.grace());
        await(run);
        assertThat(run.done()).isEqualTo(run.total());
        return ((ReplayRun.State.Done) run.state()).result();
    }

    private NewReplay wanted(Instant since, Instant until) {
        return new NewReplay(site.policies().check(NEXT), since, until);
    }

    private static void await(ReplayRun run) {
        while (run.isRunning()) {
            Thread.onSpinWait();
        }
    }

    private void project() throws Exception {
        try (Projection projection = Projection.start(workspace.ledger(), workspace.database())) {
            assertThat(projection.awaitPosition(workspace.ledger().size(), PATIENCE)).isTrue();
        }
    }

    private void record(
            Instant at,
            String tool,
            Event.Effect effect,
            @Nullable String rule,
            @Nullable String detector)
            throws Exception {
        Event.Intent intent =
                new Event.Intent(
                        OpaqueId.next("interaction"),
                        at,
                        Event.Source.GATEWAY,
                        new Event.Caller(grace, "token_of_grace"),
                        new Event.Use(
                                "messages",
                                new ToolId(tool),
                                "2.1.0",
                                false,
                                new PlanId("api"),
                                new VendorId("anthropic"),
                                "claude-sonnet",
                                true,
                                "github.com/northwind/app",
                                "session-1",
                                "anthropic",
                                Event.Account.CORPORATE),
                        new Event.Verdict(
                                effect,
                                rule,
                                detector == null
                                        ? List.of()
                                        : List.of(new Event.FindingCount(detector, "shaped", 1)),
                                Event.Scan.COMPLETE,
                                site.policies().current().hash(),
                                7),
                        new Event.Body(1_000, Digest.of("prompt"), null));
        workspace.ledger().append(Leaves.write(intent)).get();
    }
}
