// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.accessreviews;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chaperone.catalog.Catalog;
import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.ToolId;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.TestWorkspace;
import dev.chaperone.workspace.access.AccessRequests;
import dev.chaperone.workspace.access.Grant;
import dev.chaperone.workspace.access.Grants;
import dev.chaperone.workspace.access.Wish;
import dev.chaperone.workspace.people.NewPerson;
import dev.chaperone.workspace.people.Role;
import dev.chaperone.workspace.policies.PolicySite;
import dev.chaperone.workspace.seats.SeatSite;

import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Set;

class AccessReviewsTest {
    private static final Instant NOON = TestWorkspace.NOON;

    @TempDir Path directory;

    private TestWorkspace workspace;
    private PolicySite site;
    private Grants grants;
    private AccessRequests requests;
    private AccessReviews reviews;
    private SeatSite seats;
    private PersonId ada;
    private PersonId grace;
    private PersonId lena;
    private Instant from;

    @BeforeEach
    void open() throws IOException {
        workspace = TestWorkspace.open(directory);
        site = new PolicySite(workspace);
        site.policies().publish(PolicySite.MATERIAL, Actor.ADMIN_TOKEN);
        grants =
                new Grants(
                        workspace.database(),
                        workspace.journal(),
                        site.policies().inForce(),
                        workspace.clock());
        requests =
                new AccessRequests(
                        workspace.database(),
                        workspace.journal(),
                        site.policies().inForce(),
                        site.people(),
                        Catalog.builtIn(),
                        workspace.clock());
        seats = new SeatSite(site);
        reviews =
                new AccessReviews(
                        workspace.database(),
                        workspace.journal(),
                        site.policies(),
                        grants,
                        site.people(),
                        seats.readings(),
                        workspace.clock());
        grace = new PersonId(site.grace().value());
        lena = new PersonId(site.lena().value());
        ada = person("ada");
        grant(ada, "team", grace);
        grant(grace, "api", lena);
        from = reviews.periods().getFirst().from();
    }

    @AfterEach
    void close() throws IOException {
        workspace.close();
    }

    private PersonId person(String name) {
        return site.people()
                .create(
                        new NewPerson(name + "@northwind.example", name, Role.DEVELOPER, List.of()),
                        Actor.SYSTEM)
                .id();
    }

    private void grant(PersonId whose, String plan, PersonId by) {
        String wanted =
                requests.request(
                                new Wish(
                                        whose,
                                        new ToolId("claude-code"),
                                        new PlanId(plan),
                                        Set.of(),
                                        "The shop is moved.",
                                        NOON.plus(Duration.ofDays(300))),
                                whose)
                        .id();
        requests.approve(wanted, by);
    }

    /// The first moment after the period.
    private void over() {
        workspace.clock().set(reviews.existing(from).to());
    }

    private AccessReview.State state() {
        return reviews.existing(from).state(workspace.clock().instant());
    }

    @Test
    void freezesWhatIsReviewedWithItsDigestInTheLedger() throws IOException {
        refused(() -> reviews.open(from, grace), "not over");
        assertThat(state()).isEqualTo(AccessReview.State.RUNNING);
        over();
        assertThat(state()).isEqualTo(AccessReview.State.DUE);
        used(ada, "claude-code", "api");

        AccessReview.Opened opened = Objects.requireNonNull(reviews.open(from, grace).opened());

        assertThat(state()).isEqualTo(AccessReview.State.IN_PROGRESS);
        assertThat(opened.rows()).isEqualTo(3);
        assertThat(opened.people()).isEqualTo(3);
        assertThat(opened.without()).isEqualTo(1);
        List<ReviewRow> rows = reviews.rows(from);
        assertThat(rows).extracting(ReviewRow::person).containsExactly(grace, ada, ada);
        assertThat(rows.get(1).held()).isNull();
        assertThat(rows.get(1).use().requests()).isEqualTo(1);
        assertThat(rows.get(2).seatNeeded()).isTrue();
        Digest snapshot = Population.digest(rows, reviews.covered(from));
        // The policy allows a plan with accounts, and no list of it was ever read.
        assertThat(reviews.covered(from))
                .singleElement()
                .satisfies(list -> {
                    assertThat(list.asOf()).isNull();
                    assertThat(list.source()).isEmpty();
                });
        assertThat(workspace.changes("access-review.opened").getLast().details())
                .containsEntry("snapshot", snapshot.toString())
                .containsEntry("rows", "3");
        // What comes later is not in it.
        grant(person("bob"), "api", grace);
        assertThat(reviews.rows(from)).isEqualTo(rows);
        refused(() -> reviews.open(from, lena), "opened already");
    }

