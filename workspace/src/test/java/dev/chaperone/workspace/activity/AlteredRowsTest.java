// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chaperone.ledger.Event;
import dev.chaperone.ledger.Leaves;
import dev.chaperone.ledger.Ledger;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.RejectedException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What somebody who can write into the database makes of a row is not shown, and is named.
@Timeout(60)
class AlteredRowsTest {
    private static final PersonId ADA = PersonId.next();
    private static final PersonId BOB = PersonId.next();

    /// For each column another value that fits it.
    private static final Map<Column, String> CHANGES = changes();

    private final Requests request =
            Requests.by(ADA).decided(Event.Effect.WARNED, "no-secrets", "aws-key");

    @TempDir Path directory;

    private Site site;
    private Ledger ledger;
    private Projection projection;
    private long intent;
    private long outcome;

    @BeforeEach
    void open() throws Exception {
        site = Site.open(directory);
        ledger = site.workspace().ledger();
        intent = Requests.append(ledger, request.intent());
        outcome = Requests.append(ledger, Requests.outcome(intent));
        projection = site.start();
        site.await(projection);
    }

    @AfterEach
    void close() throws Exception {
        projection.close();
        site.close();
    }

    private static Map<Column, String> changes() {
        Map<Column, String> changes = new TreeMap<>();
        for (Column column : Column.values()) {
            changes.put(
                    column,
                    switch (column) {
                        case INTENT, OUTCOME -> "4711";
                        case AT, ENDED_AT -> "'2020-01-01T00:00:00Z'";
                        case DECLARED, STREAM -> "NOT " + column.written();
                        case FINDINGS, ANSWER_FINDINGS ->
                                """
                                '[{"detector": "aws-key", "confidence": "shaped", "count": 1}]'\
                                """;
                        case DETECTORS, ANSWER_DETECTORS -> "'{other}'";
                        case REGISTER,
                                PROMPT_BYTES,
                                STATUS,
                                ANSWER_BYTES,
                                TOKENS_IN,
                                TOKENS_OUT,
                                MILLIS ->
                                "1";
                        case ID,
                                SOURCE,
                                PERSON,
                                TOKEN,
                                OPERATION,
                                TOOL,
                                TOOL_VERSION,
                                PLAN,
                                VENDOR,
                                MODEL,
                                REPOSITORY,
                                SESSION,
                                COMMIT,
                                UPSTREAM,
                                ACCOUNT,
                                DECISION,
                                RULE,
                                SCAN,
                                POLICY,
                                EXCEPTION,
                                PROMPT_CAPTURE,
                                ANSWER_CAPTURE,
                                ANSWER_DECISION,
                                ANSWER_RULE,
                                ANSWER_SCAN,
                                CAPTURE_RETENTION,
                                RESULT,
                                STOP_REASON ->
                                "'something else'";
                    });
        }
        return changes;
    }

    private int update(String set) {
        return site.jdbc().sql("UPDATE interaction SET " + set).update();
    }

