// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chaperone.ledger.Event;
import dev.chaperone.ledger.Ledger;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.TestWorkspace;
import dev.chaperone.workspace.activity.Agreement.State;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The walk through ledger and tables finds whatever was done to the tables.
@Timeout(120)
class ReconciliationTest {
    private static final PersonId ADA = PersonId.next();
    private static final PersonId BOB = PersonId.next();
    private static final Instant NOW = TestWorkspace.NOON;

    /// More than a step of the walk and more than readers look behind an intent.
    private static final int BETWEEN = Endings.NEAR + 100;

    private final List<Long> intents = new ArrayList<>();

    @TempDir Path directory;

    private Site site;
    private Ledger ledger;
    private Projection projection;
    private Reconciliation reconciliation;
    private long lateOutcome;

    @BeforeEach
    void open() throws Exception {
        site = Site.open(directory);
        ledger = site.workspace().ledger();
        for (int i = 0; i < 10; i++) {
            Requests request =
                    Requests.by(i % 2 == 0 ? ADA : BOB)
                            .decided(Event.Effect.WARNED, "rule-" + i, "detector-" + i)
                            .texts("model-" + i, "repository-" + i, "session-" + i)
                            .at(NOW.plusSeconds(i * 1_800L));
            long intent = Requests.append(ledger, request.intent());
            intents.add(intent);
            if (i % 3 != 0) {
                Requests.append(ledger, Requests.outcome(intent));
            }
        }
        Requests.append(ledger, "not an entry");
        site.fill(BETWEEN);
        lateOutcome = Requests.append(ledger, Requests.outcome(intents.getFirst()));
        Requests.append(ledger, Requests.outcome(intents.getFirst()));
        site.workspace().journal().record(Actor.SYSTEM, "a.b", "c", Map.of());
        projection = site.start();
        site.await(projection);
        reconciliation = site.reconcile();
    }

    @AfterEach
    void close() throws Exception {
        reconciliation.close();
        projection.close();
        site.close();
    }

    private int sql(String sql) {
        return site.jdbc().sql(sql).update();
    }

    @Test
    void saysThatNothingIsKnownBeforeAWalkIsWhole() {
        Reconciliation idle = Site.silent(site.workspace(), projection);
        assertThat(idle.agreement().state(NOW)).isEqualTo(State.NOT_CHECKED);
        assertThat(idle.agreement().position()).isZero();
        assertThat(idle.agreement().size()).isEqualTo(ledger.size());
    }

    @Test
    void agreesWithTablesThatNobodyTouched() throws Exception {
        Agreement agreement = site.agreement();
        assertThat(agreement.state(NOW)).as(agreement.toString()).isEqualTo(State.AGREES);
        assertThat(agreement.position()).isEqualTo(ledger.size());
        assertThat(agreement.whole()).isEqualTo(NOW);
        assertThat(agreement.unreadable()).isZero();
        assertThat(agreement.state(NOW.plus(Duration.ofDays(2)))).isEqualTo(State.NOT_CHECKED);
    }

    @Test
    void goesOnAgreeingWhileEntriesCome() throws Exception {
        for (int i = 0; i < 20; i++) {
            site.fill(200);
            Requests.append(ledger, Requests.outcome(ledger.size() - 1 - i));
            assertThat(site.agreement().state(NOW)).isEqualTo(State.AGREES);
        }
    }

    @Test
    void findsARowThatWasDeleted() throws Exception {
        sql("DELETE FROM interaction WHERE intent = " + intents.get(4));
        Agreement agreement = site.agreement();
        assertThat(agreement.missing()).isEqualTo(1);
        assertThat(agreement.examples()).containsExactly(intents.get(4));
        assertThat(agreement.state(NOW)).isEqualTo(State.DIFFERS);
    }

