// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chaperone.policy.Gate;
import dev.chaperone.policy.Register;
import dev.chaperone.vocabulary.Jurisdiction;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.NotRecordedException;
import dev.chaperone.workspace.Page;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.RejectedException.Reason;
import dev.chaperone.workspace.TestWorkspace;
import dev.chaperone.workspace.tokens.NewToken;
import dev.chaperone.workspace.tokens.Token;
import dev.chaperone.workspace.tokens.Tokens;

import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

class PeopleTest {
    @TempDir Path directory;

    private TestWorkspace workspace;
    private People people;
    private Tokens tokens;

    @BeforeEach
    void open() throws IOException {
        workspace = TestWorkspace.open(directory);
        people =
                new People(
                        workspace.database(),
                        workspace.journal(),
                        workspace.inForce(),
                        workspace.clock());
        tokens =
                new Tokens(
                        workspace.database(),
                        workspace.journal(),
                        workspace.inForce(),
                        workspace.clock());
    }

    @AfterEach
    void close() throws IOException {
        workspace.close();
    }

    @Test
    void findsWhomItCreated() {
        Person ada = create("ada@example.com", "platform", "ai");

        assertThat(people.find(ada.id())).contains(ada);
        assertThat(people.find("ADA@example.com")).contains(ada);
        assertThat(people.find(ada.id().value())).contains(ada);
        assertThat(ada.teams()).containsExactly("ai", "platform");
        assertThat(ada.createdAt()).isEqualTo(TestWorkspace.NOON);
        assertThat(people.teams()).containsExactly(new Team("ai", 1), new Team("platform", 1));
    }

    @Test
    void movesAPersonBeforeTheCallReturnsAndRecordsIt() throws IOException {
        Person ada = create("ada@example.com", "platform");
        String secret =
                tokens.create(
                                new NewToken(ada.id(), "laptop", Token.Kind.GATEWAY, null),
                                Actor.SYSTEM)
                        .secret();

        people.assign(
                ada.id(),
                before -> before.with(List.of("shop", " ai ")).in(new Jurisdiction("DE")),
                Actor.ADMIN_TOKEN);

        Register.Credential known =
                workspace.inForce().register().identify(secret, TestWorkspace.NOON).orElseThrow();
        assertThat(known.teams()).containsExactlyInAnyOrder("ai", "shop");
        assertThat(known.jurisdiction()).isEqualTo(new Jurisdiction("DE"));
        assertThat(people.find(ada.id()).orElseThrow().teams()).containsExactly("ai", "shop");
        assertThat(workspace.changes("person.assigned"))
                .singleElement()
                .satisfies(change -> {
                    assertThat(change.subject()).isEqualTo(ada.id().value());
                    assertThat(change.actor()).isEqualTo("admin-token");
                    assertThat(change.details())
                            .containsEntry("teams", "ai, shop")
                            .containsEntry("jurisdiction", "DE");
                });

        people.assign(ada.id(), before -> before.in(null), Actor.ADMIN_TOKEN);
        assertThat(people.find(ada.id()).orElseThrow().jurisdiction()).isNull();
        assertThat(workspace.changes("person.assigned").getLast().details())
                .doesNotContainKey("jurisdiction");
    }

