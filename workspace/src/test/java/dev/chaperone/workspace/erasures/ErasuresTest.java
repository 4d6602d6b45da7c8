// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.erasures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chaperone.captures.Drawer;
import dev.chaperone.captures.Side;
import dev.chaperone.ledger.Event;
import dev.chaperone.vocabulary.CaptureLevel;
import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.CaptureSite;
import dev.chaperone.workspace.FakeCaptures;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.TestWorkspace;
import dev.chaperone.workspace.activity.Scope;
import dev.chaperone.workspace.holds.Hold;
import dev.chaperone.workspace.holds.NewHold;
import dev.chaperone.workspace.petitions.Party;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;
import java.util.Set;

@Timeout(60)
class ErasuresTest {
    private static final Instant NOON = TestWorkspace.NOON;
    private static final Instant OCTOBER = Instant.parse("2026-10-07T08:00:00Z");
    private static final String REASON = "Request under article 17, ticket 88.";

    @TempDir Path directory;

    private CaptureSite site;
    private Erasures erasures;

    @BeforeEach
    void open() throws Exception {
        site = CaptureSite.open(directory);
        erasures = site.erasures();
        site.prompt(site.ada(), "First of October.", OCTOBER, CaptureLevel.FULL, "standard");
        site.prompt(site.ada(), "Second of October.", OCTOBER, CaptureLevel.FULL, "short");
        site.prompt(site.ada(), "Of November.");
        site.prompt(site.omar(), "Of somebody else.");
    }

    @AfterEach
    void close() throws IOException {
        site.close();
    }

    @Test
    void destroysAllMonthsAndClassesOfOnePersonAndRecordsACertificate() throws IOException {
        Erasure done = erase();

        assertThat(done.state(NOON)).isEqualTo(Erasure.State.DONE);
        assertThat(kept(site.ada())).isZero();
        assertThat(kept(site.omar())).isEqualTo(1);
        assertThat(site.actions())
                .containsExactly(
                        "capture.erasure-requested", "capture.erasure-approved", "capture.erased");
        Certificate certificate = Objects.requireNonNull(done.certificate());
        Event.Administered leaf = site.leaves().getLast();
        assertThat(leaf.subject()).isEqualTo(done.id());
        assertThat(leaf.details())
                .containsEntry("person", site.ada().value())
                .containsEntry("drawers", "3")
                .containsEntry("bodies", "3")
                .containsEntry("months", "2026-10, 2026-11")
                .containsEntry("retention", "short, standard")
                .containsEntry("digest", certificate.digest().toString());
        assertThat(Digest.of(certificate.lines())).isEqualTo(certificate.digest());
        assertThat(certificate.lines().lines()).hasSize(3);
        assertThat(site.workspace().ledger().read(certificate.entry(), 1)).hasSize(1);
    }

    @Test
    void saysWhenAndWhyItIsGoneAndKeepsWhatComesLater() throws Exception {
        Drawer drawer = CaptureSite.drawer(site.ada(), NOON, "standard");
        erase();
        assertThat(site.retention().keeping(drawer, NOON.minusSeconds(5)))
                .isInstanceOfSatisfying(
                        Keeping.Erased.class,
                        erased -> {
                            assertThat(erased.at()).isEqualTo(NOON);
                            assertThat(erased.erasure().wish().reason()).isEqualTo(REASON);
                        });
        site.workspace().clock().set(NOON.plusSeconds(60));
        String later = site.prompt(site.ada(), "A prompt after the erasure.");
        assertThat(site.retention().keeping(drawer, NOON.plusSeconds(60)))
                .isInstanceOf(Keeping.Kept.class);
        assertThat(site.captures().open(drawer, later, Side.PROMPT)).isPresent();
        assertThat(erasures.carryOut()).isZero();
        assertThat(site.captures().open(drawer, later, Side.PROMPT)).isPresent();
    }

    @Test
    void takesTwoPeopleAndNeverThePersonConcerned() throws IOException {
        Erasure asked = erasures.ask(site.omar(), REASON, Party.signedIn(site.grace()));
        refused(
                () -> erasures.decide(asked.id(), true, Party.signedIn(site.grace())),
                "another person");
        refused(() -> erasures.decide(asked.id(), true, Party.signedIn(site.omar())), "about you");
        assertThat(erasures.decide(asked.id(), false, Party.signedIn(site.ines())).state(NOON))
                .isEqualTo(Erasure.State.REFUSED);
        refused(
                () -> erasures.decide(asked.id(), true, Party.signedIn(site.ines())),
                "already refused");
        assertThat(kept(site.omar())).isEqualTo(1);
    }

