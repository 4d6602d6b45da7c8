// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.erasures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chaperone.captures.Drawer;
import dev.chaperone.captures.Side;
import dev.chaperone.ledger.Event;
import dev.chaperone.vocabulary.CaptureLevel;
import dev.chaperone.workspace.CaptureSite;
import dev.chaperone.workspace.FakeCaptures;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.TestWorkspace;
import dev.chaperone.workspace.activity.Scope;
import dev.chaperone.workspace.holds.Hold;
import dev.chaperone.workspace.holds.NewHold;
import dev.chaperone.workspace.petitions.Party;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;

@Timeout(60)
class ExpiryTest {
    private static final Instant NOON = TestWorkspace.NOON;

    /// The end of November and 30 days.
    private static final Instant SHORT_ENDS = Instant.parse("2026-12-31T00:00:00Z");

    /// The end of November and 90 days.
    private static final Instant STANDARD_ENDS = Instant.parse("2027-03-01T00:00:00Z");

    @TempDir Path directory;

    private CaptureSite site;
    private Expiry expiry;

    @BeforeEach
    void open() throws Exception {
        site = CaptureSite.open(directory);
        expiry = site.expiry();
        prompt("short");
        site.prompt(site.omar(), "Of somebody else.", NOON, CaptureLevel.FULL, "short");
        prompt("standard");
    }

    @AfterEach
    void close() throws IOException {
        site.close();
    }

    @Test
    void closesContentAtTheVeryMomentAlthoughNothingHasRunYet() throws Exception {
        String interaction = prompt("short");
        site.workspace().clock().set(SHORT_ENDS.minus(Duration.ofHours(2)));
        var openings = site.openings();
        var opening =
                openings.ask(
                        Scope.everybody(),
                        interaction,
                        CaptureSite.REASON,
                        Party.signedIn(site.ines()));
        openings.decide(opening.id(), true, Party.signedIn(site.grace()));
        site.workspace().clock().set(SHORT_ENDS.minusMillis(1));
        assertThat(keeping("short")).isInstanceOf(Keeping.Kept.class);
        openings.read(opening.id(), Set.of(Side.PROMPT), Party.signedIn(site.ines()));

        site.workspace().clock().set(SHORT_ENDS);
        assertThat(keeping("short")).isInstanceOf(Keeping.Expired.class);
        assertThatExceptionOfType(RejectedException.class)
                .isThrownBy(() ->
                        openings.read(
                                opening.id(), Set.of(Side.PROMPT), Party.signedIn(site.ines())))
                .withMessageContaining("no text to open");
    }

    @Test
    void destroysWhatIsDueAndRecordsACertificateForEachClassAndMonth() throws IOException {
        site.workspace().clock().set(SHORT_ENDS.minusMillis(1));
        assertThat(expiry.run()).isZero();

        site.workspace().clock().set(SHORT_ENDS);
        assertThat(expiry.run()).isEqualTo(1);
        assertThat(expiry.run()).isZero();

        assertThat(kept()).isEqualTo(1);
        Event.Administered leaf = site.leaves().getLast();
        assertThat(leaf.action()).isEqualTo("captures.expired");
        assertThat(leaf.details())
                .containsEntry("retention", "short")
                .containsEntry("months", "2026-11")
                .containsEntry("drawers", "2")
                .containsEntry("bodies", "2")
                .containsKey("bytes")
                .containsKey("digest")
                .doesNotContainKey("person");
        assertThat(leaf.details().get("rule")).startsWith("short 30d of policy sha256:");
        assertThat(keeping("short"))
                .isInstanceOfSatisfying(
                        Keeping.Expired.class,
                        expired -> assertThat(expired.destroyed()).isEqualTo(SHORT_ENDS));
        assertThat(site.erasures().certificates(null, 10).items()).hasSize(1);
    }

    @Test
    void destroysNothingThatIsHeldByTheLedgerAlthoughTheRowOfTheHoldIsGone() throws IOException {
        LocalDate review = LocalDate.parse("2027-03-01");
        Hold hold =
                site.holds()
                        .ask(
                                new NewHold(null, CaptureSite.REASON, review),
                                Party.signedIn(site.grace()));
        site.holds().decide(hold.id(), true, Party.signedIn(site.ines()));
        site.workspace().test().jdbc().sql("DELETE FROM legal_hold").update();
        site.workspace().clock().set(SHORT_ENDS);

        assertThat(expiry.run()).isZero();

        assertThat(kept()).isEqualTo(3);
        assertThat(site.actions()).doesNotContain("captures.expired");
    }

