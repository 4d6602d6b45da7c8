// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.activity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.ledger.Event;
import dev.chaperone.ledger.Ledger;
import dev.chaperone.ledger.Ledgers;
import dev.chaperone.vocabulary.CaptureLevel;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.TestWorkspace;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

@Timeout(60)
class ProjectionTest {
    private static final PersonId ADA = PersonId.next();

    @TempDir Path directory;

    private Site site;
    private Ledger ledger;

    @BeforeEach
    void open() throws IOException {
        site = Site.open(directory.resolve("one"));
        ledger = site.workspace().ledger();
    }

    @AfterEach
    void close() throws IOException {
        site.close();
    }

    @Test
    void showsARequestAndLaterItsOutcome() throws Exception {
        Requests request =
                Requests.by(ADA)
                        .decided(Event.Effect.WARNED, "no-secrets", "aws-key", "email")
                        .kept(Event.Capture.of(CaptureLevel.DIGEST, "short"));
        try (Projection projection = site.start()) {
            long intent = Requests.append(ledger, request.intent());
            site.await(projection);
            assertThat(site.found(request))
                    .isEqualTo(
                            new Interaction(
                                    intent,
                                    request.id(),
                                    request.at(),
                                    Event.Source.GATEWAY,
                                    request.intent().caller(),
                                    request.intent().use(),
                                    request.intent().verdict(),
                                    1_000L,
                                    CaptureLevel.DIGEST,
                                    "short",
                                    null,
                                    Standing.CONFIRMED));

            long outcome = Requests.append(ledger, Requests.outcome(intent));
            site.await(projection);
            assertThat(site.found(request).outcome())
                    .isEqualTo(
                            new Interaction.Outcome(
                                    outcome,
                                    TestWorkspace.NOON.plusSeconds(3),
                                    Event.Result.ANSWERED,
                                    200,
                                    2_000L,
                                    null,
                                    null,
                                    new Event.Tokens(30L, 40L),
                                    "end_turn",
                                    2_900));
        }
    }

    @Test
    void keepsWhatIsNotKnownAsNotKnown() throws Exception {
        Requests request = Requests.by(null).texts(null, null, null);
        Event.Intent full = request.intent();
        Event.Use use =
                new Event.Use(
                        "chat",
                        null,
                        null,
                        false,
                        null,
                        null,
                        null,
                        false,
                        null,
                        null,
                        null,
                        Event.Account.UNKNOWN);
        Event.Intent bare =
                new Event.Intent(
                        full.id(), full.at(), full.source(), null, use, full.verdict(), null);
        long intent = Requests.append(ledger, bare);
        Requests.append(
                ledger,
                new Event.Outcome(
                        intent,
                        full.at(),
                        Event.Result.FAILED,
                        null,
                        null,
                        Event.Tokens.UNKNOWN,
                        null,
                        1));
        try (Projection projection = site.start()) {
            site.await(projection);
        }
        assertThat(site.found(request).use()).isEqualTo(use);
        assertThat(site.found(request).caller()).isNull();
        assertThat(site.found(request).promptBytes()).isNull();
        assertThat(site.found(request).outcome())
                .isEqualTo(
                        new Interaction.Outcome(
                                intent + 1,
                                full.at(),
                                Event.Result.FAILED,
                                null,
                                null,
                                null,
                                null,
                                Event.Tokens.UNKNOWN,
                                null,
                                1));
    }

    @Test
    void goesOnAfterARestartWhereItWas() throws Exception {
        Requests first = Requests.by(ADA);
        Requests second = Requests.by(ADA);
        long intent = Requests.append(ledger, first.intent());
        try (Projection projection = site.start()) {
            site.await(projection);
        }
        site.jdbc().sql("UPDATE interaction SET model = 'kept'").update();
        Requests.append(ledger, second.intent());
        Requests.append(ledger, Requests.outcome(intent));

        try (Projection projection = site.start()) {
            site.await(projection);
        }
        assertThat(models()).containsExactlyInAnyOrder("kept", "claude-sonnet");
        assertThat(site.found(first).outcome()).isNotNull();
        assertThat(site.all()).hasSize(2);
    }

    @Test
    void makesTheSameRowsWhenItIsRebuilt() throws Exception {
        site.fill(50);
        try (Projection projection = site.start()) {
            site.await(projection);
            List<Interaction> before = site.all();
            site.jdbc().sql("UPDATE interaction SET model = 'wrong'").update();

            projection.rebuild();
            site.await(projection);

            assertThat(before).hasSize(50);
            assertThat(site.all()).isEqualTo(before);
        }
    }

    @Test
    void rebuildsWhatAnotherVersionMade() throws Exception {
        site.fill(3);
        try (Projection projection = site.start()) {
            site.await(projection);
        }
        site.jdbc().sql("UPDATE interaction SET model = 'old way'").update();
        try (Projection projection = Projection.start(ledger, site.workspace().database(), 99)) {
            site.await(projection);
        }
        assertThat(models()).containsOnly("claude-sonnet");
    }

    @Test
    void leavesTheTablesAsEvidenceWhenTheLedgerWasSetBack() throws Exception {
        site.fill(5);
        try (Projection projection = site.start()) {
            site.await(projection);
        }
        List<String> before = ids();
        Requests other = Requests.by(ADA);
        try (Ledger shorter = Ledgers.open(directory.resolve("two"))) {
            Requests.append(shorter, other.intent());
            try (Projection projection = Projection.start(shorter, site.workspace().database())) {
                while (!projection.isSetBack()) {
                    Thread.onSpinWait();
                }
                for (int i = 0; i < 6; i++) {
                    Requests.append(shorter, Requests.by(ADA).intent());
                }
                assertThat(projection.awaitPosition(1, Duration.ofSeconds(1))).isFalse();
                assertThat(projection.isSetBack()).isTrue();
                assertThat(ids()).hasSize(5).isEqualTo(before);

                projection.rebuild();
                assertThat(projection.awaitPosition(7, Site.PATIENCE)).isTrue();
                assertThat(projection.isSetBack()).isFalse();
            }
        }
        assertThat(ids()).hasSize(7).contains(other.id());
    }

    private List<String> ids() {
        return site.jdbc()
                .sql("SELECT id FROM interaction ORDER BY intent")
                .query((row, _) -> row.getString(1))
                .list();
    }

    @Test
    void goesOnByItselfAfterTheDatabaseWasAway() throws Exception {
        try (Projection projection = site.start()) {
            site.fill(3);
            site.await(projection);
            site.workspace().test().shut();
            site.fill(3);
            while (!projection.progress().faulty()) {
                Thread.onSpinWait();
            }
            assertThat(projection.progress().behind()).isEqualTo(3);
            site.workspace().test().open();
            site.await(projection);
            assertThat(projection.progress().behind()).isZero();
        }
        assertThat(site.all()).hasSize(6);
    }

    @Test
    void startsWithoutADatabaseAndGoesOnWhenThereIsOne() throws Exception {
        site.fill(3);
        site.workspace().test().shut();
        try (Projection projection = site.start()) {
            while (!projection.progress().faulty()) {
                Thread.onSpinWait();
            }
            site.workspace().test().open();
            site.await(projection);
        }
        assertThat(site.all()).hasSize(3);
    }

    private List<String> models() {
        return site.jdbc()
                .sql("SELECT model FROM interaction")
                .query((row, _) -> row.getString("model"))
                .list();
    }
}
