// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chaperone.catalog.Catalog;
import dev.chaperone.policy.AccessGrant;
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
import dev.chaperone.workspace.seats.SeatSite;
import dev.chaperone.workspace.tokens.NewToken;
import dev.chaperone.workspace.tokens.Token;
import dev.chaperone.workspace.tokens.Tokens;

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
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

class AccessRequestsTest {
    private static final Instant NOON = TestWorkspace.NOON;
    private static final ToolId CLAUDE = new ToolId("claude-code");
    private static final PlanId API = new PlanId("api");
    private static final String POLICY =
            PolicySite.POLICY
                    .replace("plans: [api]", "plans: [api, team]")
                    .replace(
                            "require:",
                            """
                            repositories:
                              - {match: "github.com/northwind/payments", class: confidential, tools: [claude-code]}
                              - {match: "github.com/northwind/vault", class: sealed, tools: []}
                            access: {approvals: 1, longest: 90d}
                            require:
                              grant: block\
                            """);

    @TempDir Path directory;

    private TestWorkspace workspace;
    private PolicySite site;
    private AccessRequests requests;
    private Grants grants;
    private PersonId ada;
    private PersonId grace;
    private PersonId lena;
    private PersonId lead;
    private String token;

    @BeforeEach
    void open() throws IOException {
        workspace = TestWorkspace.open(directory);
        site = new PolicySite(workspace);
        site.policies().publish(POLICY, Actor.ADMIN_TOKEN);
        requests =
                new AccessRequests(
                        workspace.database(),
                        workspace.journal(),
                        site.policies().inForce(),
                        site.people(),
                        Catalog.builtIn(),
                        workspace.clock());
        grants =
                new Grants(
                        workspace.database(),
                        workspace.journal(),
                        site.policies().inForce(),
                        workspace.clock());
        ada = person("ada", Role.DEVELOPER, "shop");
        lead = person("lin", Role.TEAM_LEAD, "shop");
        grace = new PersonId(site.grace().value());
        lena = new PersonId(site.lena().value());
        token =
                new Tokens(
                                workspace.database(),
                                workspace.journal(),
                                site.policies().inForce(),
                                workspace.clock())
                        .create(new NewToken(ada, "laptop", Token.Kind.GATEWAY, null), Actor.SYSTEM)
                        .secret();
    }

    @AfterEach
    void close() throws IOException {
        workspace.close();
    }

    private PersonId person(String name, Role role, String... teams) {
        return site.people()
                .create(
                        new NewPerson(name + "@northwind.example", name, role, List.of(teams)),
                        Actor.SYSTEM)
                .id();
    }

