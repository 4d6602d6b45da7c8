// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.catalog.Catalog;
import dev.chaperone.policy.AcknowledgmentDuty;
import dev.chaperone.policy.Edition;
import dev.chaperone.policy.Glob;
import dev.chaperone.policy.InForce;
import dev.chaperone.policy.Register;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.ToolId;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.Registrar;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.TestWorkspace;
import dev.chaperone.workspace.access.AccessRequest;
import dev.chaperone.workspace.access.AccessRequests;
import dev.chaperone.workspace.access.Grant;
import dev.chaperone.workspace.access.Grants;
import dev.chaperone.workspace.access.Wish;
import dev.chaperone.workspace.acknowledgments.Acknowledgments;
import dev.chaperone.workspace.acknowledgments.Signing;
import dev.chaperone.workspace.checklists.Attesting;
import dev.chaperone.workspace.checklists.Checklists;
import dev.chaperone.workspace.exceptions.NewException;
import dev.chaperone.workspace.exceptions.RuleExceptions;
import dev.chaperone.workspace.exceptions.Scope;
import dev.chaperone.workspace.people.Assignment;
import dev.chaperone.workspace.people.Role;
import dev.chaperone.workspace.petitions.Party;
import dev.chaperone.workspace.policies.PolicySite;
import dev.chaperone.workspace.policies.PolicyVersion;
import dev.chaperone.workspace.signins.Invitation;
import dev.chaperone.workspace.signins.Lifetimes;
import dev.chaperone.workspace.signins.TokenAnswer;
import dev.chaperone.workspace.signins.ToolSignIns;
import dev.chaperone.workspace.tokens.NewToken;
import dev.chaperone.workspace.tokens.Token;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;

