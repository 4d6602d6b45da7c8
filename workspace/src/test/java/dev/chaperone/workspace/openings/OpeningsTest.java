// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.openings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chaperone.captures.Side;
import dev.chaperone.vocabulary.CaptureLevel;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.CaptureSite;
import dev.chaperone.workspace.NotRecordedException;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.TestWorkspace;
import dev.chaperone.workspace.activity.Scope;
import dev.chaperone.workspace.people.Role;
import dev.chaperone.workspace.petitions.Party;
import dev.chaperone.workspace.petitions.Petition;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DataIntegrityViolationException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

@Timeout(60)
class OpeningsTest {
    private static final Instant NOON = TestWorkspace.NOON;
    private static final String TEXT = "Why does the build of the arm firmware fail?";
    private static final Set<Side> BOTH = EnumSet.allOf(Side.class);

    @TempDir Path directory;

    private CaptureSite site;
    private Openings openings;
    private String interaction;

    @BeforeEach
    void open() throws Exception {
        site = CaptureSite.open(directory);
        openings = site.openings();
        interaction = site.prompt(site.ada(), TEXT);
    }

    @AfterEach
    void close() throws IOException {
        site.close();
    }

    @Test
    void showsWhatWasSentAfterAnotherPersonApprovedAndSaysThatItMatchesTheRecord()
            throws IOException {
        Opening asked = ask(site.ines());
        Opening approved = openings.decide(asked.id(), true, Party.signedIn(site.grace()));
        assertThat(approved.state(NOON)).isEqualTo(Opening.State.APPROVED);

        ShownBody.Text shown = shown(openings.read(asked.id(), BOTH, Party.signedIn(site.ines())));

        assertThat(new String(shown.bytes(), StandardCharsets.UTF_8)).isEqualTo(TEXT);
        assertThat(shown.comparison()).isEqualTo(ShownBody.Comparison.MATCHES);
        assertThat(site.actions())
                .containsExactly(
                        "capture.opening-requested", "capture.opening-approved", "capture.opened");
        assertThat(site.leaves().getFirst().details()).containsEntry("reason", CaptureSite.REASON);
        assertThat(site.leaves().getLast().details())
                .containsEntry("rule", "second-person")
                .containsEntry("approvedBy", site.grace().value())
                .containsEntry("person", site.ada().value())
                .containsEntry("interaction", interaction);
        assertThat(site.leaves().toString()).doesNotContain("firmware");
    }

    @Test
    void listsEachReadingForThePersonConcerned() {
        Opening opening = approved();
        openings.read(opening.id(), BOTH, Party.signedIn(site.ines()));
        openings.read(opening.id(), Set.of(Side.PROMPT), Party.signedIn(site.ines()));

        assertThat(openings.find(opening.id()).orElseThrow().readings())
                .hasSize(2)
                .allSatisfy(reading -> assertThat(reading.at()).isEqualTo(NOON));
    }

    @Test
    void saysThatATextWhichSomebodyChangedDoesNotMatchTheRecord() {
        Opening opening = approved();
        site.captures()
                .tamper(CaptureSite.drawer(site.ada(), NOON, "standard"), interaction, Side.PROMPT);

        assertThat(
                        shown(openings.read(opening.id(), BOTH, Party.signedIn(site.ines())))
                                .comparison())
                .isEqualTo(ShownBody.Comparison.DIFFERS);
    }

    @Test
    void saysOfAMaskedTextThatItCanNotBeCompared() throws Exception {
        interaction = site.prompt(site.ada(), TEXT, NOON, CaptureLevel.REDACTED, "standard");
        ShownBody.Text shown =
                shown(openings.read(approved().id(), BOTH, Party.signedIn(site.ines())));

        assertThat(new String(shown.bytes(), StandardCharsets.UTF_8)).startsWith("*** does");
        assertThat(shown.comparison()).isEqualTo(ShownBody.Comparison.NOT_COMPARABLE);
    }

    @Test
    void letsNobodyDecideAboutTheirOwnWishOrTheirOwnContent() {
        Opening asked = ask(site.grace());
        refused(
                () -> openings.decide(asked.id(), true, Party.signedIn(site.grace())),
                "another person");
        refused(
                () -> openings.decide(asked.id(), false, Party.signedIn(site.grace())),
                "another person");
        refused(() -> openings.decide(asked.id(), true, Party.signedIn(site.ada())), "about you");
        refused(
                () -> openings.read(asked.id(), BOTH, Party.signedIn(site.grace())),
                "Another person");
    }

