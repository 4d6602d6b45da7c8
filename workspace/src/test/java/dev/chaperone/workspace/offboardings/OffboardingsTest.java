// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.offboardings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chaperone.catalog.Catalog;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.ToolId;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.TestWorkspace;
import dev.chaperone.workspace.access.AccessRequests;
import dev.chaperone.workspace.access.Grants;
import dev.chaperone.workspace.access.Wish;
import dev.chaperone.workspace.people.NewPerson;
import dev.chaperone.workspace.people.Role;
import dev.chaperone.workspace.policies.PolicySite;
import dev.chaperone.workspace.seats.SeatSite;
import dev.chaperone.workspace.seats.SeatTraces;

import org.assertj.core.api.ThrowableAssert;
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
import java.util.Set;

class OffboardingsTest {
    private static final Instant NOON = TestWorkspace.NOON;
    private static final String SEAT = "seat-claude-code-team";

    @TempDir Path directory;

    private TestWorkspace workspace;
    private PolicySite site;
    private Offboardings offboardings;
    private PersonId ada;
    private PersonId grace;

    @BeforeEach
    void open() throws IOException {
        workspace = TestWorkspace.open(directory);
        site = new PolicySite(workspace);
        site.policies().publish(PolicySite.MATERIAL, Actor.ADMIN_TOKEN);
        Grants grants =
                new Grants(
                        workspace.database(),
                        workspace.journal(),
                        site.policies().inForce(),
                        workspace.clock());
        offboardings =
                new Offboardings(
                        workspace.database(),
                        workspace.journal(),
                        site.policies().inForce(),
                        grants,
                        new SeatTraces(workspace.database()),
                        workspace.clock());
        AccessRequests requests =
                new AccessRequests(
                        workspace.database(),
                        workspace.journal(),
                        site.policies().inForce(),
                        site.people(),
                        Catalog.builtIn(),
                        workspace.clock());
        ada = person("ada");
        grace = new PersonId(site.grace().value());
        String wanted =
                requests.request(
                                new Wish(
                                        ada,
                                        new ToolId("claude-code"),
                                        new PlanId("team"),
                                        Set.of(),
                                        "The shop is moved.",
                                        NOON.plus(Duration.ofDays(30))),
                                ada)
                        .id();
        requests.approve(wanted, grace);
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

    @Test
    void isThereFromTheMomentAtWhichSomebodyLeft() {
        assertThat(offboardings.list(null, 10).items()).isEmpty();
        assertThat(offboardings.find(ada)).isEmpty();
        tick(Duration.ofHours(1));

        site.people().deactivate(ada, site.grace());

        Offboarding left = offboardings.find(ada).orElseThrow();
        assertThat(offboardings.list(null, 10).items()).containsExactly(left);
        assertThat(left.leftAt()).isEqualTo(NOON.plus(Duration.ofHours(1)));
        assertThat(left.due()).isEqualTo(NOON.plus(Duration.ofHours(25)));
        assertThat(left.state(now())).isEqualTo(Offboarding.State.OPEN);
        assertThat(left.state(left.due())).isEqualTo(Offboarding.State.OVERDUE);
        assertThat(left.missing())
                .extracting(Offboarding.Item::id)
                .containsExactly(SEAT, "vendor-keys", "devices");
    }

    @Test
    void closesOnProofFromAfterTheLeavingOnly() throws IOException {
        site.people().deactivate(ada, site.grace());
        tick(Duration.ofHours(2));
        refused(
                () -> offboardings.prove(ada, SEAT, "members", NOON.minusMillis(1), grace),
                "before the person left");
        refused(
                () -> offboardings.prove(ada, SEAT, "members", now().plusSeconds(1), grace),
                "in the future");
        refused(() -> offboardings.prove(ada, SEAT, "members", now(), ada), "their own");
        refused(() -> offboardings.prove(ada, "seat-x", "members", now(), grace), "item");
        refused(() -> offboardings.prove(grace, SEAT, "members", now(), grace), "offboarding");

        for (String item : List.of("devices", "vendor-keys")) {
            offboardings.prove(ada, item, "looked at with Ada", now(), grace);
        }
        assertThat(offboardings.find(ada).orElseThrow().state(now()))
                .isEqualTo(Offboarding.State.OPEN);
        offboardings.prove(ada, SEAT, "list of members", now(), grace);
        refused(() -> offboardings.prove(ada, SEAT, "again", now(), grace), "already");

        tick(Duration.ofDays(90));
        assertThat(offboardings.find(ada).orElseThrow().state(now()))
                .isEqualTo(Offboarding.State.CLOSED);
        assertThat(workspace.changes("offboarding.proved"))
                .hasSize(3)
                .last()
                .satisfies(entry -> {
                    assertThat(entry.subject()).isEqualTo(ada.value());
                    assertThat(entry.details()).containsEntry("item", SEAT);
                });
    }

    @Test
    void staysLateForEver() {
        site.people().deactivate(ada, site.grace());
        tick(Duration.ofHours(25));
        assertThat(offboardings.find(ada).orElseThrow().state(now()))
                .isEqualTo(Offboarding.State.OVERDUE);
        for (String item : List.of("devices", "vendor-keys", SEAT)) {
            offboardings.prove(ada, item, "looked at", now(), grace);
        }
        assertThat(offboardings.find(ada).orElseThrow().state(now()))
                .isEqualTo(Offboarding.State.CLOSED_LATE);
    }

    @Test
    void beginsAtTheEndOfTheLastDayWhateverElseRuns() {
        site.people().employ(ada, before -> before.until(LocalDate.of(2026, 11, 25)), site.grace());
        workspace.clock().set(Instant.parse("2026-11-25T23:59:59Z"));
        assertThat(offboardings.find(ada)).isEmpty();

        workspace.clock().set(Instant.parse("2026-11-26T08:00:00Z"));
        assertThat(offboardings.find(ada).orElseThrow().leftAt()).isEqualTo("2026-11-26T00:00:00Z");
        // Ending the access later does not move the moment.
        site.people().deactivate(ada, site.grace());
        assertThat(offboardings.find(ada).orElseThrow().leftAt()).isEqualTo("2026-11-26T00:00:00Z");
    }

    @Test
    void beginsAnewForWhoComesBackAndLeavesAgain() {
        site.people().deactivate(ada, site.grace());
        offboardings.prove(ada, SEAT, "list of members", now(), grace);
        tick(Duration.ofDays(1));
        site.people().reactivate(ada, site.grace());
        assertThat(offboardings.find(ada)).isEmpty();
        tick(Duration.ofDays(1));
        site.people().deactivate(ada, site.grace());

        Offboarding again = offboardings.find(ada).orElseThrow();
        assertThat(again.leftAt()).isEqualTo(now());
        assertThat(again.missing()).extracting(Offboarding.Item::id).contains(SEAT);
    }

    @Test
    void asksNothingOfWhoNeverHadAnything() {
        PersonId bob = person("bob");
        site.people().deactivate(bob, site.grace());

        assertThat(offboardings.find(bob).orElseThrow().state(now()))
                .isEqualTo(Offboarding.State.CLOSED);
    }

    @Test
    void closesByItselfWithAReadingFromAfterTheLeavingAndNotBefore() {
        SeatSite seats = new SeatSite(site);
        seats.read("login,email", "a1,ada@northwind.example");
        tick(Duration.ofHours(1));
        site.people().deactivate(ada, site.grace());

        refused(() -> offboardings.prove(ada, SEAT, "members", now(), grace), "still shows a1");
        tick(Duration.ofHours(1));
        seats.read("login,email", "a1,ada@northwind.example");
        assertThat(seat().listed()).isTrue();
        assertThat(seat().proof()).isNull();
        seats.read("login,email", "g1,grace@northwind.example");
        Offboarding.Proof proof = Objects.requireNonNull(seat().proof());
        assertThat(proof.by()).isEqualTo("system");
        assertThat(proof.source()).contains("claude-members");
        // On it again, it is open again, whatever was before.
        seats.read("login,email", "a1,ada@northwind.example");
        assertThat(seat().proof()).isNull();
    }

    @Test
    void isKeptOpenByAnAccountThatMayBeTheirs() {
        SeatSite seats = new SeatSite(site);
        seats.read("login,email", "a1,ada@northwind.example");
        site.people().deactivate(ada, site.grace());
        tick(Duration.ofHours(1));
        site.people().identify(ada, "ada.left@northwind.example", "Ada", site.grace());
        person("ada");
        seats.read("login,email", "a1,ada@northwind.example");

        assertThat(seat().listed()).isTrue();
        assertThat(seat().told()).contains("a1");
    }

    @Test
    void isShownByHandWhileNobodyKnowsWhoseSomeAccountsAre() {
        SeatSite seats = new SeatSite(site);
        site.people().deactivate(ada, site.grace());
        seats.read("login", "octocat");

        assertThat(seat().proof()).isNull();
        assertThat(seat().told()).contains("it is not known of 1 accounts");
        offboardings.prove(ada, SEAT, "asked the vendor", now(), grace);
        assertThat(seat().proof()).isNotNull();
    }

    @Test
    void listsEachKeyAndTokenOfThePerson() {
        SeatSite seats = new SeatSite(site);
        seats.read(
                "key id,kind,email,name",
                "key_1,api key,ada@northwind.example,ci",
                "key_2,token,ada@northwind.example,laptop",
                "u1,seat,ada@northwind.example,Ada");
        tick(Duration.ofHours(1));
        site.people().deactivate(ada, site.grace());

        assertThat(offboardings.find(ada).orElseThrow().missing())
                .filteredOn(item -> item.kind() == Offboarding.Kind.VENDOR_KEY)
                .extracting(Offboarding.Item::what)
                .containsExactly(
                        "API key key_1 (ci) on the list claude-members",
                        "Token key_2 (laptop) on the list claude-members");
        seats.read(
                "key id,kind,email,name,status",
                "key_1,api key,ada@northwind.example,ci,inactive",
                "key_2,token,ada@northwind.example,laptop,active",
                "u1,seat,ada@northwind.example,Ada,");
        assertThat(offboardings.find(ada).orElseThrow().missing())
                .filteredOn(item -> item.kind() == Offboarding.Kind.VENDOR_KEY)
                .hasSize(1);
    }

    private Offboarding.Item seat() {
        return offboardings.find(ada).orElseThrow().items().stream()
                .filter(item -> item.id().equals(SEAT))
                .findFirst()
                .orElseThrow();
    }

    private Instant now() {
        return workspace.clock().instant();
    }

    private void tick(Duration time) {
        workspace.clock().set(now().plus(time));
    }

    private static void refused(ThrowableAssert.ThrowingCallable call, String because) {
        assertThatExceptionOfType(RejectedException.class)
                .isThrownBy(call)
                .withMessageContaining(because);
    }
}