    @Test
    void recordsNothingWhenNobodyMoves() throws IOException {
        Person ada = create("ada@example.com", "platform");
        people.assign(ada.id(), before -> before.with(List.of("platform")), Actor.SYSTEM);
        assertThat(workspace.changes("person.assigned")).isEmpty();
        assertThatExceptionOfType(RejectedException.class)
                .isThrownBy(() -> people.assign(PersonId.next(), before -> before, Actor.SYSTEM))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.UNKNOWN));
    }

    @Test
    void recordsACreationWithoutTheNameAndTheAddress() throws IOException {
        Person ada = create("ada@example.com", "ai");

        assertThat(workspace.changes())
                .singleElement()
                .satisfies(change -> {
                    assertThat(change.action()).isEqualTo("person.created");
                    assertThat(change.subject()).isEqualTo(ada.id().value());
                    assertThat(change.actor()).isEqualTo("admin-token");
                    assertThat(change.toString())
                            .doesNotContain("Ada", "ada@example.com")
                            .contains("developer", "ai", "identity=sha256:");
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "email = 'mallory@example.com'",
                "name = 'Mallory'",
                "email = 'ada@example.comA', name = 'da'",
                "role = 'administrator'",
                "salt = NULL",
                "salt = '\\x00'",
                "anchor = NULL",
                "anchor = 1",
                "anchor = 99999",
                "anchor = -1"
            })
    void noticesWhenSomebodyChangesWhoAPersonIs(String change) {
        Person ada = create("ada@example.com");
        Person bob = create("bob@example.com");
        assertThat(people.unconfirmed()).isEmpty();
        assertThat(people.unconfirmed(Set.of(ada.id(), bob.id()))).isEmpty();

        workspace
                .test()
                .jdbc()
                .sql("UPDATE person SET " + change + " WHERE id = ?")
                .param(ada.id().value())
                .update();

        assertThat(people.unconfirmed()).containsExactly(ada.id().value());
        assertThat(people.unconfirmed(Set.of(ada.id(), bob.id()))).containsExactly(ada.id());
    }

    @Test
    void confirmsWhoMovesLeavesAndComesBack() {
        Person ada = create("ada@example.com", "platform");
        people.assign(ada.id(), before -> before.with(List.of("ai")), Actor.SYSTEM);
        people.deactivate(ada.id(), Actor.SYSTEM);
        people.reactivate(ada.id(), Actor.SYSTEM);

        assertThat(people.unconfirmed()).isEmpty();
    }

    @Test
    void saysAgainWhoPeopleAreBeforeOldEntriesMayGo() throws IOException {
        Person ada = create("ada@example.com");
        Person bob = create("bob@example.com");
        people.renew();
        assertThat(workspace.changes("person.confirmed")).isEmpty();
        workspace
                .test()
                .jdbc()
                .sql("UPDATE person SET name = 'Mallory' WHERE id = ?")
                .param(bob.id().value())
                .update();

        workspace.clock().set(TestWorkspace.NOON.plus(Duration.ofDays(200)));
        people.renew();
        people.renew();

        assertThat(workspace.changes("person.confirmed"))
                .singleElement()
                .satisfies(change -> {
                    assertThat(change.subject()).isEqualTo(ada.id().value());
                    assertThat(change.details()).containsOnlyKeys("identity", "role");
                });
        assertThat(people.unconfirmed()).containsExactly(bob.id().value());
    }

    @Test
    void givesAnotherRoleAndKnowsTheOneBefore() throws IOException {
        Person ada = create("ada@example.com", "platform");
        workspace.clock().set(TestWorkspace.NOON.plus(Duration.ofDays(1)));

        people.changeRole(ada.id(), Role.COMPLIANCE_LEAD, Actor.ADMIN_TOKEN);
        people.changeRole(ada.id(), Role.COMPLIANCE_LEAD, Actor.ADMIN_TOKEN);

        assertThat(people.find(ada.id()).orElseThrow().role()).isEqualTo(Role.COMPLIANCE_LEAD);
        assertThat(people.with(Role.APPROVER, Role.COMPLIANCE_LEAD)).containsExactly(ada.id());
        assertThat(workspace.changes("person.role-changed"))
                .singleElement()
                .satisfies(change ->
                        assertThat(change.details())
                                .containsEntry("role", "compliance-lead")
                                .containsEntry("before", "developer"));
        assertThat(people.unconfirmed()).isEmpty();
        assertThat(people.standing(ada.id(), TestWorkspace.NOON).orElseThrow().role())
                .isEqualTo(Role.DEVELOPER);
        assertThat(people.standing(ada.id(), workspace.clock().instant()).orElseThrow().role())
                .isEqualTo(Role.COMPLIANCE_LEAD);
        assertThat(people.standing(ada.id(), TestWorkspace.NOON.minusSeconds(1))).isEmpty();
    }

    @Test
    void letsNobodyChangeTheirOwnRole() throws IOException {
        Person ada = create("ada@example.com");

        refused(() -> people.changeRole(ada.id(), Role.ADMINISTRATOR, Actor.of(ada.id())));
        assertThat(workspace.changes("person.role-changed")).isEmpty();
    }

    @Test
    void givesAnotherAddressToTheSamePerson() throws IOException {
        Person ada = create("ada@example.com");
        Person bob = create("bob@example.com");
        String token = token(ada, Token.Kind.GATEWAY);

        people.identify(ada.id(), "ada.king@example.com", "Ada King", Actor.ADMIN_TOKEN);

        assertThat(people.find("ada.king@example.com").orElseThrow().id()).isEqualTo(ada.id());
        assertThat(people.find("ada@example.com")).isEmpty();
        assertThat(register().find("ada.king@example.com")).isPresent();
        assertThat(register().find("ada@example.com")).isEmpty();
        assertThat(register().identify(token, TestWorkspace.NOON)).isPresent();
        assertThat(people.unconfirmed()).isEmpty();
        assertThat(workspace.changes("person.identified").toString())
                .doesNotContain("King", "king");
        refused(() -> people.identify(bob.id(), "ADA.king@example.com", "B", Actor.ADMIN_TOKEN));
        refused(() -> people.identify(bob.id(), "bob", "Bob", Actor.ADMIN_TOKEN));
    }

    @Test
    void buildsOnNoRowThatTheLedgerDoesNotVouchFor() {
        Person ada = create("ada@example.com");
        workspace.test().jdbc().sql("UPDATE person SET role = 'administrator'").update();

        refused(() -> people.changeRole(ada.id(), Role.APPROVER, Actor.ADMIN_TOKEN));
        refused(() -> people.identify(ada.id(), "a@example.com", "A", Actor.ADMIN_TOKEN));
        assertThat(people.unconfirmed()).containsExactly(ada.id().value());
    }

    @Test
    void keepsHowSomebodyWorks() throws IOException {
        Person ada = create("ada@example.com");
        Person bob = create("bob@example.com");
        Employment known =
                new Employment(
                        Employment.Kind.INTERN,
                        " Firmware ",
                        "",
                        bob.id(),
                        LocalDate.of(2026, 1, 2),
                        LocalDate.of(2026, 12, 31));

        people.employ(ada.id(), _ -> known, Actor.ADMIN_TOKEN);
        people.employ(ada.id(), _ -> known, Actor.ADMIN_TOKEN);

        assertThat(people.find(ada.id()).orElseThrow().employment()).isEqualTo(known);
        assertThat(known.department()).isEqualTo("Firmware");
        assertThat(known.title()).isNull();
        assertThat(workspace.changes("person.employed"))
                .singleElement()
                .satisfies(change ->
                        assertThat(change.details())
                                .containsEntry("employment", "intern")
                                .containsEntry("last-day", "2026-12-31"));
        refused(() -> people.employ(ada.id(), _ -> managedBy(ada.id()), Actor.SYSTEM));
        refused(() -> people.employ(ada.id(), _ -> managedBy(PersonId.next()), Actor.SYSTEM));
        refused(() ->
                new Employment(
                        null,
                        null,
                        null,
                        null,
                        LocalDate.of(2026, 2, 1),
                        LocalDate.of(2026, 1, 1)));
    }

    @Test
    void endsAtTheEndOfTheLastDayWhateverElseRuns() throws IOException {
        Person ada = create("ada@example.com");
        String token = token(ada, Token.Kind.GATEWAY);

        people.employ(
                ada.id(), before -> before.until(LocalDate.of(2026, 11, 25)), Actor.ADMIN_TOKEN);

        Instant end = Instant.parse("2026-11-26T00:00:00Z");
        assertThat(register().identify(token, end.minusMillis(1))).isPresent();
        assertThat(register().identify(token, end)).isEmpty();
        people.employ(ada.id(), before -> before.until(null), Actor.ADMIN_TOKEN);
        assertThat(register().identify(token, end)).isPresent();
    }

    private static Employment managedBy(PersonId manager) {
        return new Employment(null, null, null, manager, null, null);
    }

    private static void refused(ThrowableAssert.ThrowingCallable call) {
        assertThatExceptionOfType(RejectedException.class).isThrownBy(call);
    }

    @Test
    void writesItsRolesAsPoliciesDo() {
        assertThat(Gate.ROLES)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Role.values()).map(Role::written).toList());
    }

    @Test
    void refusesAnAddressThatIsTakenWhateverItsCapitals() throws IOException {
        create("ada@example.com");

        assertThatExceptionOfType(RejectedException.class)
                .isThrownBy(() -> create("Ada@Example.com", "new-team"))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.CONFLICT));
        assertThat(workspace.changes()).hasSize(1);
        assertThat(people.teams()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ada", "@example.com", "ada@", "a@b@c", "a b@example.com", "a\0@x"})
    void refusesWhatIsNoAddress(String email) {
        assertThatExceptionOfType(RejectedException.class)
                .isThrownBy(() -> create(email))
                .withMessageContaining("email")
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.INVALID));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\0", "@\0", "person_x", "nobody@example.com", "%"})
    void knowsNobodyByAWordThatIsNoPerson(String word) {
        create("ada@example.com");

        assertThat(people.find(word)).isEmpty();
    }

    @Test
    void storesNobodyWhomTheLedgerDoesNotTake() throws IOException {
        workspace.ledger().close();

        assertThatExceptionOfType(NotRecordedException.class)
                .isThrownBy(() -> create("ada@example.com", "ai"));
        assertThat(workspace.rows("person")).isZero();
        assertThat(workspace.rows("team")).isZero();
    }

    @Test
    void pagesThroughAllPeopleNewestFirst() {
        for (int i = 0; i < 5; i++) {
            create("p" + i + "@example.com");
        }
        List<String> seen = new ArrayList<>();
        Page<Person> page = people.list(null, 2);
        for (; page.next() != null; page = people.list(page.next(), 2)) {
            page.items().forEach(person -> seen.add(person.email()));
        }
        page.items().forEach(person -> seen.add(person.email()));

        assertThat(seen)
                .containsExactly(
                        "p4@example.com",
                        "p3@example.com",
                        "p2@example.com",
                        "p1@example.com",
                        "p0@example.com");
    }

    @Test
    void endsTheTokensOfADeactivatedPersonBeforeTheCallReturns() throws IOException {
        Person ada = create("ada@example.com", "ai");
        String gateway = token(ada, Token.Kind.GATEWAY);
        String api = token(ada, Token.Kind.API);
        long before = register().number();

        people.deactivate(ada.id(), Actor.ADMIN_TOKEN);

        assertThat(register().number()).isGreaterThan(before);
        assertThat(register().identify(gateway, TestWorkspace.NOON)).isEmpty();
        assertThat(tokens.authenticate(api)).isEmpty();
        assertThat(people.find(ada.id()).orElseThrow().active()).isFalse();
        assertThat(people.teams()).containsExactly(new Team("ai", 0));
        assertThat(workspace.changes().getLast().action()).isEqualTo("person.deactivated");
        assertThat(register().number()).isEqualTo(workspace.ledger().size());
    }

    @Test
    void letsTokensOfAReactivatedPersonWorkAgain() throws IOException {
        Person ada = create("ada@example.com");
        String gateway = token(ada, Token.Kind.GATEWAY);
        people.deactivate(ada.id(), Actor.ADMIN_TOKEN);
        people.deactivate(ada.id(), Actor.ADMIN_TOKEN);

        people.reactivate(ada.id(), Actor.ADMIN_TOKEN);

        assertThat(register().identify(gateway, TestWorkspace.NOON)).isPresent();
        assertThat(workspace.changes().stream().map(change -> change.action()))
                .containsExactly(
                        "person.created",
                        "token.created",
                        "person.deactivated",
                        "person.reactivated");
    }

    @Test
    void tellsTheGatewayWhatPoliciesGoBy() throws IOException {
        Person ada =
                people.create(
                        new NewPerson(
                                "ada@example.com",
                                "Ada",
                                Role.DEVELOPER,
                                List.of("web", "ai"),
                                new Jurisdiction("DE")),
                        Actor.ADMIN_TOKEN);
        String gateway = token(ada, Token.Kind.GATEWAY);
        String other = token(create("bob@example.com"), Token.Kind.GATEWAY);

        assertThat(people.find(ada.id())).contains(ada);
        assertThat(workspace.changes().getFirst().details())
                .containsEntry("jurisdiction", "DE")
                .containsEntry("teams", "ai, web");
        assertThat(register().identify(gateway, TestWorkspace.NOON))
                .hasValueSatisfying(found -> {
                    assertThat(found.teams()).containsExactlyInAnyOrder("web", "ai");
                    assertThat(found.jurisdiction()).isEqualTo(new Jurisdiction("DE"));
                });
        assertThat(register().identify(other, TestWorkspace.NOON))
                .hasValueSatisfying(found -> {
                    assertThat(found.teams()).isEmpty();
                    assertThat(found.jurisdiction()).isNull();
                });
    }

    @Test
    void doesNotDeactivateWhenTheLedgerDoesNotTakeIt() throws IOException {
        Person ada = create("ada@example.com");
        String gateway = token(ada, Token.Kind.GATEWAY);
        workspace.ledger().close();

        assertThatExceptionOfType(NotRecordedException.class)
                .isThrownBy(() -> people.deactivate(ada.id(), Actor.ADMIN_TOKEN));
        assertThat(people.find(ada.id()).orElseThrow().active()).isTrue();
        assertThat(register().identify(gateway, TestWorkspace.NOON)).isPresent();
    }

    @Test
    void doesNotDeactivateSomebodyUnknown() {
        assertThatExceptionOfType(RejectedException.class)
                .isThrownBy(() -> people.deactivate(PersonId.next(), Actor.ADMIN_TOKEN))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.UNKNOWN));
    }

    private Person create(String email, String... teams) {
        return people.create(
                new NewPerson(email, "Ada", Role.DEVELOPER, List.of(teams)), Actor.ADMIN_TOKEN);
    }

    private String token(Person person, Token.Kind kind) {
        return tokens.create(new NewToken(person.id(), "laptop", kind, null), Actor.of(person.id()))
                .secret();
    }

    private Register register() {
        return workspace.inForce().register();
    }
}
