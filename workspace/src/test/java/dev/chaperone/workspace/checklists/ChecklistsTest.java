// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.checklists;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chaperone.ledger.Event;
import dev.chaperone.policy.Checklist;
import dev.chaperone.policy.PolicySnapshot;
import dev.chaperone.policy.Register;
import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.ToolId;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.TestWorkspace;
import dev.chaperone.workspace.checklists.ItemState.State;
import dev.chaperone.workspace.people.NewPerson;
import dev.chaperone.workspace.people.Role;
import dev.chaperone.workspace.petitions.Party;
import dev.chaperone.workspace.policies.PolicySite;
import dev.chaperone.workspace.tokens.NewToken;
import dev.chaperone.workspace.tokens.Token;
import dev.chaperone.workspace.tokens.Tokens;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

@Timeout(120)
class ChecklistsTest {
    private static final Instant NOON = TestWorkspace.NOON;
    private static final ToolId CLAUDE = new ToolId("claude-code");
    private static final ToolId CODEX = new ToolId("codex");
    private static final PlanId API = new PlanId("api");
    private static final String POLICY =
            """
            apiVersion: chaperone.dev/v1
            organization: Northwind
            owner: security@northwind.example
            effective: 2026-11-24
            tools:
              - tool: claude-code
                plans: [api]
                settings:
                  - {key: privacy-mode, expected: "on"}
              - tool: codex
                plans: [api]
                teams: [Platform]
                checklist:
                  - {id: sandbox, text: Its sandbox is on., evidence: required, every: 12mo}
            require:
              checklist: block
            """;
    private static final String MANAGED =
            """
            apiVersion: chaperone.dev/v1
            organization: Northwind
            owner: security@northwind.example
            effective: 2026-11-24
            tools:
              - tool: claude-code
                plans: [api]
                checklist:
                  - {id: managed, text: It is managed., by: managed-settings}
            require:
              checklist: block
            """;

    @TempDir Path directory;

    private TestWorkspace workspace;
    private PolicySite site;
    private Tokens tokens;
    private Checklists checklists;
    private PersonId ada;

    @BeforeEach
    void open() throws IOException {
        workspace = TestWorkspace.open(directory);
        site = new PolicySite(workspace);
        site.policies().publish(POLICY, Actor.ADMIN_TOKEN);
        tokens =
                new Tokens(
                        workspace.database(),
                        workspace.journal(),
                        site.policies().inForce(),
                        workspace.clock());
        checklists =
                Checklists.start(
                        workspace.database(),
                        workspace.journal(),
                        site.policies().inForce(),
                        site.people(),
                        tokens,
                        workspace.clock());
        ada =
                site.people()
                        .create(
                                new NewPerson(
                                        "ada@northwind.example",
                                        "Ada",
                                        Role.DEVELOPER,
                                        List.of("Platform")),
                                Actor.SYSTEM)
                        .id();
        // Whoever holds a token is somebody whom the gateway knows.
        tokens.create(new NewToken(ada, "laptop", Token.Kind.GATEWAY, null), Actor.SYSTEM);
    }

    @AfterEach
    void close() throws IOException {
        workspace.close();
    }

    @Test
    void opensTheGateWhenTheCallThatAttestsTheLastItemReturns() throws IOException {
        assertThat(missing(CLAUDE)).containsExactly("account", "setting-privacy-mode");
        assertThat(checklists.stopped()).contains(ada);

        attest(CLAUDE, "account", null);
        assertThat(missing(CLAUDE)).containsExactly("setting-privacy-mode");
        Attestation made = attest(CLAUDE, "setting-privacy-mode", "settings page");
        assertThat(missing(CLAUDE)).isEmpty();
        assertThat(checklists.stopped()).doesNotContain(ada);

        Event.Administered entry = workspace.changes("checklist.attested").getLast();
        assertThat(entry.actor()).isEqualTo(ada.value());
        assertThat(entry.details())
                .containsEntry("attestation", made.id())
                .containsEntry("tool", "claude-code")
                .containsEntry("plan", "api")
                .containsEntry("item", "setting-privacy-mode")
                .containsEntry("digest", made.digest().toString())
                .containsEntry("policy", policy().hash().toString())
                .containsEntry("evidence", Digest.of("settings page").toString())
                .doesNotContainValue("settings page");
        assertThat(site.policies().inForce().register().number()).isEqualTo(made.entry() + 1);
    }

