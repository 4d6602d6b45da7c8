// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.acknowledgments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chaperone.ledger.Event;
import dev.chaperone.policy.AcknowledgmentDuty.Reason;
import dev.chaperone.policy.Edition;
import dev.chaperone.policy.Register;
import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.TestWorkspace;
import dev.chaperone.workspace.people.Employment;
import dev.chaperone.workspace.people.NewPerson;
import dev.chaperone.workspace.people.Role;
import dev.chaperone.workspace.policies.PolicySite;
import dev.chaperone.workspace.policies.PolicyVersion;
import dev.chaperone.workspace.tokens.NewToken;
import dev.chaperone.workspace.tokens.Token;
import dev.chaperone.workspace.tokens.Tokens;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;

class AcknowledgmentsTest {
    private static final Instant NOON = TestWorkspace.NOON;

    @TempDir Path directory;

    private TestWorkspace workspace;
    private PolicySite site;
    private Acknowledgments acknowledgments;
    private PersonId ada;
    private String token;

    @BeforeEach
    void open() throws IOException {
        workspace = TestWorkspace.open(directory);
        site = new PolicySite(workspace);
        acknowledgments =
                new Acknowledgments(
                        workspace.database(),
                        workspace.journal(),
                        site.policies(),
                        site.people(),
                        workspace.clock());
        ada =
                site.people()
                        .create(
                                new NewPerson(
                                        "ada@northwind.example", "Ada", Role.DEVELOPER, List.of()),
                                Actor.SYSTEM)
                        .id();
        Tokens tokens =
                new Tokens(
                        workspace.database(),
                        workspace.journal(),
                        site.policies().inForce(),
                        workspace.clock());
        token =
                tokens.create(new NewToken(ada, "laptop", Token.Kind.GATEWAY, null), Actor.SYSTEM)
                        .secret();
    }

    @AfterEach
    void close() throws IOException {
        workspace.close();
    }

    @Test
    void opensTheGateWhenTheCallThatSignsReturns() throws IOException {
        assertThat(lapses()).isEqualTo(NOON);

        Acknowledgment made = acknowledgments.sign(signing());

        assertThat(lapses()).isEqualTo("2027-11-25T00:00:00Z");
        assertThat(made.reason()).isEqualTo("joined");
        Event.Administered entry = workspace.changes("policy.acknowledged").getLast();
        assertThat(entry.actor()).isEqualTo(ada.value());
        assertThat(entry.details())
                .containsEntry("acknowledgment", made.id())
                .containsEntry("policy", site.policies().current().hash().toString())
                .containsEntry("document", document().toString())
                .containsEntry("version", "1");
        assertThat(acknowledgments.newest(ada)).contains(made);
    }

    @Test
    void closesItAgainWithAMaterialVersionAndKeepsWhatWasSigned() {
        Acknowledgment first = acknowledgments.sign(signing());
        tick();
        site.policies().publish(PolicySite.MINOR, Actor.ADMIN_TOKEN);
        assertThat(lapses()).isEqualTo("2027-11-25T00:00:00Z");

        tick();
        site.policies()
                .publish(PolicySite.MINOR.replace("[api]", "[api, team]"), Actor.ADMIN_TOKEN);

        assertThat(lapses()).isEqualTo(workspace.clock().instant());
        assertThat(acknowledgments.duty(ada).orElseThrow().reason())
                .isEqualTo(Reason.MATERIAL_CHANGE);
        assertThat(acknowledgments.list(ada, null, 10).items()).containsExactly(first);

        tick();
        Acknowledgment second = acknowledgments.sign(signing());
        assertThat(second.version()).isEqualTo(3);
        assertThat(acknowledgments.list(ada, null, 10).items()).containsExactly(second, first);
        assertThat(acknowledgments.stopped()).doesNotContain(ada);
    }

    @Test
    void lapsesByTheClockAlone() {
        acknowledgments.sign(signing());
        assertThat(acknowledgments.stopped()).doesNotContain(ada);

        workspace.clock().set(Instant.parse("2027-11-25T00:00:00Z"));

        assertThat(acknowledgments.stopped()).contains(ada);
        assertThat(acknowledgments.duty(ada).orElseThrow().reason()).isEqualTo(Reason.ANNUAL);
    }

    @Test
    void isAskedOfThePeopleOfTheTeamsThatThePolicyNames() {
        site.policies()
                .publish(
                        PolicySite.POLICY.replace("grace: 0h", "grace: 0h, teams: [Platform]"),
                        Actor.ADMIN_TOKEN);
        assertThat(acknowledgments.duty(ada)).isEmpty();
        assertThat(acknowledgments.duties()).isEmpty();

        site.people().assign(ada, now -> now.with(List.of("Platform")), site.grace());

        assertThat(acknowledgments.duties()).containsOnlyKeys(ada);
        assertThat(lapses()).isEqualTo(acknowledgments.duty(ada).orElseThrow().due());
    }

    @Test
    void takesNoSignatureUnderAPageThatIsNotInForce() {
        Signing stale = signing();
        site.policies().publish(PolicySite.MATERIAL, Actor.ADMIN_TOKEN);

        refused(stale, "published while you read");
    }

    @Test
    void takesNoOtherSentence() {
        refused(
                new Signing(ada, document(), null, "I have seen it.", "portal", "session"),
                "The sentence is not the one");
    }