    @Test
    void endsWhatIsRevokedAtOnceAndIsNotCompleteWhileTheAccountIsThere() throws IOException {
        over();
        refused(() -> decide(Set.of(1), ReviewRow.Decision.KEEP, "", lena), "Open the review");
        reviews.open(from, grace);
        refused(() -> decide(Set.of(1), ReviewRow.Decision.KEEP, "", grace), "about you");
        refused(() -> decide(Set.of(2), ReviewRow.Decision.REVOKE, "", grace), "Say why");
        refused(() -> decide(Set.of(9), ReviewRow.Decision.KEEP, "", grace), "row");
        // All or nothing: the first is about herself.
        refused(() -> decide(Set.of(1, 2), ReviewRow.Decision.KEEP, "", grace), "about you");
        assertThat(reviews.rows(from)).allMatch(row -> row.verdict() == null);

        decide(Set.of(2), ReviewRow.Decision.REVOKE, "moved to another team", grace);
        decide(Set.of(1), ReviewRow.Decision.KEEP, "", lena);

        assertThat(grants.list(ada, null, 10).items().getFirst().state(NOON))
                .isEqualTo(Grant.State.REVOKED);
        refused(() -> reviews.complete(from, "Fine.", lena), "1 that were revoked are not shown");
        Instant decided = workspace.clock().instant();
        refused(
                () -> reviews.verify(from, 2, "members", decided.minusMillis(1), grace),
                "between the decision");
        refused(() -> reviews.verify(from, 1, "members", decided, grace), "Nothing is to be shown");
        reviews.verify(from, 2, "list of members", decided, grace);

        AccessReview complete = reviews.complete(from, "One was not needed any more.", lena);

        assertThat(state()).isEqualTo(AccessReview.State.COMPLETED);
        assertThat(Objects.requireNonNull(complete.opened()).completion()).isNotNull();
        refused(
                () -> decide(Set.of(1), ReviewRow.Decision.REVOKE, "too late", lena),
                "It is complete");
        assertThat(workspace.changes("access-review.completed").getLast().details())
                .containsEntry("revoked", "1")
                .containsEntry("reviewers", "2");
    }

    @Test
    void leavesAHoleThatNoLaterActionCloses() {
        over();
        workspace.clock().set(reviews.existing(from).due());
        assertThat(state()).isEqualTo(AccessReview.State.MISSED);

        reviews.open(from, grace);
        assertThat(state()).isEqualTo(AccessReview.State.MISSED);
        decide(Set.of(1), ReviewRow.Decision.KEEP, "", lena);
        decide(Set.of(2), ReviewRow.Decision.KEEP, "", grace);
        reviews.complete(from, "Nothing to change.", grace);

        assertThat(state()).isEqualTo(AccessReview.State.LATE);
        workspace.clock().set(reviews.existing(from).due().plus(Duration.ofDays(400)));
        assertThat(state()).isEqualTo(AccessReview.State.LATE);
        assertThat(reviews.periods()).hasSizeGreaterThan(3);
    }

    @Test
    void notesHowManyWereDecidedAtOnce() {
        grant(ada, "api", grace);
        over();
        reviews.open(from, grace);
        decide(Set.of(2, 3), ReviewRow.Decision.KEEP, "", grace);

        assertThat(reviews.rows(from))
                .filteredOn(row -> row.verdict() != null)
                .extracting(row -> Objects.requireNonNull(row.verdict()).together())
                .containsExactly(2, 2);
    }

    @Test
    void reviewsAccountsThatVendorsListsShowAndCountsTheLists() {
        seats.read(
                "login,email,last active",
                "a1,ada@northwind.example,2026-11-20",
                "g1,grace@northwind.example,",
                "x1,stranger@elsewhere.example,");
        over();
        reviews.open(from, grace);

        List<ReviewRow> rows = reviews.rows(from);
        assertThat(rows).extracting(ReviewRow::person).containsExactly(grace, grace, ada);
        ReviewRow.Listed listed = Objects.requireNonNull(rows.get(2).seat());
        assertThat(rows.get(2).held()).isNotNull();
        assertThat(listed.lastActivity()).isEqualTo("2026-11-20T00:00:00Z");
        // Granted by API, and an account that nobody granted.
        assertThat(rows.stream().filter(row -> row.held() == null).toList())
                .singleElement()
                .satisfies(row -> {
                    assertThat(Objects.requireNonNull(row.seat()).account()).isEqualTo("g1");
                    assertThat(row.seat().lastActivity()).isNull();
                });
        assertThat(reviews.covered(from))
                .singleElement()
                .satisfies(list -> {
                    assertThat(list.source()).isEqualTo("claude-members");
                    assertThat(list.accounts()).isEqualTo(3);
                    assertThat(list.unresolved()).isEqualTo(1);
                });
    }