    @Test
    void countsApartWhatTheProductVerifiesAndWhatPeopleAttest() {
        attest(CLAUDE, "account", null);

        ChecklistState seen = checklists.of(ada, _ -> Optional.of(NOON)).getFirst();
        assertThat(seen.verified()).isEqualTo(1);
        assertThat(seen.attested()).isEqualTo(1);
        assertThat(seen.policy()).isEqualTo(policy().hash());
        assertThat(states(seen)).containsExactly(State.VERIFIED, State.ATTESTED, State.OPEN);

        // Nobody is told of others whether their tools were heard of.
        assertThat(states(checklists.of(ada, null).getFirst()))
                .containsExactly(State.NOT_TOLD, State.ATTESTED, State.OPEN);

        // Two administrators beside Ada, and nobody but her on the team of Codex.
        List<Progress> progress = checklists.progress();
        assertThat(progress.getFirst().people()).isEqualTo(3);
        assertThat(progress.getFirst().begun()).isEqualTo(1);
        assertThat(progress.getFirst().notBegun()).isEqualTo(2);
        assertThat(progress.getFirst().attested()).isEqualTo(1);
        assertThat(progress.getFirst().verified()).isZero();
        assertThat(progress.getFirst().open())
                .containsExactly(new Progress.Open(ada, List.of("setting-privacy-mode")));
        assertThat(progress.getLast().people()).isEqualTo(1);
    }

    @Test
    void opensAgainWithAnotherSettingAndKeepsTheRest() {
        attest(CLAUDE, "account", null);
        attest(CLAUDE, "setting-privacy-mode", null);

        site.policies().publish(POLICY.replace("\"on\"", "\"strict\""), Actor.ADMIN_TOKEN);

        assertThat(missing(CLAUDE)).containsExactly("setting-privacy-mode");
        ChecklistState state = checklists.of(ada, null).getFirst();
        assertThat(states(state)).containsExactly(State.NOT_TOLD, State.ATTESTED, State.CHANGED);
        assertThat(state.policy()).isEqualTo(policy().hash());

        // The old text is attested still: it counts when it is asked again.
        site.policies().publish(POLICY, Actor.ADMIN_TOKEN);
        assertThat(missing(CLAUDE)).isEmpty();
    }

    @Test
    void isAnotherListUnderAnotherPlan() {
        attest(CLAUDE, "account", null);
        attest(CLAUDE, "setting-privacy-mode", null);

        site.policies()
                .publish(POLICY.replaceFirst("plans: \\[api]", "plans: [team]"), Actor.ADMIN_TOKEN);

        ChecklistState state = checklists.of(ada, null).getFirst();
        assertThat(state.checklist().plan()).hasToString("team");
        assertThat(state.attested()).isZero();
        assertThat(state.policy()).isEqualTo(policy().hash());
        assertThat(
                        Objects.requireNonNull(member().standing().checklists())
                                .missing(state.checklist(), NOON))
                .containsExactly("account", "setting-privacy-mode");
    }

    @Test
    void lapsesByTheClockAloneAndCanBeRenewed() {
        attest(CODEX, "sandbox", "https://northwind.example/picture");
        assertThat(missing(CODEX)).isEmpty();

        workspace.clock().set(Instant.parse("2027-11-25T00:00:00Z"));
        assertThat(missing(CODEX)).containsExactly("sandbox");
        assertThat(states(checklists.of(ada, null).getLast())).containsExactly(State.LAPSED);

        attest(CODEX, "sandbox", "looked again");
        assertThat(missing(CODEX)).isEmpty();
        assertThat(workspace.rows("checklist_attestation")).isEqualTo(2);
    }

    @Test
    void takesNothingFromAnybodyElse() {
        String grace = Objects.requireNonNull(site.grace().value());
        Token made =
                tokens.create(
                                new NewToken(ada, "made by Grace", Token.Kind.API, null),
                                Actor.of(new PersonId(grace)))
                        .token();
        refused(
                attesting(new Party(ada, made.id()), CLAUDE, "account", null, null),
                "nobody attests for another");

        Token own =
                tokens.create(new NewToken(ada, "own", Token.Kind.API, null), Actor.of(ada))
                        .token();
        checklists.attest(attesting(new Party(ada, own.id()), CLAUDE, "account", null, null));
        assertThat(missing(CLAUDE)).containsExactly("setting-privacy-mode");
    }

    @Test
    void takesOnlyWhatIsAskedOfPeopleAndAsItIsAsked() {
        Party self = Party.signedIn(ada);
        refused(attesting(self, CODEX, "sandbox", null, null), "evidence is missing");
        refused(attesting(self, CLAUDE, "connected", null, null), "verifies 'connected' itself");
        refused(attesting(self, CLAUDE, "flying", null, null), "no such item");
        refused(
                attesting(self, CLAUDE, "account", Digest.of("another"), null),
                "changed while you read");
        // Codex is not for the teams of Grace.
        refused(
                attesting(
                        Party.signedIn(new PersonId(site.grace().value())),
                        CODEX,
                        "sandbox",
                        null,
                        "seen"),
                "no such item");
        assertThat(workspace.rows("checklist_attestation")).isZero();
    }