    @Test
    void isAskedOfTheRolesThatThePolicyNamesAndOfWhoeverGetsOne() {
        site.policies()
                .publish(
                        PolicySite.POLICY.replace(
                                "grace: 0h", "grace: 0h, roles: [team-lead, approver]"),
                        Actor.ADMIN_TOKEN);
        assertThat(acknowledgments.duties()).isEmpty();

        tick();
        site.people().changeRole(ada, Role.TEAM_LEAD, site.grace());

        assertThat(acknowledgments.duties()).containsOnlyKeys(ada);
        assertThat(acknowledgments.stopped()).containsExactly(ada);
    }

    @Test
    void asksAgainWhenSomebodyGetsAnotherRole() {
        acknowledgments.sign(signing());
        tick();
        site.people().changeRole(ada, Role.APPROVER, site.grace());

        assertThat(acknowledgments.duty(ada).orElseThrow().reason()).isEqualTo(Reason.ROLE_CHANGE);
        assertThat(lapses()).isEqualTo(workspace.clock().instant());
        tick();
        assertThat(acknowledgments.sign(signing()).reason()).isEqualTo("role-change");
        assertThat(acknowledgments.stopped()).doesNotContain(ada);
    }

    @Test
    void keepsWhoSomebodyWasWhenTheySigned() {
        site.people()
                .employ(
                        ada,
                        _ ->
                                new Employment(
                                        Employment.Kind.CONTRACTOR,
                                        "Firmware",
                                        null,
                                        site.people().administrators().getFirst(),
                                        null,
                                        null),
                        site.grace());
        Acknowledgment made = acknowledgments.sign(signing());
        site.people().identify(ada, "ada.king@northwind.example", "Ada King", site.grace());
        site.people().employ(ada, _ -> Employment.UNKNOWN, site.grace());

        assertThat(acknowledgments.find(made.id())).contains(made);
        assertThat(made.presentedAt()).isEqualTo(NOON.minusSeconds(60));
        assertThat(made.signer())
                .isEqualTo(
                        new Acknowledgment.Signer(
                                "Ada",
                                "ada@northwind.example",
                                "contractor",
                                "Firmware",
                                site.people().administrators().getFirst().value()));
    }

    @Test
    void takesAPaperThatTwoOthersVouchFor() throws IOException {
        Papers papers =
                new Papers(
                        acknowledgments,
                        workspace.database(),
                        workspace.journal(),
                        workspace.clock());
        PersonId grace = new PersonId(site.grace().value());
        PersonId lena = new PersonId(site.lena().value());
        LocalDate day = LocalDate.of(2026, 11, 20);
        Digest scan = Digest.of("scan");
        PaperSignature paper = papers.enter(ada, document(), day, scan, grace);
        assertThat(papers.waiting()).containsExactly(paper);
        assertThat(acknowledgments.stopped()).contains(ada);
        assertThatExceptionOfType(RejectedException.class)
                .isThrownBy(() -> papers.confirm(paper.id(), grace));
        assertThatExceptionOfType(RejectedException.class)
                .isThrownBy(() -> papers.confirm(paper.id(), ada));
        assertThatExceptionOfType(RejectedException.class)
                .isThrownBy(() -> papers.enter(ada, document(), day, scan, ada));
        assertThatExceptionOfType(RejectedException.class)
                .isThrownBy(() -> papers.enter(ada, scan, day, scan, grace));

        Acknowledgment made = papers.confirm(paper.id(), lena);

        assertThat(acknowledgments.stopped()).doesNotContain(ada);
        assertThat(made.method()).isEqualTo("paper");
        assertThat(made.authentication()).contains("2026-11-20", grace.value(), lena.value());
        assertThat(acknowledgments.isConfirmed(made)).isTrue();
        assertThat(papers.waiting()).isEmpty();
        assertThatExceptionOfType(RejectedException.class)
                .isThrownBy(() -> papers.confirm(paper.id(), lena));
        assertThat(workspace.changes("policy.acknowledged").getLast().actor())
                .isEqualTo(lena.value());
    }

    @Test
    void asksAgainAfterAViolation() {
        acknowledgments.sign(signing());
        tick();
        acknowledgments.demand(ada, Reason.VIOLATION, site.grace());

        assertThat(lapses()).isEqualTo(workspace.clock().instant());
        tick();
        assertThat(acknowledgments.sign(signing()).reason()).isEqualTo("violation");
    }

    @Test
    void countsWithADenominator() {
        acknowledgments.sign(signing());

        // Two administrators beside Ada.
        assertThat(acknowledgments.progress()).isEqualTo(new Progress(3, 1, 0, 2, NOON));
    }

    private void tick() {
        workspace.clock().set(workspace.clock().instant().plus(Duration.ofHours(1)));
    }

    private Signing signing() {
        PolicyVersion version = site.policies().current();
        return new Signing(
                ada,
                document(),
                NOON.minusSeconds(60),
                Edition.consent(version.version()),
                "portal",
                "session");
    }

    private Digest document() {
        return Objects.requireNonNull(site.policies().current().document());
    }

    /// From when on the gateway refuses.
    private Instant lapses() {
        Register register = site.policies().inForce().register();
        return Objects.requireNonNull(
                register.identify(token, NOON).orElseThrow().member().standing().acknowledgment());
    }

    private void refused(Signing signing, String why) {
        assertThatExceptionOfType(RejectedException.class)
                .isThrownBy(() -> acknowledgments.sign(signing))
                .withMessageContaining(why);
    }
}