    @Test
    void holdsToTheTwoPeopleInTheDatabaseToo() {
        Opening asked = ask(site.grace());
        for (PersonId cheat : List.of(site.grace(), site.ada())) {
            assertThatExceptionOfType(DataIntegrityViolationException.class)
                    .isThrownBy(() ->
                            site.workspace()
                                    .test()
                                    .jdbc()
                                    .sql(
                                            """
                                            UPDATE opening SET approved = true, decided_by = ?,
                                                   decided_at = now(), decided_entry = 1
                                            WHERE id = ?
                                            """)
                                    .params(cheat.value(), asked.id())
                                    .update());
        }
    }

    @Test
    void takesOneDecisionOnly() {
        Opening opening = approved();
        refused(
                () -> openings.decide(opening.id(), true, Party.signedIn(site.omar())),
                "already approved");
        refused(
                () -> openings.decide(opening.id(), false, Party.signedIn(site.omar())),
                "already approved");

        Opening other = ask(site.grace());
        openings.decide(other.id(), false, Party.signedIn(site.omar()));
        refused(
                () -> openings.decide(other.id(), true, Party.signedIn(site.ines())),
                "already refused");
        refused(() -> openings.read(other.id(), BOTH, Party.signedIn(site.grace())), "refused");
    }

    @Test
    void doesNothingForSomebodyWhoHasLeft() {
        Opening asked = ask(site.ines());
        site.people().deactivate(site.ines(), Actor.SYSTEM);
        refused(
                () -> openings.decide(asked.id(), true, Party.signedIn(site.grace())),
                "Whoever asked");
        refused(() -> ask(site.ines()), "Whoever asks");

        Opening other = ask(site.grace());
        openings.decide(other.id(), true, Party.signedIn(site.omar()));
        site.people().deactivate(site.grace(), Actor.SYSTEM);
        refused(
                () -> openings.read(other.id(), BOTH, Party.signedIn(site.grace())),
                "Whoever opens");
        site.people().deactivate(site.omar(), Actor.SYSTEM);
        PersonId eve = site.person("eve", Role.ADMINISTRATOR);
        Opening third = ask(eve);
        refused(
                () -> openings.decide(third.id(), true, Party.signedIn(site.omar())),
                "Whoever decides");
    }

    @Test
    void opensForTheAskerAloneAndForADayOnly() {
        Opening opening = approved();
        refused(
                () -> openings.read(opening.id(), BOTH, Party.signedIn(site.grace())),
                "Only the person who asked");

        site.workspace().clock().set(NOON.plus(Opening.OPEN_FOR).minusMillis(1));
        assertThat(openings.read(opening.id(), BOTH, Party.signedIn(site.ines())).bodies())
                .hasSize(1);

        site.workspace().clock().set(NOON.plus(Opening.OPEN_FOR));
        refused(
                () -> openings.read(opening.id(), BOTH, Party.signedIn(site.ines())),
                "could be opened until");
        assertThat(state(opening)).isEqualTo(Opening.State.OVER);
        assertThat(ask(site.ines()).id()).isNotEqualTo(opening.id());
    }

    @Test
    void lapsesWhenNobodyDecides() {
        Opening asked = ask(site.ines());
        assertThat(openings.waiting()).hasSize(1);
        site.workspace().clock().set(NOON.plus(Petition.LAPSES_AFTER));

        assertThat(openings.waiting()).isEmpty();
        assertThat(state(asked)).isEqualTo(Opening.State.LAPSED);
        refused(() -> openings.decide(asked.id(), true, Party.signedIn(site.grace())), "Ask again");
    }

    @Test
    void opensAtOnceWhereThePolicyAsksForNoSecondPersonAndRecordsThat() throws IOException {
        site.relaxSecondPerson();
        Opening asked = ask(site.ines());
        assertThat(openings.isReadable(asked)).isTrue();
        openings.read(asked.id(), BOTH, Party.signedIn(site.ines()));

        assertThat(site.leaves().getLast().details())
                .containsEntry("rule", "asker-alone")
                .containsKey("policy");

        site.restoreSecondPerson();
        assertThat(openings.isReadable(asked)).isFalse();
        refused(
                () -> openings.read(asked.id(), BOTH, Party.signedIn(site.ines())),
                "Another person");

        site.relaxSecondPerson();
        site.workspace().clock().set(NOON.plus(Duration.ofHours(24)));
        refused(
                () -> openings.read(asked.id(), BOTH, Party.signedIn(site.ines())),
                "could be opened until");
    }