    @Test
    void verifiesOnceThatServedSettingsAreFollowed() throws IOException {
        site.policies().publish(MANAGED, Actor.ADMIN_TOKEN);
        assertThat(missing(CLAUDE)).containsExactly("managed");
        refused(
                attesting(Party.signedIn(ada), CLAUDE, "managed", null, null),
                "verifies 'managed' itself");

        checklists.followsSettings(member());
        checklists.followsSettings(member());

        assertThat(missing(CLAUDE)).isEmpty();
        assertThat(workspace.changes("checklist.verified")).hasSize(1);
        assertThat(checklists.of(ada, null).getFirst().verified()).isEqualTo(1);
        assertThat(checklists.progress().getFirst().verified()).isEqualTo(1);
    }

    @Test
    void refusesAPolicyWhoseItemNobodyCouldComplete() {
        site.policies().servesManagedSettings(false);

        assertThatExceptionOfType(RejectedException.class)
                .isThrownBy(() -> site.policies().publish(MANAGED, Actor.ADMIN_TOKEN))
                .withMessageContaining("no managed settings are served");
    }

    @Test
    void asksTheGatewayForNothingWhereTheGateIsOff() {
        site.policies()
                .publish(POLICY.replace("checklist: block", "checklist: off"), Actor.ADMIN_TOKEN);

        assertThat(member().standing().checklists()).isNull();
        assertThat(checklists.stopped()).isEmpty();
        // It can be done before the gate is turned on.
        attest(CLAUDE, "account", null);
        assertThat(checklists.of(ada, null).getFirst().attested()).isEqualTo(1);
    }

    @Test
    void letsPeopleWhoStandAlikeShareOneAnswer() {
        attest(CLAUDE, "account", null);
        Party grace = Party.signedIn(new PersonId(site.grace().value()));
        checklists.attest(attesting(grace, CLAUDE, "account", null, null));

        assertThat(
                        site.policies()
                                .inForce()
                                .register()
                                .people()
                                .filter(each ->
                                        each.person().equals(ada)
                                                || each.person().equals(grace.person()))
                                .map(each -> System.identityHashCode(each.standing().checklists()))
                                .distinct())
                .hasSize(1);
    }

    @Test
    void neverChangesARow() {
        attest(CLAUDE, "account", null);

        assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() ->
                        workspace.test().jdbc().sql("DELETE FROM checklist_attestation").update())
                .withMessageContaining("never changed");
    }

    @Test
    void noticesWhenSomebodyChangesOneBehindItsBack() {
        attest(CODEX, "sandbox", "a picture");

        workspace
                .test()
                .jdbc()
                .sql("ALTER TABLE checklist_attestation DISABLE TRIGGER never_changed")
                .update();
        workspace
                .test()
                .jdbc()
                .sql("UPDATE checklist_attestation SET evidence = 'another picture'")
                .update();

        assertThat(states(checklists.of(ada, null).getLast())).containsExactly(State.UNCONFIRMED);
    }

    private static List<State> states(ChecklistState state) {
        return state.items().stream().map(ItemState::state).toList();
    }

    private PolicySnapshot policy() {
        return site.policies().inForce().policy();
    }

    private Register.Member member() {
        return site.policies().inForce().register().find("ada@northwind.example").orElseThrow();
    }

    /// What the gateway finds missing now.
    private List<String> missing(ToolId tool) {
        Checklist list =
                policy().checklists().stream()
                        .filter(each -> each.tool().equals(tool))
                        .findFirst()
                        .orElseThrow();
        return Objects.requireNonNull(member().standing().checklists())
                .missing(list, workspace.clock().instant());
    }

    private Attestation attest(ToolId tool, String item, @Nullable String evidence) {
        return checklists.attest(attesting(Party.signedIn(ada), tool, item, null, evidence));
    }

    private static Attesting attesting(
            Party by,
            ToolId tool,
            String item,
            @Nullable Digest digest,
            @Nullable String evidence) {
        return new Attesting(by, tool, API, item, digest, evidence, "portal");
    }

    private void refused(Attesting wanted, String why) {
        assertThatExceptionOfType(RejectedException.class)
                .isThrownBy(() -> checklists.attest(wanted))
                .withMessageContaining(why);
    }
}