    @Test
    void isAskedForOnceAtATime() {
        erasures.ask(site.ada(), REASON, Party.signedIn(site.grace()));
        refused(
                () -> erasures.ask(site.ada(), REASON, Party.signedIn(site.omar())),
                "asked for already");
        assertThat(erasures.waiting()).hasSize(1);
    }

    @Test
    void isRefusedWhileAHoldKeepsItAndNamesTheHold() throws IOException {
        Erasure asked = erasures.ask(site.ada(), REASON, Party.signedIn(site.grace()));
        Hold hold = hold(site.ada());
        refused(() -> erasures.ask(site.ada(), REASON, Party.signedIn(site.grace())), hold.id());
        refused(() -> erasures.decide(asked.id(), true, Party.signedIn(site.ines())), hold.id());
        assertThat(kept(site.ada())).isEqualTo(3);

        site.holds().decide(hold.id(), false, Party.signedIn(site.ines()));
        erasures.decide(asked.id(), true, Party.signedIn(site.ines()));
        assertThat(kept(site.ada())).isZero();
    }

    @Test
    void waitsForTheEndOfAHoldThatCameBeforeItWasDone() throws IOException {
        site.captures().breakDisk(true);
        Erasure approved = erase();
        assertThat(approved.state(NOON)).isEqualTo(Erasure.State.UNDER_WAY);
        Hold hold = hold(site.ada());
        site.captures().breakDisk(false);

        assertThat(erasures.carryOut()).isZero();
        assertThat(kept(site.ada())).isEqualTo(3);

        site.holds().decide(hold.id(), false, Party.signedIn(site.omar()));
        assertThat(erasures.carryOut()).isEqualTo(1);
        assertThat(kept(site.ada())).isZero();
    }

    @Test
    void closesWhatIsToBeErasedFromTheApprovalOnThoughTheDiskFails() throws Exception {
        String interaction = site.prompt(site.ada(), "Asked and approved already.");
        var openings = site.openings();
        var opening =
                openings.ask(
                        Scope.everybody(),
                        interaction,
                        CaptureSite.REASON,
                        Party.signedIn(site.ines()));
        openings.decide(opening.id(), true, Party.signedIn(site.grace()));
        site.captures().breakDisk(true);
        erase();

        refused(
                () -> openings.read(opening.id(), Set.of(Side.PROMPT), Party.signedIn(site.ines())),
                "no text to open");
        assertThat(site.actions()).doesNotContain("capture.erased", "capture.opened");
    }

    @Test
    void recordsAfterARestartWhatWasDestroyedBeforeAKill() throws IOException {
        Erasure asked = erasures.ask(site.ada(), REASON, Party.signedIn(site.grace()));
        site.captures().dieAfter(2);
        assertThatExceptionOfType(FakeCaptures.Killed.class)
                .isThrownBy(() -> erasures.decide(asked.id(), true, Party.signedIn(site.ines())));
        assertThat(site.actions()).doesNotContain("capture.erased");
        assertThat(kept(site.ada())).isEqualTo(1);

        site.captures().dieAfter(Integer.MAX_VALUE);
        site.workspace().clock().set(NOON.plusSeconds(600));
        Erasures restarted = site.erasures();
        assertThat(restarted.carryOut()).isEqualTo(1);
        assertThat(restarted.carryOut()).isZero();

        Certificate certificate =
                Objects.requireNonNull(restarted.find(asked.id()).orElseThrow().certificate());
        assertThat(certificate.drawers()).hasSize(3);
        assertThat(certificate.bodies()).isEqualTo(3);
        assertThat(certificate.drawers()).extracting(Gone::at).contains(NOON);
        assertThat(site.actions()).containsOnlyOnce("capture.erased");
    }

    @Test
    void saysThatNothingWasThereWhenNothingWas() {
        Erasure asked = erasures.ask(site.ines(), REASON, Party.signedIn(site.grace()));
        Erasure done = erasures.decide(asked.id(), true, Party.signedIn(site.omar()));
        assertThat(Objects.requireNonNull(done.certificate()).drawers()).isEmpty();
    }

    private Erasure erase() {
        Erasure asked = erasures.ask(site.ada(), REASON, Party.signedIn(site.grace()));
        return erasures.decide(asked.id(), true, Party.signedIn(site.ines()));
    }

    private Hold hold(PersonId person) {
        return site.holds()
                .ask(
                        new NewHold(person, CaptureSite.REASON, LocalDate.parse("2027-03-01")),
                        Party.signedIn(site.grace()));
    }

    private long kept(PersonId person) {
        return site.captures().drawers().stream()
                .filter(facts -> facts.drawer().person().equals(person) && facts.bodies() > 0)
                .count();
    }

    private static void refused(ThrowingCallable call, String why) {
        assertThatExceptionOfType(RejectedException.class)
                .isThrownBy(call)
                .withMessageContaining(why);
    }
}