    @Test
    void knowsEveryColumnOfTheTable() {
        assertThat(
                        site.jdbc()
                                .sql(
                                        """
                                        SELECT column_name FROM information_schema.columns
                                        WHERE table_name = 'interaction'
                                        """)
                                .query(String.class)
                                .list())
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Column.values()).map(Column::written).toList());
    }

    @Test
    void showsWhatTheLedgerSaysAndNamesTheColumnWhicheverWasChanged() throws Exception {
        List<Interaction> before = site.all();
        assertThat(before).singleElement().returns(Standing.CONFIRMED, Interaction::standing);
        CHANGES.forEach((column, value) -> {
            projection.rebuild();
            await();
            if (column == Column.INTENT) {
                // Then it is another row; see below.
                return;
            }
            assertThat(update(column.written() + " = " + value)).as(column.written()).isEqualTo(1);
            Interaction shown = site.all().getFirst();

            assertThat(shown.standing())
                    .as(column.written())
                    .isEqualTo(new Standing.Altered(List.of(column.written())));
            assertThat(shown.outcome()).isEqualTo(before.getFirst().outcome());
            assertThat(shown)
                    .usingRecursiveComparison()
                    .ignoringFields("standing")
                    .isEqualTo(before.getFirst());
        });
    }

    @Test
    void namesEachColumnThatWasEmptied() {
        for (String column : List.of("person", "tool", "repository", "findings", "tokens_out")) {
            update(column + " = NULL");
        }
        assertThat(site.all())
                .singleElement()
                .returns(
                        new Standing.Altered(
                                List.of("person", "tool", "repository", "findings", "tokens_out")),
                        Interaction::standing);
    }

    @Test
    void findsTheOutcomeThatARowWasMadeToForget() {
        update(
                """
                outcome = NULL, ended_at = NULL, result = NULL, status = NULL, answer_bytes = NULL,
                tokens_in = NULL, tokens_out = NULL, stop_reason = NULL, millis = NULL\
                """);
        Interaction shown = site.found(request);
        assertThat(shown.outcome()).isNotNull().returns(outcome, Interaction.Outcome::index);
        assertThat(shown.standing()).isInstanceOf(Standing.Altered.class);
    }

    @Test
    void tellsTheOutcomesOfTwoRequestsApart() {
        Requests other = Requests.by(BOB);
        long second = Requests.append(ledger, other.intent());
        long end =
                Requests.append(
                        ledger,
                        new Event.Outcome(
                                second,
                                other.at(),
                                Event.Result.FAILED,
                                null,
                                null,
                                Event.Tokens.UNKNOWN,
                                null,
                                5));
        await();
        update("outcome = CASE outcome WHEN %1$d THEN %2$d ELSE %1$d END".formatted(outcome, end));

        assertThat(site.all())
                .extracting(Interaction::standing)
                .containsOnly(new Standing.Altered(List.of("outcome")));
        assertThat(site.found(request).outcome())
                .isNotNull()
                .returns(outcome, Interaction.Outcome::index);
        assertThat(site.found(other).outcome())
                .isNotNull()
                .returns(Event.Result.FAILED, Interaction.Outcome::result);
    }

    @Test
    void leavesARequestWaitingThatHasNoOutcomeYet() {
        Requests waiting = Requests.by(ADA);
        Requests.append(ledger, waiting.intent());
        await();
        site.fill(Endings.NEAR);
        await();
        for (int i = 0; i < 2; i++) {
            assertThat(site.found(waiting))
                    .returns(null, Interaction::outcome)
                    .returns(Standing.CONFIRMED, Interaction::standing);
        }
    }

    @Test
    void leavesOutWhatNoEntryBacksAndCountsIt() {
        for (long index : List.of(-1L, outcome, 4711L, Long.MAX_VALUE - 1)) {
            insertLike(index);
        }
        Listing listing = site.interactions().list(Scope.everybody(), Filter.NONE, null, 500);
        assertThat(listing.items()).singleElement().returns(intent, Interaction::intent);
        assertThat(listing.unbacked()).isEqualTo(4);
        assertThat(site.found(request).intent()).isEqualTo(intent);

        site.jdbc().sql("DELETE FROM interaction WHERE intent = ?").param(intent).update();
        assertThatExceptionOfType(RejectedException.class)
                .isThrownBy(() -> site.found(request))
                .withMessageContaining("no entry of the ledger");
    }

    private void insertLike(long index) {
        site.jdbc()
                .sql(
                        """
                        INSERT INTO interaction
                        SELECT (jsonb_populate_record(i, jsonb_build_object('intent', ?))).*
                        FROM interaction i WHERE intent = ?
                        """)
                .params(index, intent)
                .update();
    }

    @Test
    void showsNobodyARequestOfAnotherThatWasPutUnderTheirName() {
        update("person = '" + BOB.value() + "'");
        Scope bobs = Scope.only(BOB);
        Listing listing = site.interactions().list(bobs, Filter.NONE, null, 50);
        assertThat(listing.items()).isEmpty();
        assertThat(listing.unbacked()).isEqualTo(1);
        assertThat(site.interactions().find(bobs, request.id())).isEmpty();
        assertThat(site.all())
                .singleElement()
                .returns(request.intent().caller(), Interaction::caller)
                .returns(new Standing.Altered(List.of("person")), Interaction::standing);
    }

    @Test
    void marksAsNotComparedWhatTheLedgerCanNotShow() {
        Ledger damaged =
                (Ledger)
                        Proxy.newProxyInstance(
                                Ledger.class.getClassLoader(),
                                new Class<?>[] {Ledger.class},
                                (_, method, arguments) -> {
                                    if (method.getName().equals("read")) {
                                        throw new IOException("damaged");
                                    }
                                    return method.invoke(ledger, arguments);
                                });
        Reconciliation reconciliation =
                new Reconciliation(
                        damaged,
                        site.workspace().database(),
                        projection,
                        site.workspace().journal(),
                        site.workspace().clock());
        Interactions interactions =
                new Interactions(site.workspace().database(), projection, reconciliation);
        assertThat(interactions.list(Scope.everybody(), Filter.NONE, null, 50).items())
                .singleElement()
                .returns(Standing.UNCHECKED, Interaction::standing)
                .returns(request.id(), Interaction::id);
        update("policy = 'nonsense'");
        assertThat(interactions.list(Scope.everybody(), Filter.NONE, null, 50))
                .isEqualTo(new Listing(List.of(), null, 1));
    }

    @Test
    void takesNoHarmFromValuesThatNobodyOfUsWrites() {
        update(
                """
                person = 'x', policy = '', source = '', tool = '\\', at = 'infinity',
                findings = ('[' || repeat('[', 2000) || repeat(']', 2000) || ']')::jsonb,
                detectors = '{{a,NULL},{b,c}}', decision = 'none'\
                """);
        assertThat(site.all())
                .singleElement()
                .returns(
                        new Standing.Altered(
                                List.of(
                                        "at",
                                        "source",
                                        "person",
                                        "tool",
                                        "decision",
                                        "findings",
                                        "detectors",
                                        "policy")),
                        Interaction::standing);
        assertThat(site.interactions().count(Scope.everybody())).isEqualTo(1);
        assertThat(
                        site.interactions()
                                .hours(
                                        Scope.everybody(),
                                        request.at().minusSeconds(1),
                                        request.at().plusSeconds(1)))
                .isEmpty();
    }

    @Test
    void comparesAPageQuickly() {
        long begin = ledger.size();
        for (int i = 0; i < 3_000; i++) {
            var _ = ledger.appendSoon(Leaves.write(Requests.by(ADA).intent()));
            var _ = ledger.appendSoon(Leaves.write(Requests.outcome(begin + 2L * i)));
        }
        site.fill(1);
        await();
        InteractionStore store = new InteractionStore(site.workspace().database());
        List<ObjectNode> rows = store.list(Scope.everybody(), Filter.NONE, Long.MAX_VALUE, 50);
        List<ObjectNode> far = new ArrayList<>();
        for (int i = 1; i <= 50; i++) {
            far.addAll(store.list(Scope.everybody(), Filter.NONE, i * 120L, 1));
        }
        System.out.println(
                "50 rows compared: neighbours in %d µs, far from each other in %d µs"
                        .formatted(micros(rows), micros(far)));
    }

    /// The fastest of many.
    private long micros(List<ObjectNode> rows) {
        Comparison comparison = Site.silent(site.workspace(), projection).comparison();
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 300; i++) {
            long start = System.nanoTime();
            assertThat(comparison.of(rows, ledger.size()))
                    .allMatch(row -> row.orElseThrow().standing().equals(Standing.CONFIRMED));
            best = Math.min(best, System.nanoTime() - start);
        }
        // What a page may cost, with room for a machine that does other things too.
        assertThat(best).isLessThan(20_000_000);
        return best / 1_000;
    }

    private void await() {
        try {
            site.await(projection);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
