// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.activity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.TestWorkspace;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Who was looked at is told that, and no more than the ledger says.
class LooksTest {
    private static final PersonId ADA = PersonId.next();
    private static final PersonId BOB = PersonId.next();
    private static final PersonId GRACE = PersonId.next();
    private static final Actor READER = Actor.of(GRACE);

    @TempDir Path directory;

    private Site site;
    private TestWorkspace workspace;
    private Projection projection;
    private Reads reads;
    private Looks looks;

    @BeforeEach
    void open() throws Exception {
        site = Site.open(directory);
        workspace = site.workspace();
        projection = site.start();
        reads = new Reads(workspace.journal(), workspace.clock());
        looks = new Looks(workspace.ledger(), workspace.database());
    }

    @AfterEach
    void close() throws Exception {
        projection.close();
        site.close();
    }

    private List<String> seenBy(PersonId person) throws Exception {
        site.await(projection);
        return looks.at(person, null, 50).items().stream().map(Look::action).toList();
    }

    @Test
    void listsEachOpenedRequestToWhomItBelongsAndToNobodyElse() throws Exception {
        Requests request = Requests.by(ADA);
        Requests.append(workspace.ledger(), request.intent());
        site.await(projection);
        reads.opened(READER, site.found(request));

        assertThat(seenBy(ADA)).containsExactly("activity.read");
        assertThat(looks.at(ADA, null, 50).items().getFirst())
                .returns(GRACE.value(), Look::reader)
                .returns(request.id(), Look::subject)
                .returns(true, Look::named);
        assertThat(seenBy(BOB)).isEmpty();
        assertThat(seenBy(GRACE)).isEmpty();
    }

    @Test
    void countsASearchOfSeveralPeopleOnlyForThoseWhomItShowed() throws Exception {
        Requests.append(workspace.ledger(), Requests.by(ADA).intent());
        site.await(projection);
        Listing found = site.interactions().list(Scope.everybody(), Filter.NONE, null, 10);
        reads.searched(READER, Scope.everybody(), Filter.NONE, null, found);

        assertThat(seenBy(ADA)).containsExactly("activity.searched");
        assertThat(seenBy(BOB)).isEmpty();
        assertThat(looks.atEverybody(null, 50).items()).isEmpty();
    }

    @Test
    void countsASearchForSomebodyAlsoWhenItFoundNothing() throws Exception {
        reads.searched(
                READER,
                Scope.everybody(),
                Filters.where("person", BOB.value()),
                null,
                new Listing(List.of(), null, 0));
        assertThat(seenBy(BOB)).containsExactly("activity.searched");
    }

    @Test
    void saysOfOlderEntriesThatTheyDoNotNameWhomTheyShowed() throws Exception {
        workspace.journal().record(READER, "activity.searched", "activity", Map.of("rows", "7"));
        workspace.journal().record(READER, "activity.searched", "activity", Map.of("rows", "0"));
        assertThat(seenBy(ADA)).isEmpty();
        assertThat(looks.atEverybody(null, 50).items()).singleElement().returns(false, Look::named);
    }

    @Test
    void listsStepsToKeptTextsWithTheirReasonAndReadsOfTheLedger() throws Exception {
        long intent = Requests.append(workspace.ledger(), Requests.by(ADA).intent());
        long outcome = Requests.append(workspace.ledger(), Requests.outcome(intent));
        workspace
                .journal()
                .record(
                        READER,
                        "capture.opening-requested",
                        "opening_x",
                        Map.of("person", ADA.value(), "reason", "an incident"));
        reads.ledger(READER, outcome, 1, looks.concerned(outcome, 1));

        assertThat(seenBy(ADA)).containsExactly("ledger.read", "capture.opening-requested");
        assertThat(looks.at(ADA, null, 50).items().getLast().details())
                .containsEntry("reason", "an incident");
    }

    @Test
    void comesInPieces() throws Exception {
        for (int i = 0; i < 5; i++) {
            workspace
                    .journal()
                    .record(
                            READER,
                            "activity.read",
                            "interaction_" + i,
                            Map.of("person", ADA.value()));
        }
        site.await(projection);
        Looks.Listed first = looks.at(ADA, null, 3);
        Looks.Listed second = looks.at(ADA, first.next(), 3);
        assertThat(first.items())
                .extracting(Look::subject)
                .containsExactly("interaction_4", "interaction_3", "interaction_2");
        assertThat(second.items())
                .extracting(Look::subject)
                .containsExactly("interaction_1", "interaction_0");
        assertThat(second.next()).isNull();
    }

    @Test
    void showsNothingThatTheLedgerDoesNotSayAndNoticesWhatIsGone() throws Exception {
        long read =
                workspace
                        .journal()
                        .record(
                                READER,
                                "activity.read",
                                "interaction_x",
                                Map.of("person", ADA.value()));
        site.await(projection);
        site.reconcile();
        assertThat(site.agreement().choices()).isZero();

        site.jdbc().sql("UPDATE look SET person = ?").param(BOB.value()).update();
        assertThat(looks.at(BOB, null, 50))
                .returns(1, Looks.Listed::unbacked)
                .returns(List.of(), Looks.Listed::items);
        assertThat(site.agreement().choices()).isEqualTo(2);

        site.jdbc().sql("DELETE FROM look").update();
        assertThat(site.agreement().choices()).isEqualTo(1);
        projection.rebuild();
        assertThat(seenBy(ADA)).containsExactly("activity.read");
        assertThat(looks.at(ADA, null, 50).items().getFirst().entry()).isEqualTo(read);
    }

    @Test
    void countsWhatOnePersonDidForThemAlone() throws Exception {
        Requests.append(workspace.ledger(), Requests.by(ADA).intent());
        Requests.append(
                workspace.ledger(),
                Requests.by(ADA)
                        .with("codex", "team")
                        .decided(dev.chaperone.ledger.Event.Effect.BLOCKED, "no-secrets", "aws")
                        .intent());
        Requests.append(workspace.ledger(), Requests.by(BOB).intent());
        site.await(projection);
        OwnUse use =
                site.interactions()
                        .ownUse(ADA, TestWorkspace.NOON.plus(java.time.Duration.ofDays(1)));
        assertThat(use.requests()).isEqualTo(2);
        assertThat(use.tools())
                .extracting(OwnUse.OfTool::refused)
                .containsExactlyInAnyOrder(0L, 1L);
        assertThat(use.tools()).allMatch(each -> each.lately() == 0);
        assertThat(use.refusals())
                .singleElement()
                .returns("no-secrets", OwnUse.OfRule::rule)
                .returns(1L, OwnUse.OfRule::requests);
    }
}
