// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.exceptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chaperone.catalog.Catalog;
import dev.chaperone.ledger.Event;
import dev.chaperone.policy.Decision;
import dev.chaperone.policy.InForce;
import dev.chaperone.policy.Question;
import dev.chaperone.policy.Register;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.ToolId;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.TestWorkspace;
import dev.chaperone.workspace.people.NewPerson;
import dev.chaperone.workspace.people.Role;
import dev.chaperone.workspace.policies.PolicySite;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

class RuleExceptionsTest {
    private static final Instant NOON = TestWorkspace.NOON;
    private static final ToolId CLAUDE = new ToolId("claude-code");

    @TempDir Path directory;

    private TestWorkspace workspace;
    private PolicySite site;
    private RuleExceptions exceptions;
    private PersonId ada;

    @BeforeEach
    void open() throws IOException {
        workspace = TestWorkspace.open(directory);
        site = new PolicySite(workspace);
        exceptions =
                new RuleExceptions(
                        workspace.database(),
                        workspace.journal(),
                        site.policies().inForce(),
                        site.people(),
                        Catalog.builtIn(),
                        workspace.clock());
        ada =
                site.people()
                        .create(
                                new NewPerson(
                                        "ada@northwind.example", "Ada", Role.DEVELOPER, List.of()),
                                Actor.SYSTEM)
                        .id();
    }

    @AfterEach
    void close() throws IOException {
        workspace.close();
    }

    @Test
    void liftsItsRuleFromTheApprovalToItsMinute() throws IOException {
        RuleException wanted = exceptions.request(wish("team", Duration.ofHours(2)), Actor.of(ada));
        assertThat(decide()).isInstanceOf(Decision.Block.class);

        exceptions.approve(wanted.id(), site.grace());

        assertThat(decide()).isEqualTo(new Decision.Allow(wanted.id()));
        tick(Duration.ofHours(2).minusMillis(1));
        assertThat(decide()).isEqualTo(new Decision.Allow(wanted.id()));
        tick(Duration.ofMillis(1));
        // Nothing ran meanwhile.
        assertThat(decide()).isInstanceOf(Decision.Block.class);
        assertThat(state(wanted)).isEqualTo(RuleException.State.EXPIRED);
        Event.Administered entry = workspace.changes("exception.approved").getLast();
        assertThat(entry.actor()).isEqualTo(site.grace().value());
        assertThat(entry.subject()).isEqualTo(wanted.id());
        assertThat(entry.details())
                .containsEntry("rule", "plan-not-allowed")
                .containsEntry("person", ada.value())
                .containsEntry("plan", "team")
                .doesNotContainValue(wanted.wish().reason());
    }

    @Test
    void stopsWhenTheCallThatRevokesItReturns() {
        RuleException wanted = exceptions.request(wish("team", Duration.ofHours(2)), Actor.of(ada));
        exceptions.approve(wanted.id(), site.grace());

        exceptions.revoke(wanted.id(), site.lena());

        assertThat(decide()).isInstanceOf(Decision.Block.class);
        assertThat(state(wanted)).isEqualTo(RuleException.State.REVOKED);
        refused(() -> exceptions.revoke(wanted.id(), site.lena()), "It is revoked");
    }

    @Test
    void endsWhenACompensatingControlIsNotKept() throws IOException {
        RuleException wanted = exceptions.request(wish("team", Duration.ofHours(2)), Actor.of(ada));
        exceptions.approve(wanted.id(), site.grace());
        refused(() -> exceptions.fail(wanted.id(), 2, site.lena()), "control is 2, not 1 to 1");

        exceptions.fail(wanted.id(), 1, site.lena());

        assertThat(decide()).isInstanceOf(Decision.Block.class);
        assertThat(state(wanted)).isEqualTo(RuleException.State.CONTROL_FAILED);
        assertThat(workspace.changes("exception.control-failed")).hasSize(1);
        refused(() -> exceptions.revoke(wanted.id(), site.lena()), "It is control-failed");
    }

    @Test
    void takesNoApprovalOfWhoAskedOrProfits() {
        RuleException own = exceptions.request(wish("team", Duration.ofHours(2)), site.grace());
        refused(() -> exceptions.approve(own.id(), site.grace()), "You asked for it");
        refused(() -> exceptions.approve(own.id(), Actor.of(ada)), "It is for you");
        refused(() -> exceptions.approve(own.id(), Actor.ADMIN_TOKEN), "nobody's name");

        exceptions.reject(own.id(), site.lena());
        refused(() -> exceptions.approve(own.id(), site.lena()), "It is rejected");
    }

    @Test
    void lastsNoLongerThanThePolicyLetsIt() {
        refused(
                () -> exceptions.request(wish("team", Duration.ofDays(92)), Actor.of(ada)),
                "90 days at most");
        refused(
                () -> exceptions.request(wish("team", Duration.ofHours(-1)), Actor.of(ada)),
                "ends after it begins");
    }

    @Test
    void doesNotStartForAPlanOfPersons() {
        refused(
                () -> exceptions.request(wish("max", Duration.ofHours(2)), Actor.of(ada)),
                "can not start");
        refused(
                () -> exceptions.request(wish(null, Duration.ofHours(2)), Actor.of(ada)),
                "names the tool and the plan");
    }

    @Test
    void isNeverForEverybodyAndNeverWithoutControls() {
        refused(() -> new Scope("no-secrets", null, null, CLAUDE, null, null), "propose it");
        refused(
                () ->
                        new NewException(
                                new Scope("no-secrets", ada, null, null, null, null),
                                "It is needed for the audit.",
                                "Little",
                                List.of(),
                                NOON,
                                NOON.plusSeconds(60)),
                "compensating controls");
    }

    private NewException wish(@Nullable String plan, Duration time) {
        return new NewException(
                new Scope(
                        "plan-not-allowed",
                        ada,
                        null,
                        CLAUDE,
                        plan == null ? null : new PlanId(plan),
                        null),
                "The team plan is tried for a week.",
                "Prompts go under other terms.",
                List.of("Only in the repository of the trial."),
                NOON,
                NOON.plus(time));
    }

    private RuleException.State state(RuleException exception) {
        return exceptions.find(exception.id()).orElseThrow().state(workspace.clock().instant());
    }

    private void tick(Duration time) {
        workspace.clock().set(workspace.clock().instant().plus(time));
    }

    private Decision decide() {
        InForce inForce = site.policies().inForce();
        return inForce.policy()
                .decide(
                        new Question(
                                inForce.register(),
                                new Register.Member(ada),
                                new Question.Use(CLAUDE, new PlanId("team"), null, null, "gateway"),
                                List.of(),
                                true,
                                0,
                                workspace.clock().instant()));
    }

    private static void refused(Runnable work, String why) {
        assertThatExceptionOfType(RejectedException.class)
                .isThrownBy(work::run)
                .withMessageContaining(why);
    }
}