    @Test
    void missesADeletedRowWithinAMinuteAndSaysSoWhereItIsAskedFor() throws Exception {
        String id =
                site.jdbc()
                        .sql("SELECT id FROM interaction WHERE intent = " + intents.get(4))
                        .query(String.class)
                        .single();
        site.agreement();
        sql("DELETE FROM interaction WHERE intent = " + intents.get(4));
        assertThat(reconciliation.agreement().state(NOW)).isEqualTo(State.AGREES);

        site.workspace().clock().set(NOW.plus(Duration.ofSeconds(61)));
        while (reconciliation.agreement().missing() == 0) {
            Thread.onSpinWait();
        }

        Agreement agreement = reconciliation.agreement();
        assertThat(agreement.missing()).isEqualTo(1);
        assertThat(agreement.foreign()).isZero();
        assertThat(agreement.examples()).containsExactly(intents.get(4));
        assertThat(agreement.whole()).isEqualTo(NOW);
        assertThatExceptionOfType(RejectedException.class)
                .isThrownBy(() -> site.interactions().find(Scope.everybody(), id))
                .withMessageContaining("as entry " + intents.get(4));
        assertThatExceptionOfType(RejectedException.class)
                .isThrownBy(() -> site.interactions().find(new Scope.Only(ADA), id));
        assertThat(site.interactions().find(new Scope.Only(BOB), id)).isEmpty();
        assertThat(site.interactions().find(Scope.everybody(), "interaction_x")).isEmpty();
    }

    @Test
    void findsARowThatWasWrittenBetweenOthersWithinAMinute() throws Exception {
        site.agreement();
        sql(
                """
                INSERT INTO interaction
                SELECT (jsonb_populate_record(i, '{"intent": %d}')).* FROM interaction i
                WHERE intent = %d
                """
                        .formatted(intents.getLast() + 1, intents.getLast()));
        site.workspace().clock().set(NOW.plus(Duration.ofSeconds(61)));
        while (reconciliation.agreement().foreign() == 0) {
            Thread.onSpinWait();
        }
        assertThat(reconciliation.agreement().missing()).isZero();
    }

    @Test
    void findsRowsThatComeFromNowhere() throws Exception {
        for (long index : List.of(-5L, intents.getLast() + 1, ledger.size() + 7, Long.MAX_VALUE)) {
            sql(
                    """
                    INSERT INTO interaction
                    SELECT (jsonb_populate_record(i, '{"intent": %d}')).* FROM interaction i
                    WHERE intent = %d
                    """
                            .formatted(index, intents.getLast()));
        }
        Agreement agreement = site.agreement();
        assertThat(agreement.foreign()).isEqualTo(4);
        assertThat(agreement.altered()).isZero();
        assertThat(agreement.missing()).isZero();
    }

    @Test
    void findsARowThatWasMovedToAnotherEntry() throws Exception {
        sql("UPDATE interaction SET intent = 1000000 WHERE intent = " + intents.get(2));
        assertThat(site.agreement())
                .returns(1, Agreement::missing)
                .returns(1, Agreement::foreign)
                .returns(0, Agreement::altered);
    }

    @Test
    void findsEachColumnThatWasChanged() throws Exception {
        List<String> changes =
                List.of(
                        "decision = 'allowed'",
                        "person = NULL",
                        "detectors = NULL",
                        "tokens_out = 1",
                        "result = 'failed'");
        for (int i = 0; i < changes.size(); i++) {
            sql(
                    "UPDATE interaction SET %s WHERE intent = %d"
                            .formatted(changes.get(i), intents.get(2 * i + 1)));
        }
        Agreement agreement = site.agreement();
        // The fourth has no outcome, so it had no such column to change.
        assertThat(agreement.altered()).isEqualTo(changes.size());
        assertThat(agreement.examples())
                .containsExactly(
                        intents.get(1),
                        intents.get(3),
                        intents.get(5),
                        intents.get(7),
                        intents.get(9));
    }

    @Test
    void findsOutcomesThatWereSwappedForgottenOrInvented() throws Exception {
        sql(
                """
                UPDATE interaction SET outcome = CASE intent WHEN %1$d THEN %4$d WHEN %2$d THEN %3$d
                    END WHERE intent IN (%1$d, %2$d)
                """
                        .formatted(
                                intents.get(1),
                                intents.get(2),
                                intents.get(1) + 1,
                                intents.get(2) + 1));
        sql("UPDATE interaction SET outcome = NULL WHERE intent = " + intents.get(4));
        sql("UPDATE interaction SET outcome = 1, millis = 1 WHERE intent = " + intents.get(3));
        assertThat(site.agreement())
                .returns(4, Agreement::altered)
                .returns(
                        List.of(intents.get(1), intents.get(2), intents.get(3), intents.get(4)),
                        Agreement::examples);
    }

    @Test
    void findsALaterOutcomeInPlaceOfTheFirst() throws Exception {
        sql(
                "UPDATE interaction SET outcome = %d WHERE intent = %d"
                        .formatted(lateOutcome + 1, intents.getFirst()));
        assertThat(site.agreement().altered()).isEqualTo(1);
    }