    @Test
    void countsAClassThatThePolicyDoesNotNameAsItsLongest() throws IOException {
        site.keepFor(Map.of("standard", 90, "long", 400));
        site.workspace().clock().set(STANDARD_ENDS);
        assertThat(keeping("short")).isInstanceOf(Keeping.Kept.class);
        assertThat(((Keeping.Kept) keeping("short")).known()).isFalse();
        expiry.run();
        assertThat(site.leaves().getLast().details()).containsEntry("retention", "standard");

        site.workspace()
                .clock()
                .set(Instant.parse("2026-12-01T00:00:00Z").plus(Duration.ofDays(400)));
        expiry.run();
        assertThat(site.leaves().getLast().details().get("rule"))
                .contains("short 400d", "does not name it");
        assertThat(kept()).isZero();
    }

    @Test
    void passesOverWhatIsHeldAndCatchesUpWhenItIsReleased() throws IOException {
        Hold hold =
                site.holds()
                        .ask(
                                new NewHold(
                                        site.ada(),
                                        CaptureSite.REASON,
                                        LocalDate.parse("2027-10-01")),
                                Party.signedIn(site.grace()));
        site.holds().decide(hold.id(), true, Party.signedIn(site.ines()));
        site.workspace().clock().set(STANDARD_ENDS);
        expiry.run();
        assertThat(site.leaves().getLast().details()).containsEntry("drawers", "1");
        assertThat(kept()).isEqualTo(2);
        assertThat(keeping("short"))
                .isInstanceOfSatisfying(
                        Keeping.Held.class,
                        held ->
                                assertThat(held.holds())
                                        .extracting(Hold::id)
                                        .containsExactly(hold.id()));
        assertThat(expiry.due()).isEmpty();

        site.holds().askRelease(hold.id(), "The case is closed.", Party.signedIn(site.grace()));
        site.holds().decideRelease(hold.id(), true, Party.signedIn(site.ines()));
        assertThat(keeping("short")).isInstanceOf(Keeping.Expired.class);
        assertThat(expiry.run()).isEqualTo(2);
        assertThat(kept()).isZero();
    }

    @Test
    void recordsInTheNextRunWhatAKilledOneDestroyed() throws IOException {
        site.workspace().clock().set(SHORT_ENDS);
        site.captures().dieAfter(1);
        assertThatExceptionOfType(FakeCaptures.Killed.class).isThrownBy(() -> expiry.run());
        assertThat(site.actions()).isEmpty();

        site.captures().dieAfter(Integer.MAX_VALUE);
        site.workspace().clock().set(SHORT_ENDS.plusSeconds(3_600));
        assertThat(site.expiry().run()).isEqualTo(1);
        assertThat(site.actions()).containsExactly("captures.expired");
        Certificate certificate = site.erasures().certificates(null, 10).items().getFirst();
        assertThat(certificate.bodies()).isEqualTo(2);
        assertThat(certificate.bytes()).isPositive();
        assertThat(certificate.drawers()).extracting(Gone::at).contains(SHORT_ENDS);
    }

    @Test
    void doesNotDestroyWhatAHoldCaughtInTheMiddle() throws IOException {
        site.workspace().clock().set(SHORT_ENDS);
        site.captures().breakDisk(true);
        assertThat(expiry.run()).isZero();
        site.holds()
                .ask(
                        new NewHold(site.ada(), CaptureSite.REASON, LocalDate.parse("2027-10-01")),
                        Party.signedIn(site.grace()));
        site.captures().breakDisk(false);

        assertThat(expiry.run()).isEqualTo(1);
        assertThat(site.leaves().getLast().details()).containsEntry("drawers", "1");
        assertThat(kept()).isEqualTo(2);
    }

    private String prompt(String retention) throws InterruptedException {
        return site.prompt(site.ada(), "A prompt.", NOON, CaptureLevel.FULL, retention);
    }

    private Keeping keeping(String retention) {
        Drawer drawer = CaptureSite.drawer(site.ada(), NOON, retention);
        return site.retention().keeping(drawer, NOON);
    }

    private long kept() {
        return site.captures().drawers().stream().filter(facts -> facts.bodies() > 0).count();
    }
}