    @Test
    void refusesAReasonThatIsNoneOrThatHoldsASecret() {
        for (String reason : List.of("", "   short   ", "x".repeat(501), "two\nlines of reason")) {
            refused(() -> askWith(reason), "reason");
        }
        refused(() -> askWith("They sent AKIAIOSFODNN7EXAMPLE to it"), "secret");
        assertThat(site.workspace().rows("opening")).isZero();
    }

    @Test
    void asksOnceForTheSame() {
        ask(site.ines());
        refused(() -> ask(site.ines()), "already");
        assertThat(ask(site.grace())).isNotNull();
    }

    @Test
    void hasNothingToOpenWhereNoTextWasKept() throws Exception {
        for (CaptureLevel level : List.of(CaptureLevel.METADATA, CaptureLevel.DIGEST)) {
            interaction = site.prompt(site.ada(), TEXT, NOON, level, "standard");
            refused(() -> ask(site.ines()), "no text to open");
        }
    }

    @Test
    void knowsNoInteractionOutsideOfTheAskersScope() {
        assertThatExceptionOfType(RejectedException.class)
                .isThrownBy(() ->
                        openings.ask(
                                Scope.only(site.omar()),
                                interaction,
                                CaptureSite.REASON,
                                Party.signedIn(site.omar())))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(RejectedException.Reason.UNKNOWN));
    }

    @Test
    void showsNothingThatTheLedgerCouldNotRecord() throws IOException {
        Opening opening = approved();
        site.workspace().ledger().close();
        assertThatExceptionOfType(NotRecordedException.class)
                .isThrownBy(() -> openings.read(opening.id(), BOTH, Party.signedIn(site.ines())));
        assertThat(site.workspace().rows("opening_reading")).isZero();
    }

    @Test
    void refusesToOpenWhenTheDatabasePointsToAnotherEntry() throws Exception {
        Opening opening = approved();
        String other = site.prompt(site.omar(), "The text of somebody else.");
        write("UPDATE interaction SET id = ? WHERE id = ?", interaction + "x", interaction);
        write("UPDATE interaction SET id = ? WHERE id = ?", interaction, other);
        refused(() -> openings.read(opening.id(), BOTH, Party.signedIn(site.ines())), "database");
    }

    @Test
    void opensNothingByAnApprovalThatWasWrittenIntoTheDatabase() {
        Opening asked = ask(site.omar());
        write(
                """
                UPDATE opening SET approved = true, decided_by = ?, decided_at = asked_at,
                       decided_entry = asked_entry WHERE id = ?
                """,
                site.grace().value(),
                asked.id());
        refused(
                () -> openings.read(asked.id(), BOTH, Party.signedIn(site.omar())),
                "database was changed");

        Opening real = approved();
        write("UPDATE opening SET asked_by = ? WHERE id = ?", site.omar().value(), real.id());
        refused(
                () -> openings.read(real.id(), BOTH, Party.signedIn(site.omar())),
                "database was changed");
        write("UPDATE opening SET asked_by = ? WHERE id = ?", site.ines().value(), real.id());
        site.workspace().clock().set(NOON.plus(Duration.ofDays(2)));
        write(
                "UPDATE opening SET decided_at = asked_at + interval '2 days' WHERE id = ?",
                real.id());
        refused(
                () -> openings.read(real.id(), BOTH, Party.signedIn(site.ines())),
                "database was changed");
        assertThat(site.workspace().rows("opening_reading")).isZero();
    }

    private void write(String sql, String... values) {
        site.workspace().test().jdbc().sql(sql).params((Object[]) values).update();
    }

    private Opening approved() {
        return openings.decide(ask(site.ines()).id(), true, Party.signedIn(site.grace()));
    }

    private Opening ask(PersonId by) {
        return openings.ask(Scope.everybody(), interaction, CaptureSite.REASON, Party.signedIn(by));
    }

    private Opening askWith(String reason) {
        return openings.ask(Scope.everybody(), interaction, reason, Party.signedIn(site.ines()));
    }

    private Opening.State state(Opening opening) {
        return openings.find(opening.id()).orElseThrow().state(site.workspace().clock().instant());
    }

    private static ShownBody.Text shown(Content content) {
        assertThat(content.bodies()).hasSize(1);
        return (ShownBody.Text) content.bodies().getFirst();
    }

    private static void refused(ThrowingCallable call, String why) {
        assertThatExceptionOfType(RejectedException.class)
                .isThrownBy(call)
                .withMessageContaining(why);
    }
}