    @Test
    void grantsWhatAnotherPersonApprovesBeforeTheCallReturns() throws IOException {
        AccessRequest wanted = requests.request(wish(30), ada);
        assertThat(held()).isEmpty();
        assertThat(grants.withoutAny()).contains(ada);

        AccessRequest granted = requests.approve(wanted.id(), grace);

        assertThat(granted.state(NOON)).isEqualTo("granted");
        assertThat(held())
                .singleElement()
                .satisfies(grant -> {
                    assertThat(grant.tool()).isEqualTo(CLAUDE);
                    assertThat(grant.until()).isEqualTo(NOON.plus(Duration.ofDays(30)));
                });
        assertThat(grants.withoutAny()).doesNotContain(ada);
        assertThat(workspace.changes("access.granted"))
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.actor()).isEqualTo(grace.value());
                    assertThat(entry.subject()).isEqualTo(ada.value());
                    assertThat(entry.details())
                            .containsEntry("request", wanted.id())
                            .containsEntry("wish", wanted.digest().toString())
                            .containsEntry("requester", ada.value())
                            .containsEntry("approvers", grace.value());
                    assertThat(entry.toString()).doesNotContain("shop is moved");
                });
        assertThat(grants.heldBy(ada, NOON)).hasSize(1);
        assertThat(grants.heldBy(ada, NOON.minusSeconds(1))).isEmpty();
        assertThat(grants.heldBy(ada, NOON.plus(Duration.ofDays(30)))).isEmpty();
    }

    @Test
    void letsNobodyApproveForThemselves() {
        AccessRequest own = requests.request(wishOf(grace), grace);
        refused(() -> requests.approve(own.id(), grace), "for you");
        AccessRequest forAda = requests.request(wish(30), grace);
        refused(() -> requests.approve(forAda.id(), grace), "You asked for it");
        refused(() -> requests.approve(forAda.id(), ada), "lets others approve");
        requests.approve(forAda.id(), lena);
        refused(() -> requests.approve(forAda.id(), lead), "It is granted");
    }

    @Test
    void letsTeamLeadsAskAndDecideForTheirOwnTeamsOnly() {
        PersonId stranger = person("sam", Role.DEVELOPER, "cloud");
        refused(() -> requests.request(wishOf(stranger), lead), "people of a team that you lead");
        AccessRequest theirs = requests.request(wishOf(stranger), stranger);
        refused(() -> requests.approve(theirs.id(), lead), "your own teams only");
        assertThat(requests.waitingFor(lead)).isEmpty();
        AccessRequest own = requests.request(wish(30), ada);

        assertThat(requests.waitingFor(lead)).containsExactly(own);
        assertThat(requests.waiting())
                .containsEntry(lead, List.of(own))
                .containsEntry(grace, List.of(theirs, own));
        assertThat(requests.approve(own.id(), lead).state(NOON)).isEqualTo("granted");
        refused(() -> requests.request(wishOf(lead), ada), "yourself only");
    }

    @Test
    void widensThePolicyByNothing() {
        refused(
                () -> requests.request(wish(new ToolId("cursor"), new PlanId("teams"), 30), ada),
                "not on the list of allowed tools");
        refused(
                () -> requests.request(wish(CLAUDE, new PlanId("max"), 30), ada),
                "not allowed under the plan");
        refused(() -> requests.request(wish(91), ada), "90 days at most");
        refused(() -> requests.request(wish(0), ada), "over already");
        refused(
                () ->
                        requests.request(
                                new Wish(
                                        ada,
                                        CLAUDE,
                                        API,
                                        Set.of("secret"),
                                        "The shop is moved.",
                                        NOON.plus(Duration.ofDays(3))),
                                ada),
                "no class of repositories 'secret'");
        AccessRequest wanted = requests.request(wish(CLAUDE, new PlanId("team"), 30), ada);
        site.policies()
                .publish(POLICY.replace("plans: [api, team]", "plans: [api]"), Actor.ADMIN_TOKEN);
        refused(() -> requests.approve(wanted.id(), grace), "not allowed under the plan");
        site.people().deactivate(ada, Actor.SYSTEM);
        refused(() -> requests.request(wish(30), grace), "active people");
    }

    @Test
    void endsAtItsMomentAndWhenSomebodyEndsIt() throws IOException {
        AccessRequest wanted = requests.request(wish(2), ada);
        requests.approve(wanted.id(), grace);
        Grant grant = grants.list(ada, null, 10).items().getFirst();

        assertThat(grant.state(NOON.plus(Duration.ofDays(2)).minusMillis(1)))
                .isEqualTo(Grant.State.ACTIVE);
        assertThat(grant.state(NOON.plus(Duration.ofDays(2)))).isEqualTo(Grant.State.EXPIRED);
        assertThat(grants.endingBefore(NOON.plus(Duration.ofDays(3)))).containsExactly(grant);

        workspace.clock().set(NOON.plus(Duration.ofDays(1)));
        Grant ended = grants.revoke(grant.access().id(), "moved to another team", grace);
        assertThat(grants.revoke(grant.access().id(), "again", lena)).isEqualTo(ended);

        assertThat(held()).isEmpty();
        assertThat(workspace.changes("access.revoked")).hasSize(1);
        assertThat(grants.heldBy(ada, NOON)).hasSize(1);
        assertThat(grants.heldBy(ada, NOON.plus(Duration.ofDays(1)))).isEmpty();
    }

    @Test
    void waitsForAllTheApprovalsThatThePolicyWantsAlsoAtOnce() throws Exception {
        site.policies().publish(POLICY.replace("approvals: 1", "approvals: 2"), Actor.ADMIN_TOKEN);
        AccessRequest wanted = requests.request(wish(30), ada);
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            Callable<AccessRequest> first = () -> requests.approve(wanted.id(), grace);
            Callable<AccessRequest> second = () -> requests.approve(wanted.id(), lena);
            int refused = 0;
            for (Future<AccessRequest> each : threads.invokeAll(List.of(first, first, second))) {
                try {
                    each.get();
                } catch (ExecutionException e) {
                    assertThat(e).hasCauseInstanceOf(RejectedException.class);
                    refused++;
                }
            }
            assertThat(refused).isEqualTo(1);
        }
        assertThat(held()).hasSize(1);
        assertThat(workspace.changes("access.granted").getLast().details().get("approvers"))
                .contains(grace.value(), lena.value());
    }

    @Test
    void goesByNoRequestThatWasChangedAfterItWasMade() {
        AccessRequest wanted = requests.request(wish(30), ada);
        workspace.test().jdbc().sql("UPDATE access_request SET plan = 'team'").update();

        refused(() -> requests.approve(wanted.id(), grace), "was changed after it was made");
    }

    @Test
    void asksForProofOfAnAccountWhereThereAreAny() {
        requests.approve(requests.request(wish(30), ada).id(), grace);
        AccessRequest seat = requests.request(wish(CLAUDE, new PlanId("team"), 30), ada);
        requests.approve(seat.id(), grace);

        assertThat(grants.seatsToGive())
                .singleElement()
                .satisfies(open -> assertThat(open.access().plan()).isEqualTo(new PlanId("team")));
        Grant open = grants.seatsToGive().getFirst();
        Grant proved = grants.prove(open.access().id(), "list of members, 24 November", grace);
        assertThat(Objects.requireNonNull(proved.seat().proof()).by()).isEqualTo(grace);
        assertThat(grants.seatsToGive()).isEmpty();
        Grant api = grants.list(ada, null, 10).items().getLast();
        refused(() -> grants.prove(api.access().id(), "somewhere", grace), "Nobody has an account");
    }

    @Test
    void takesBackAndRejects() {
        AccessRequest first = requests.request(wish(30), ada);
        refused(() -> requests.withdraw(first.id(), lena), "request");
        assertThat(requests.withdraw(first.id(), ada).state(NOON)).isEqualTo("withdrawn");
        AccessRequest second = requests.request(wish(30), ada);
        assertThat(requests.reject(second.id(), lead).state(NOON)).isEqualTo("rejected");
        refused(() -> requests.approve(second.id(), grace), "It is rejected");
        AccessRequest third = requests.request(wish(1), ada);
        workspace.clock().set(NOON.plus(Duration.ofDays(1)));
        refused(() -> requests.approve(third.id(), grace), "It is lapsed");
    }

    @Test
    void explainsWhatSomebodyMightOnADayThatIsOver() {
        EffectiveAccess effective =
                new EffectiveAccess(site.people(), site.policies(), grants, workspace.clock());
        requests.approve(requests.request(wish(30), ada).id(), grace);
        workspace.clock().set(NOON.plus(Duration.ofDays(5)));
        site.policies()
                .publish(POLICY.replace("plans: [api, team]", "plans: [team]"), Actor.ADMIN_TOKEN);
        site.people().deactivate(ada, Actor.SYSTEM);
        Instant then = NOON.plus(Duration.ofDays(1));

        EffectiveAccess.Answer before = effective.explain(asked(then, null));
        assertThat(before.may()).isTrue();
        assertThat(Objects.requireNonNull(before.policy()).version()).isEqualTo(2);
        assertThat(before.steps())
                .filteredOn(step -> step.what().equals("Grant"))
                .singleElement()
                .satisfies(step -> assertThat(step.because()).startsWith("grant_"));
        assertThat(effective.explain(asked(then, "github.com/northwind/vault")).steps())
                .filteredOn(step -> !step.holds())
                .extracting(EffectiveAccess.Step::because)
                .containsExactly("of the class 'sealed'");

        EffectiveAccess.Answer now = effective.explain(asked(workspace.clock().instant(), null));
        assertThat(now.steps())
                .filteredOn(step -> !step.holds())
                .extracting(EffectiveAccess.Step::what)
                .containsExactly("Works here", "Tool and plan");
        assertThat(effective.explain(asked(NOON.minusSeconds(60), null)).may()).isFalse();
        refused(() -> effective.explain(asked(NOON.plus(Duration.ofDays(6)), null)), "future");
    }

    private EffectiveAccess.Asked asked(Instant at, @Nullable String repository) {
        return new EffectiveAccess.Asked(ada, CLAUDE, API, repository, at);
    }

    @Test
    void showsWhoMayUseWhatWhere() {
        requests.approve(requests.request(wish(30), ada).id(), grace);

        AccessMatrix matrix = grants.matrix();

        assertThat(matrix.classes()).containsExactly("confidential", "sealed");
        assertThat(matrix.rows()).hasSize(2);
        AccessMatrix.Row row = matrix.rows().getFirst();
        assertThat(row.way()).isEqualTo(new AccessMatrix.Way(CLAUDE, API));
        assertThat(row.allowed())
                .containsEntry("confidential", true)
                .containsEntry("sealed", false);
        assertThat(row.holders()).isEqualTo(1);
    }

    @Test
    void asksForAKeyWithADigestOfItsOwnAndIsProvedByTheListThatShowsIt() throws IOException {
        Wish account = wish(30);
        Wish key =
                new Wish(
                        ada,
                        CLAUDE,
                        API,
                        AccessKind.KEY,
                        Set.of(),
                        account.reason(),
                        account.until());
        assertThat(key.digest()).isNotEqualTo(account.digest());

        AccessRequest wanted = requests.request(key, ada);
        requests.approve(wanted.id(), new PersonId(site.grace().value()));

        Grant grant = grants.list(ada, null, 10).items().getFirst();
        assertThat(grant.kind()).isEqualTo(AccessKind.KEY);
        assertThat(grant.seat().isOpen()).isTrue();
        assertThat(grants.seatsToGive()).hasSize(1);
        SeatSite seats = new SeatSite(site);
        seats.read("key id,kind,email,plan", "k1,seat,ada@northwind.example,api");
        assertThat(grants.seatsToGive()).hasSize(1);
        seats.read("key id,kind,email,plan", "k1,key,ada@northwind.example,api");
        assertThat(grants.seatsToGive()).isEmpty();
        assertThat(grants.list(ada, null, 10).items().getFirst().seat().known())
                .startsWith("list claude-members, read at ");
        assertThat(workspace.changes("access.granted").getLast().details())
                .containsEntry("kind", "key");
    }

    private Wish wish(int days) {
        return wish(CLAUDE, API, days);
    }

    private Wish wishOf(PersonId person) {
        return new Wish(
                person,
                CLAUDE,
                API,
                Set.of(),
                "The shop is moved.",
                NOON.plus(Duration.ofDays(30)));
    }

    private Wish wish(ToolId tool, PlanId plan, int days) {
        return new Wish(
                ada, tool, plan, Set.of(), "The shop is moved.", NOON.plus(Duration.ofDays(days)));
    }

    private List<AccessGrant> held() {
        Register register = site.policies().inForce().register();
        return Objects.requireNonNull(
                register.identify(token, NOON).orElseThrow().member().standing().grants());
    }

    private static void refused(Callable<?> call, String because) {
        assertThatExceptionOfType(RejectedException.class)
                .isThrownBy(call::call)
                .withMessageContaining(because);
    }
}