    @Test
    void tellsReadersOfAnOutcomeThatIsFarBehindItsRequest() throws Exception {
        sql(
                """
                UPDATE interaction SET outcome = NULL, ended_at = NULL, result = NULL,
                    status = NULL, answer_bytes = NULL, tokens_in = NULL, tokens_out = NULL,
                    stop_reason = NULL, millis = NULL WHERE intent = %d
                """
                        .formatted(intents.getFirst()));
        assertThat(site.agreement().altered()).isEqualTo(1);

        Interaction shown = site.of(Scope.everybody(), "session-0");
        assertThat(shown.standing()).isInstanceOf(Standing.Altered.class);
        assertThat(shown.outcome()).isNotNull().returns(lateOutcome, Interaction.Outcome::index);
    }

    @Test
    void findsWrongChoicesAndWrongHours() throws Exception {
        sql("DELETE FROM interaction_facet WHERE value = 'repository-3' AND person = ''");
        sql("INSERT INTO interaction_facet VALUES ('tool', '', 'never-used')");
        sql(
                "INSERT INTO interaction_facet VALUES ('model', '%s', 'model-1')"
                        .formatted(ADA.value()));
        sql("INSERT INTO interaction_facet VALUES ('wat', '', 'wat')");
        assertThat(site.agreement()).returns(4, Agreement::choices).returns(0, Agreement::hours);

        sql("DELETE FROM interaction_hour WHERE hour = '2026-11-24T13:00:00Z'");
        sql("UPDATE interaction_hour SET first = first + 1 WHERE hour = '2026-11-24T14:00:00Z'");
        sql("UPDATE interaction_hour SET last = last - 1 WHERE hour = '2026-11-24T15:00:00Z'");
        sql("INSERT INTO interaction_hour VALUES ('2020-01-01T00:00:00Z', 0, 9)");
        assertThat(site.agreement()).returns(4, Agreement::choices).returns(4, Agreement::hours);
    }

    @Test
    void keepsWhatItFoundInTheLedgerAndIsRepairedByARebuild() throws Exception {
        sql("UPDATE interaction SET model = 'wrong' WHERE intent = " + intents.get(1));
        sql("DELETE FROM interaction WHERE intent = " + intents.get(2));
        sql("DELETE FROM interaction_facet");
        sql("DELETE FROM interaction_hour");
        assertThat(site.agreement().state(NOW)).isEqualTo(State.DIFFERS);

        reconciliation.rebuild(Actor.of(ADA));
        site.await(projection);
        Agreement after = site.agreement();

        assertThat(after.state(NOW)).as(after.toString()).isEqualTo(State.AGREES);
        List<Event.Administered> changes = site.workspace().changes("search.");
        assertThat(changes)
                .extracting(Event.Administered::action)
                .containsExactly("search.differs", "search.rebuilt");
        assertThat(changes.getFirst().details())
                .containsEntry("altered", "1")
                .containsEntry("missing", "1");
        assertThat(changes.getLast().actor()).isEqualTo(ADA.value());
    }

    @Test
    void forgetsWhatALaterWalkDoesNotFindAgain() throws Exception {
        sql("UPDATE interaction SET stream = NOT stream WHERE intent = " + intents.get(1));
        assertThat(site.agreement().altered()).isEqualTo(1);
        sql("UPDATE interaction SET stream = NOT stream WHERE intent = " + intents.get(1));
        assertThat(site.agreement().state(NOW)).isEqualTo(State.AGREES);
    }

    @Test
    void countsAtOnceWhatAReaderFinds() throws Exception {
        site.agreement();
        sql("UPDATE interaction SET model = 'wrong' WHERE intent = " + intents.get(4));
        assertThat(reconciliation.agreement().altered()).isZero();
        site.of(Scope.everybody(), "session-4");
        assertThat(reconciliation.agreement().altered()).isEqualTo(1);
    }

    @Test
    void goesOnByItselfAfterTheDatabaseWasAway() throws Exception {
        site.agreement();
        site.workspace().test().shut();
        reconciliation.check();
        while (!reconciliation.agreement().faulty()) {
            Thread.onSpinWait();
        }
        site.workspace().test().open();
        assertThat(site.agreement().state(NOW)).isEqualTo(State.AGREES);
        assertThat(reconciliation.agreement().faulty()).isFalse();
    }
}