/// The register that follows change by change is the one that is read as a whole, whatever changes.
@Timeout(300)
class FollowingRegisterTest {
    private static final long SEED = Long.getLong("seed", 20261130L);
    private static final int STEPS = 400;
    private static final ToolId CLAUDE = new ToolId("claude-code");
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
                checklist:
                  - {id: account, text: A company account is used.}
                  - {id: sandbox, text: Its sandbox is on., every: 2d}
            require:
              acknowledgment: {gate: block, grace: 1d}
              training: {gate: block, courses: [robots]}
              checklist: block
              grant: block
            """;

    @TempDir Path directory;

    private final Random random = new Random(SEED);
    private final List<PersonId> everybody = new ArrayList<>();
    private final List<String> tokens = new ArrayList<>();
    private final List<String> refreshes = new ArrayList<>();
    private final List<String> exceptions = new ArrayList<>();

    private TestWorkspace workspace;
    private PolicySite site;
    private InForce inForce;
    private TrainingSite training;
    private Acknowledgments acknowledgments;
    private Checklists checklists;
    private RuleExceptions ruleExceptions;
    private ToolSignIns signIns;
    private AccessRequests requests;
    private Grants grants;

    @BeforeEach
    void open() throws Exception {
        workspace = TestWorkspace.open(directory.resolve("log"));
        site = new PolicySite(workspace);
        inForce = site.policies().inForce();
        training = TrainingSite.in(directory, workspace, inForce);
        acknowledgments =
                new Acknowledgments(
                        workspace.database(),
                        workspace.journal(),
                        site.policies(),
                        site.people(),
                        workspace.clock());
        checklists =
                Checklists.start(
                        workspace.database(),
                        workspace.journal(),
                        inForce,
                        training.people(),
                        training.tokens(),
                        workspace.clock());
        ruleExceptions =
                new RuleExceptions(
                        workspace.database(),
                        workspace.journal(),
                        inForce,
                        training.people(),
                        Catalog.builtIn(),
                        workspace.clock());
        requests =
                new AccessRequests(
                        workspace.database(),
                        workspace.journal(),
                        inForce,
                        site.people(),
                        Catalog.builtIn(),
                        workspace.clock());
        grants = new Grants(workspace.database(), workspace.journal(), inForce, workspace.clock());
        signIns =
                new ToolSignIns(
                        workspace.database(),
                        workspace.journal(),
                        inForce,
                        Lifetimes.DEFAULT,
                        workspace.clock());
        site.policies().publish(POLICY, Actor.SYSTEM);
        for (int i = 0; i < 3; i++) {
            join(i);
        }
    }

    @AfterEach
    void close() throws Exception {
        workspace.close();
    }

    @Test
    void isTheSameAsOneThatIsReadAsAWhole() {
        int refused = 0;
        for (int step = 0; step < STEPS; step++) {
            workspace.clock().set(workspace.clock().instant().plus(Duration.ofMinutes(90)));
            int kind = random.nextInt(20);
            try {
                change(kind, step);
            } catch (RejectedException e) {
                refused++;
            }
            assertThat(inForce.register())
                    .as("seed %d, step %d, change %d", SEED, step, kind)
                    .isEqualTo(rebuilt());
        }
        assertThat(refused).isLessThan(STEPS / 2);
        assertThat(inForce.register().credentials()).isNotEmpty();
        assertThat(inForce.register().number()).isGreaterThan(STEPS / 2);
    }

    private void change(int kind, int step) {
        PersonId person = one(everybody);
        switch (kind) {
            case 0 -> join(100 + step);
            case 1 -> assign(person);
            case 2 -> training.people().deactivate(person, Actor.SYSTEM);
            case 3 -> training.people().reactivate(person, Actor.SYSTEM);
            case 4, 5 -> tokens.add(token(person));
            case 6 -> revoke();
            case 7 -> sign(person);
            case 8 ->
                    acknowledgments.demand(
                            person, AcknowledgmentDuty.Reason.VIOLATION, Actor.SYSTEM);
            case 9 ->
                    training.retrainings()
                            .assign(
                                    person,
                                    TrainingSite.ROBOTS,
                                    Retraining.Reason.RETURN,
                                    workspace.clock().instant().plus(Duration.ofDays(2)),
                                    Actor.SYSTEM);
            case 10 -> training.take(person, random.nextBoolean());
            case 11 -> attest(person, random.nextBoolean() ? "account" : "sandbox");
            case 12 -> except(person);
            case 13 -> end();
            case 14 -> signIn(person);
            case 15 ->
                    site.people()
                            .changeRole(person, one(List.of(Role.values())), Actor.ADMIN_TOKEN);
            case 16 ->
                    site.people().identify(person, "q" + step + "@example.com", "Q", Actor.SYSTEM);
            case 17 ->
                    site.people()
                            .employ(
                                    person,
                                    before -> before.until(LocalDate.of(2026, 12, 1)),
                                    Actor.SYSTEM);
            case 18 -> grant(person);
            default -> renewOrPublish(step);
        }
    }

    private void join(int number) {
        everybody.add(training.developer("p" + number));
    }

    private void assign(PersonId person) {
        List<String> teams = random.nextBoolean() ? List.of("red") : List.of("red", "blue");
        training.people()
                .assign(person, now -> new Assignment(teams, now.jurisdiction()), Actor.SYSTEM);
    }

    private String token(PersonId person) {
        return training.tokens()
                .create(new NewToken(person, "laptop", Token.Kind.GATEWAY, null), Actor.SYSTEM)
                .token()
                .id();
    }

    private void revoke() {
        if (!tokens.isEmpty()) {
            training.tokens().revoke(one(tokens), Actor.SYSTEM);
        }
    }

    private void sign(PersonId person) {
        PolicyVersion version = site.policies().current();
        acknowledgments.sign(
                new Signing(
                        person,
                        Objects.requireNonNull(version.document()),
                        null,
                        Edition.consent(version.version()),
                        "portal",
                        "session"));
    }

    private void grant(PersonId person) {
        AccessRequest wanted =
                requests.request(
                        new Wish(
                                person,
                                CLAUDE,
                                API,
                                Set.of(),
                                "It is tried for a week.",
                                workspace.clock().instant().plus(Duration.ofDays(5))),
                        person);
        requests.approve(wanted.id(), new PersonId(site.grace().value()));
        Grant first = grants.list(person, null, 10).items().getLast();
        if (random.nextBoolean()) {
            grants.revoke(first.access().id(), "tried", new PersonId(site.grace().value()));
        }
    }

    private void attest(PersonId person, String item) {
        checklists.attest(
                new Attesting(Party.signedIn(person), CLAUDE, API, item, null, null, "portal"));
    }

    private void except(PersonId person) {
        Scope scope =
                random.nextBoolean()
                        ? new Scope("no-secrets", person, null, null, null, null)
                        : new Scope("no-secrets", null, "red", null, null, new Glob("a*"));
        NewException wish =
                new NewException(
                        scope,
                        "It is tried for a week.",
                        "Secrets leave.",
                        List.of("Only on one machine."),
                        workspace.clock().instant(),
                        workspace.clock().instant().plus(Duration.ofDays(5)));
        String id = ruleExceptions.request(wish, Actor.of(person)).id();
        ruleExceptions.approve(id, site.grace());
        exceptions.add(id);
    }

    private void end() {
        if (!exceptions.isEmpty()) {
            ruleExceptions.revoke(one(exceptions), site.grace());
        }
    }

    private void signIn(PersonId person) {
        Invitation invited = signIns.invite("claude", "192.0.2.1").orElseThrow();
        signIns.approve(invited.id(), person, Actor.of(person));
        if (signIns.redeem(invited.deviceCode()) instanceof TokenAnswer.Issued issued) {
            refreshes.add(issued.refresh());
        }
    }

    private void renewOrPublish(int step) {
        if (refreshes.isEmpty() || random.nextInt(4) == 0) {
            site.policies().publish(POLICY + "# " + step + "\n", Actor.SYSTEM);
        } else if (random.nextBoolean()) {
            // The first of its sign-in that comes again ends it.
            signIns.renew(one(refreshes));
        } else {
            signIns.signOut(one(refreshes));
        }
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private Register rebuilt() {
        InForce anew = new InForce(inForce.policy());
        anew.trainedBy(inForce::trained);
        anew.checklistsBy(inForce::checklists);
        new Registrar(workspace.database(), workspace.journal(), anew).publish();
        return anew.register();
    }
}
