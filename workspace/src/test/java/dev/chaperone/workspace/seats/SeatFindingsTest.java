// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.seats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chaperone.catalog.Catalog;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.TestWorkspace;
import dev.chaperone.workspace.access.AccessRequests;
import dev.chaperone.workspace.access.Wish;
import dev.chaperone.workspace.policies.PolicySite;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Set;

class SeatFindingsTest {
    private static final String GRANTED =
            PolicySite.MATERIAL.replace("require:", "require:\n  grant: block");

    @TempDir Path directory;

    private TestWorkspace workspace;
    private PolicySite policies;
    private SeatSite site;
    private AccessRequests requests;
    private PersonId ada;

    @BeforeEach
    void open() throws IOException {
        workspace = TestWorkspace.open(directory);
        policies = new PolicySite(workspace);
        policies.policies().publish(GRANTED, Actor.ADMIN_TOKEN);
        site = new SeatSite(policies);
        requests =
                new AccessRequests(
                        workspace.database(),
                        workspace.journal(),
                        policies.policies().inForce(),
                        policies.people(),
                        Catalog.builtIn(),
                        workspace.clock());
        ada = site.person("ada");
    }

    @AfterEach
    void close() throws IOException {
        workspace.close();
    }

    @Test
    void knowsWhoseAnAccountIsByTheirAddress() {
        site.read("login,email", "a1,ADA@northwind.example", "b1,bob@northwind.example", "c1,");

        assertThat(site.listed("a1").owner()).isEqualTo(ada);
        assertThat(site.listed("a1").rule()).isEqualTo(Seat.Rule.ADDRESS);
        assertThat(site.listed("b1").rule()).isEqualTo(Seat.Rule.NOBODY);
        assertThat(site.listed("c1").rule()).isEqualTo(Seat.Rule.NO_ADDRESS);
        // Who comes after the list was read is known as well.
        PersonId bob = site.person("bob");
        assertThat(site.listed("b1").owner()).isEqualTo(bob);
    }

    @Test
    void remembersAnAddressThatWasSomebodysAlone() {
        site.read("login,email", "a1,ada@northwind.example");
        readdress(ada, "ada.moreau@northwind.example");

        assertThat(site.listed("a1").owner()).isEqualTo(ada);
        assertThat(site.listed("a1").rule()).isEqualTo(Seat.Rule.FORMER_ADDRESS);
    }

    @Test
    void givesTheAccountOfALeaverToNobodyWhoGetsTheAddress() {
        site.read("login,email", "a1,ada@northwind.example");
        policies.people().deactivate(ada, policies.grace());
        site.tick(Duration.ofDays(1));
        readdress(ada, "ada.left@northwind.example");
        site.tick(Duration.ofDays(1));
        PersonId other = site.person("ada");

        assertThat(site.listed("a1").owner()).isNull();
        assertThat(site.listed("a1").rule()).isEqualTo(Seat.Rule.ADDRESS_OF_SEVERAL);
        assertThat(kinds()).contains(SeatFinding.Kind.UNRESOLVED);
        // Gone, and there again after the address was the other's: it is the other's.
        site.read("login,email", "x,");
        site.read("login,email", "a1,ada@northwind.example");
        assertThat(site.listed("a1").owner()).isEqualTo(other);
    }

    @Test
    void goesByTheDayOnWhichTheVendorMadeTheAccount() {
        readdress(ada, "ada.moreau@northwind.example");
        site.tick(Duration.ofDays(10));
        PersonId other = site.person("ada");
        site.tick(Duration.ofDays(10));

        site.read(
                "login,email,created",
                "old,ada@northwind.example,2026-11-20",
                "new,ada@northwind.example,2026-12-10");

        assertThat(site.listed("old").owner()).isNull();
        assertThat(site.listed("new").owner()).isEqualTo(other);
    }

