// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.holds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.CaptureSite;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.TestWorkspace;
import dev.chaperone.workspace.petitions.Party;
import dev.chaperone.workspace.petitions.Petition;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DataIntegrityViolationException;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;

@Timeout(60)
class HoldsTest {
    private static final Instant NOON = TestWorkspace.NOON;
    private static final LocalDate REVIEW = LocalDate.parse("2027-03-01");

    @TempDir Path directory;

    private CaptureSite site;
    private Holds holds;

    @BeforeEach
    void open() throws IOException {
        site = CaptureSite.open(directory);
        holds = site.holds();
    }

    @AfterEach
    void close() throws IOException {
        site.close();
    }

    @Test
    void takesTwoPeopleToBeginAndTwoToEnd() throws IOException {
        Hold hold = ask(site.ada());
        refused(
                () -> holds.decide(hold.id(), true, Party.signedIn(site.grace())),
                "another person");
        refused(() -> holds.decide(hold.id(), true, Party.signedIn(site.ada())), "about you");
        assertThat(holds.decide(hold.id(), true, Party.signedIn(site.ines())).state(NOON))
                .isEqualTo(Hold.State.HELD);

        Hold ending =
                holds.askRelease(hold.id(), "The case is closed.", Party.signedIn(site.ines()));
        assertThat(ending.state(NOON)).isEqualTo(Hold.State.RELEASE_ASKED);
        assertThat(holds.binding(site.ada())).hasSize(1);
        refused(
                () -> holds.decideRelease(hold.id(), true, Party.signedIn(site.ines())),
                "another person");
        assertThat(holds.decideRelease(hold.id(), true, Party.signedIn(site.omar())).state(NOON))
                .isEqualTo(Hold.State.RELEASED);
        assertThat(holds.binding(site.ada())).isEmpty();
        assertThat(site.actions())
                .containsExactly(
                        "capture.hold-requested",
                        "capture.held",
                        "capture.hold-release-requested",
                        "capture.hold-released");
    }

    @Test
    void bindsFromTheAskingOnAndLapsesWhenNobodyConfirmsIt() {
        Hold hold = ask(site.ada());
        assertThat(holds.binding(site.ada())).containsExactly(hold);
        assertThat(holds.binding(site.omar())).isEmpty();

        site.workspace().clock().set(NOON.plus(Petition.LAPSES_AFTER));
        assertThat(holds.binding(site.ada())).isEmpty();
        refused(() -> holds.decide(hold.id(), true, Party.signedIn(site.ines())), "Ask again");
    }

    @Test
    void endsAtOnceWhenItIsRefused() {
        Hold hold = ask(site.ada());
        holds.decide(hold.id(), false, Party.signedIn(site.ines()));
        assertThat(holds.binding()).isEmpty();
    }

    @Test
    void coversEverybodyWhenItNamesNobody() {
        Hold hold = ask(null);
        holds.decide(hold.id(), true, Party.signedIn(site.omar()));
        assertThat(holds.binding(site.ada())).hasSize(1);
        assertThat(holds.binding(PersonId.next())).hasSize(1);
    }

    @Test
    void goesOnAfterTheDayOfReviewAndSaysThatItIsDue() {
        Hold hold = ask(site.ada());
        holds.decide(hold.id(), true, Party.signedIn(site.ines()));
        Instant late = Instant.parse("2027-03-01T00:00:00Z");
        assertThat(holds.find(hold.id()).orElseThrow().reviewIsDue(late.minusSeconds(1))).isFalse();
        assertThat(holds.find(hold.id()).orElseThrow().reviewIsDue(late)).isTrue();
        site.workspace().clock().set(late);
        assertThat(holds.binding(site.ada())).hasSize(1);
    }

    @Test
    void goesOnWhenItsReleaseIsRefusedAndCanBeAskedAgain() {
        Hold hold = ask(site.ada());
        holds.decide(hold.id(), true, Party.signedIn(site.ines()));
        holds.askRelease(hold.id(), "The case is closed.", Party.signedIn(site.grace()));
        refused(
                () ->
                        holds.askRelease(
                                hold.id(), "The case is closed.", Party.signedIn(site.omar())),
                "nobody has asked for yet");
        holds.decideRelease(hold.id(), false, Party.signedIn(site.ines()));
        assertThat(holds.binding(site.ada())).hasSize(1);

        holds.askRelease(hold.id(), "Now it really is closed.", Party.signedIn(site.grace()));
        holds.decideRelease(hold.id(), true, Party.signedIn(site.ines()));
        assertThat(holds.binding()).isEmpty();
        refused(
                () -> holds.decideRelease(hold.id(), true, Party.signedIn(site.ines())),
                "already approved");
    }