    @Test
    void isNotCompleteBeforeAReadingFromAfterTheDecisionShowsItGone() {
        seats.read("login,email", "a1,ada@northwind.example");
        over();
        reviews.open(from, grace);
        seats.tick(Duration.ofSeconds(1));
        decide(Set.of(1), ReviewRow.Decision.KEEP, "", lena);
        decide(Set.of(2), ReviewRow.Decision.REVOKE, "moved to another team", grace);

        refused(
                () -> reviews.verify(from, 2, "members", seats.now(), lena),
                "A list of the vendor");
        refused(() -> reviews.complete(from, "Fine.", lena), "1 that were revoked");
        seats.read("login,email", "a1,ada@northwind.example");
        refused(() -> reviews.complete(from, "Fine.", lena), "1 that were revoked");
        assertThat(reviews.rows(from).get(1).isPending()).isTrue();
        seats.read("login,email", "b1,bob@northwind.example");

        assertThat(reviews.rows(from).get(1).isPending()).isFalse();
        reviews.complete(from, "One was not needed any more.", lena);
        // What the lists said then stays.
        seats.read("login,email", "a1,ada@northwind.example");
        assertThat(reviews.rows(from).get(1).gone()).isNotNull();
    }

    @Test
    void followsUpWhatIsToBeChanged() {
        seats.read("login,email,plan", "a1,ada@northwind.example,team");
        over();
        reviews.open(from, grace);
        seats.tick(Duration.ofSeconds(1));
        decide(Set.of(2), ReviewRow.Decision.MODIFY, "a smaller plan", grace);

        assertThat(followUp()).isEqualTo(ReviewRow.FollowUp.OPEN);
        seats.read("login,email,plan", "a1,ada@northwind.example,team");
        assertThat(followUp()).isEqualTo(ReviewRow.FollowUp.OPEN);
        seats.read("login,email,plan", "a1,ada@northwind.example,enterprise");
        assertThat(followUp()).isEqualTo(ReviewRow.FollowUp.DONE);
    }

    private ReviewRow.FollowUp followUp() {
        return reviews.rows(from).get(1).followUp();
    }

    @Test
    void isDecidedByWhomItWasGivenTo() throws IOException {
        over();
        reviews.open(from, grace);
        PersonId bob = person("bob");
        refused(() -> delegate(1, bob, lena), "may not");
        refused(() -> delegate(1, grace, lena), "about that person");
        refused(() -> delegate(1, lena, grace), "about you");
        delegate(2, lena, grace);

        refused(() -> decide(Set.of(2), ReviewRow.Decision.KEEP, "", grace), "somebody else");
        decide(Set.of(2), ReviewRow.Decision.KEEP, "", lena);
        refused(() -> delegate(2, grace, lena), "decided already");
        assertThat(Objects.requireNonNull(reviews.rows(from).get(1).delegation()).by())
                .isEqualTo(grace);
        assertThat(workspace.changes("access-review.delegated").getLast().details())
                .containsEntry("delegate", lena.value())
                .containsEntry("rows", "2");
        site.people().deactivate(lena, site.grace());
        refused(() -> delegate(1, lena, lena), "may not");
    }

    private void delegate(int row, PersonId to, PersonId by) {
        reviews.delegate(from, Set.of(row), to, "knows the team better", by);
    }

    private void decide(
            Set<Integer> rows, ReviewRow.Decision decision, String reason, PersonId by) {
        reviews.decide(from, rows, decision, reason, by);
    }

    /// A request of the record, with just what a review goes by.
    private void used(PersonId person, String tool, String plan) {
        workspace
                .test()
                .jdbc()
                .sql(
                        """
                        INSERT INTO interaction
                            (intent, id, at, source, person, operation, tool, declared, plan,
                             stream, account, decision, scan, policy, register)
                        VALUES (1, 'i', ?, 'gateway', ?, 'message', ?, false, ?, false,
                                'corporate', 'allowed', 'complete', 'sha256:0', 1)
                        """)
                .params(
                        NOON.plus(Duration.ofDays(1)).atOffset(ZoneOffset.UTC),
                        person.value(),
                        tool,
                        plan)
                .update();
    }

    private static void refused(ThrowableAssert.ThrowingCallable call, String because) {
        assertThatExceptionOfType(RejectedException.class)
                .isThrownBy(call)
                .withMessageContaining(because);
    }
}