    @Test
    void takesAWordByHandForTheAccountThatIsThere() throws IOException {
        site.read("login", "a1");
        PersonId grace = new PersonId(policies.grace().value());
        site.seats().link(SeatSite.LIST, "a1", ada, "asked her", policies.grace());

        assertThat(site.listed("a1").owner()).isEqualTo(ada);
        assertThat(site.listed("a1").rule()).isEqualTo(Seat.Rule.BY_HAND);
        assertThat(workspace.changes("seats.linked").getLast().subject()).isEqualTo(ada.value());
        site.seats().link(SeatSite.LIST, "a1", grace, "she meant another", policies.lena());
        assertThat(site.listed("a1").owner()).isEqualTo(grace);
        site.read("login", "a1", "a2");
        assertThat(site.listed("a1").owner()).isEqualTo(grace);
        // Gone, and there again: somebody else may have the login now.
        site.read("login", "a2");
        site.read("login", "a1");
        assertThat(site.listed("a1").owner()).isNull();

        site.seats().link(SeatSite.LIST, "a1", ada, "asked her", policies.grace());
        site.seats().unlink(SeatSite.LIST, "a1", policies.grace());
        assertThat(site.listed("a1").owner()).isNull();
        assertThatExceptionOfType(RejectedException.class)
                .isThrownBy(() -> site.seats().unlink(SeatSite.LIST, "a1", policies.grace()))
                .withMessageContaining("by hand");
    }

    @Test
    void findsWhatIsNotAsItShouldBe() {
        site.person("eve");
        PersonId kim = site.person("kim");
        grant(kim);
        site.tick(Duration.ofDays(1));
        assertThat(site.found()).isEmpty();
        PersonId bob = site.person("bob");
        grant(bob);
        site.read(
                "login,email,plan",
                "nobody,,team",
                "ada,ada@northwind.example,team",
                "eve,eve@northwind.example,Enterprise",
                "bob,bob@northwind.example,team");
        policies.people().deactivate(ada, policies.grace());

        assertThat(site.found())
                .extracting(SeatFindingsTest::shown)
                .containsExactly(
                        "left ada",
                        "unresolved nobody",
                        "no-grant eve",
                        "plan eve",
                        "no-seat " + kim);
        // Piece by piece it is the same list.
        var first = site.findings().list(new SeatFindings.Filter(null, null), null, 2);
        var rest =
                site.findings()
                        .list(
                                new SeatFindings.Filter(null, null),
                                Objects.requireNonNull(first.next()),
                                10);
        assertThat(first.items()).hasSize(2);
        assertThat(rest.items()).hasSize(3);
        assertThat(rest.next()).isNull();
        assertThat(
                        site.findings()
                                .list(
                                        new SeatFindings.Filter(SeatFinding.Kind.PLAN, null),
                                        null,
                                        10)
                                .items())
                .hasSize(1);
        // Without a rule for grants nobody misses one.
        policies.policies().publish(PolicySite.MATERIAL, Actor.ADMIN_TOKEN);
        assertThat(kinds()).doesNotContain(SeatFinding.Kind.NO_GRANT);
    }

    @Test
    void findsWhoseLastDayIsOver() {
        site.read("login,email", "ada,ada@northwind.example");
        grant(ada);
        assertThat(site.found()).isEmpty();
        policies.people()
                .employ(
                        ada,
                        before -> before.until(LocalDate.ofInstant(site.now(), ZoneOffset.UTC)),
                        policies.grace());
        assertThat(site.found()).isEmpty();
        site.tick(Duration.ofDays(1));
        assertThat(kinds()).containsExactly(SeatFinding.Kind.LEFT);
    }

    private List<SeatFinding.Kind> kinds() {
        return site.found().stream().map(SeatFinding::kind).toList();
    }

    private static String shown(SeatFinding finding) {
        return finding.kind().written()
                + " "
                + switch (finding) {
                    case SeatFinding.OfSeat(_, var seat) -> seat.account();
                    case SeatFinding.OfGrant grant -> grant.person().value();
                };
    }

    private void readdress(PersonId person, String address) {
        policies.people().identify(person, address, "Ada", policies.grace());
    }

    private void grant(PersonId person) {
        String wanted =
                requests.request(
                                new Wish(
                                        person,
                                        SeatSite.TOOL,
                                        new PlanId("team"),
                                        Set.of(),
                                        "The shop is moved.",
                                        site.now().plus(Duration.ofDays(60))),
                                person)
                        .id();
        requests.approve(wanted, new PersonId(policies.grace().value()));
    }
}