    @Test
    void asksForADayOfReviewThatIsAhead() {
        for (String day : new String[] {"2026-11-24", "2020-01-01", "2031-11-25"}) {
            refused(
                    () ->
                            holds.ask(
                                    new NewHold(
                                            site.ada(), CaptureSite.REASON, LocalDate.parse(day)),
                                    Party.signedIn(site.grace())),
                    "review is " + day);
        }
    }

    @Test
    void bindsByTheLedgerWhenItsRowIsDeleted() throws IOException {
        Hold hold = ask(site.ada());
        holds.decide(hold.id(), true, Party.signedIn(site.ines()));
        sql("DELETE FROM legal_hold");

        holds.putRight();

        assertThat(holds.binding(site.ada())).hasSize(1);
        assertThat(holds.find(hold.id()).orElseThrow().state(NOON)).isEqualTo(Hold.State.HELD);
        assertThat(site.leaves().getLast().action()).isEqualTo("capture.hold-restored");
        assertThat(site.leaves().getLast().subject()).isEqualTo(hold.id());
    }

    @Test
    void bindsByTheLedgerWhenItsRowSaysThatItWasReleased() {
        Hold hold = ask(site.ada());
        holds.decide(hold.id(), true, Party.signedIn(site.ines()));
        holds.askRelease(hold.id(), "The case is closed.", Party.signedIn(site.grace()));
        sql(
                """
                UPDATE legal_hold SET release_approved = true, release_decided_by = decided_by,
                       release_decided_at = now()
                """);
        assertThat(holds.binding()).isEmpty();

        holds.putRight();

        assertThat(holds.binding()).hasSize(1);
        assertThat(holds.find(hold.id()).orElseThrow().state(NOON))
                .isEqualTo(Hold.State.RELEASE_ASKED);
    }

    @Test
    void bindsByTheLedgerInADatabaseThatHasLostEverything() {
        Hold hold = ask(null);
        holds.decide(hold.id(), true, Party.signedIn(site.ines()));
        sql("TRUNCATE person, legal_hold CASCADE");

        Holds afterwards = site.holds();
        afterwards.putRight();

        assertThat(afterwards.binding(site.ada())).extracting(Hold::id).containsExactly(hold.id());
    }

    @Test
    void leavesRowsAloneThatSayWhatTheLedgerSays() throws IOException {
        Hold hold = ask(site.ada());
        holds.decide(hold.id(), true, Party.signedIn(site.ines()));
        holds.askRelease(hold.id(), "The case is closed.", Party.signedIn(site.grace()));
        holds.decideRelease(hold.id(), false, Party.signedIn(site.ines()));
        holds.askRelease(hold.id(), "Now it really is closed.", Party.signedIn(site.grace()));
        holds.decideRelease(hold.id(), true, Party.signedIn(site.ines()));
        Hold before = holds.find(hold.id()).orElseThrow();

        site.holds().putRight();

        assertThat(holds.find(hold.id())).hasValue(before);
        assertThat(site.actions()).doesNotContain("capture.hold-restored");
    }

    private void sql(String sql) {
        site.workspace().test().jdbc().sql(sql).update();
    }

    @Test
    void holdsToTheTwoPeopleInTheDatabaseToo() {
        Hold hold = ask(site.ada());
        assertThatExceptionOfType(DataIntegrityViolationException.class)
                .isThrownBy(() ->
                        site.workspace()
                                .test()
                                .jdbc()
                                .sql(
                                        """
                                        UPDATE legal_hold SET approved = true, decided_by = asked_by,
                                               decided_at = now() WHERE id = ?
                                        """)
                                .param(hold.id())
                                .update());
    }

    private Hold ask(@Nullable PersonId person) {
        return holds.ask(
                new NewHold(person, CaptureSite.REASON, REVIEW), Party.signedIn(site.grace()));
    }

    private static void refused(ThrowingCallable call, String why) {
        assertThatExceptionOfType(RejectedException.class)
                .isThrownBy(call)
                .withMessageContaining(why);
    }
}
