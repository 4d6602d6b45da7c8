// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chaperone.channels.Channels;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.TestWorkspace;
import dev.chaperone.workspace.deliveries.Deliveries;
import dev.chaperone.workspace.people.NewPerson;
import dev.chaperone.workspace.people.People;
import dev.chaperone.workspace.people.Role;
import dev.chaperone.workspace.sessions.Arrival;
import dev.chaperone.workspace.sessions.Sessions;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

class AccountsTest {
    private static final String EMAIL = "ada@northwind.example";
    private static final String PASSWORD = "grey kettle on the roof";
    private static final String HERE = "10.0.0.7";
    private static final String ELSEWHERE = "192.0.2.66";
    private static final Actor ADMIN = Actor.ADMIN_TOKEN;
    private static final Invitation.Wish BY_HAND = Invitation.Wish.of(Invitation.Handed.BY_HAND);

    @TempDir Path directory;

    private final List<String> compared = new ArrayList<>();
    private final Totp device = Totp.next();
    private TestWorkspace workspace;
    private People people;
    private Sessions sessions;
    private Accounts accounts;
    private PersonId ada;
    private Instant now = TestWorkspace.NOON;

    @BeforeEach
    void open() throws IOException {
        workspace = TestWorkspace.open(directory);
        people =
                new People(
                        workspace.database(),
                        workspace.journal(),
                        workspace.inForce(),
                        workspace.clock());
        sessions = new Sessions(workspace.database(), workspace.journal(), workspace.clock());
        accounts =
                new Accounts(
                        new Accounts.Surroundings(
                                workspace.database(),
                                workspace.journal(),
                                people,
                                sessions,
                                new Deliveries(
                                        workspace.database(),
                                        workspace.journal(),
                                        Channels.NONE,
                                        workspace.clock())),
                        hashes(),
                        "0f".repeat(32),
                        workspace.clock());
        ada =
                people.create(new NewPerson(EMAIL, "Ada Moreau", Role.DEVELOPER, List.of()), ADMIN)
                        .id();
    }

    @AfterEach
    void close() throws IOException {
        workspace.close();
    }

    /// Quick, and tells what was compared.
    private PasswordHash hashes() {
        return new PasswordHash() {
            @Override
            public String of(String password) {
                return "hash of " + password;
            }

            @Override
            public boolean matches(String password, String hash) {
                compared.add(hash);
                return hash.equals(of(password));
            }
        };
    }

    @Test
    void letsInWhoHasPasswordAndCode() throws IOException {
        setUp();
        later(Duration.ofSeconds(30));

        assertThat(shown(EMAIL, PASSWORD, device.code(now)))
                .isEqualTo(new Verdict.Known(ada, false));
        later(Duration.ofSeconds(30));
        assertThat(shown(EMAIL.toUpperCase(Locale.ROOT), PASSWORD, device.code(now)))
                .isEqualTo(new Verdict.Known(ada, false));
        later(Duration.ofSeconds(30));
        assertThat(shown(EMAIL, "grey kettle on the floor", device.code(now)))
                .isEqualTo(new Verdict.Unknown());
        assertThat(shown(EMAIL, PASSWORD, "000000")).isEqualTo(new Verdict.Unknown());
        assertThat(workspace.changes("account."))
                .extracting(change -> change.action())
                .containsExactly("account.invited", "account.set-up");
    }

    @Test
    void takesACodeOnceAndNoneFromBeforeIt() {
        setUp();
        String ofSetUp = device.code(now);
        assertThat(shown(EMAIL, PASSWORD, ofSetUp)).isEqualTo(new Verdict.Unknown());
        later(Duration.ofSeconds(60));
        String code = device.code(now);
        assertThat(shown(EMAIL, PASSWORD, code)).isInstanceOf(Verdict.Known.class);
        assertThat(shown(EMAIL, PASSWORD, code)).isEqualTo(new Verdict.Unknown());
        assertThat(shown(EMAIL, PASSWORD, device.code(now.minusSeconds(30))))
                .isEqualTo(new Verdict.Unknown());
    }

    @Test
    void bearsAClockThatIsHalfAMinuteOffAndNoMore() {
        setUp();
        later(Duration.ofMinutes(10));
        assertThat(shown(EMAIL, PASSWORD, device.code(now.minusSeconds(60))))
                .isEqualTo(new Verdict.Unknown());
        assertThat(shown(EMAIL, PASSWORD, device.code(now.plusSeconds(60))))
                .isEqualTo(new Verdict.Unknown());
        assertThat(shown(EMAIL, PASSWORD, device.code(now.minusSeconds(30))))
                .isInstanceOf(Verdict.Known.class);
        assertThat(shown(EMAIL, PASSWORD, device.code(now.plusSeconds(30))))
                .isInstanceOf(Verdict.Known.class);
    }

    @Test
    void letsEachRecoveryCodeStandInOnce() {
        List<String> codes = setUp();
        assertThat(codes).hasSize(10).doesNotHaveDuplicates();

        assertThat(shown(EMAIL, PASSWORD, codes.getFirst()))
                .isEqualTo(new Verdict.Known(ada, true));
        assertThat(shown(EMAIL, PASSWORD, codes.getFirst())).isEqualTo(new Verdict.Unknown());
        assertThat(shown(EMAIL, "wrong", codes.get(1))).isEqualTo(new Verdict.Unknown());
        assertThat(shown(EMAIL, PASSWORD, codes.get(1).replace("-", "")))
                .isEqualTo(new Verdict.Known(ada, true));
        assertThat(accounts.find(ada))
                .hasValueSatisfying(account -> assertThat(account.recoveryCodes()).isEqualTo(8));
    }

    @Test
    void comparesAPasswordAlsoWhereThereIsNoAccount() {
        setUp();
        compared.clear();
        assertThat(shown("nobody@northwind.example", PASSWORD, "000000"))
                .isEqualTo(new Verdict.Unknown());
        assertThat(compared).hasSize(1);
        shown(EMAIL, "wrong", "000000");
        assertThat(compared).hasSize(2);
    }

    @Test
    void makesOneWaitLongerAfterEachFailureButNeverForGood() {
        setUp();
        sessions.start(new Arrival(ada, "password+totp", now, HERE, "browser"));
        List<Duration> waits = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            switch (at(ELSEWHERE, EMAIL, "guess " + i, "000000")) {
                case Verdict.Wait(Duration left) -> {
                    waits.add(left);
                    later(left);
                }
                case Verdict.Unknown() -> {}
                case Verdict.Known(_, _) -> throw new AssertionError("A guess let somebody in");
            }
        }
        assertThat(waits)
                .startsWith(Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ofSeconds(120))
                .isSorted()
                .endsWith(Duration.ofMinutes(15));

        shown(ELSEWHERE, "x", "y");
        assertThat(at(HERE, EMAIL, PASSWORD, device.code(now)))
                .as("from where the person comes every day")
                .isInstanceOf(Verdict.Known.class);
        later(Duration.ofMinutes(16));
        assertThat(at("203.0.113.9", EMAIL, PASSWORD, device.code(now)))
                .as("from anywhere, after waiting")
                .isInstanceOf(Verdict.Known.class);
    }

    @Test
    void saysTheSameOfAnAccountThatThereIsNot() {
        setUp();
        for (String email : List.of(EMAIL, "nobody@northwind.example")) {
            for (int i = 0; i < 5; i++) {
                assertThat(at(ELSEWHERE, email, "x", "y")).isEqualTo(new Verdict.Unknown());
            }
            assertThat(at(ELSEWHERE, email, "x", "y"))
                    .isEqualTo(new Verdict.Wait(Duration.ofSeconds(30)));
        }
    }

    @Test
    void slowsDownAnAddressThatTriesManyAccounts() {
        for (int i = 0; i < 50; i++) {
            assertThat(at(ELSEWHERE, "p" + i + "@northwind.example", "x", "y"))
                    .isEqualTo(new Verdict.Unknown());
        }
        assertThat(at(ELSEWHERE, "next@northwind.example", "x", "y"))
                .isInstanceOf(Verdict.Wait.class);
        assertThat(at(HERE, "next@northwind.example", "x", "y")).isEqualTo(new Verdict.Unknown());
    }

    @Test
    void takesALinkOnceAndForSevenDays() {
        String first = accounts.invite(ada, ADMIN, BY_HAND, null).secret();
        String second = accounts.invite(ada, ADMIN, BY_HAND, null).secret();
        assertThat(accounts.invited(first)).as("a newer one took its place").isEmpty();
        assertThat(accounts.invited(second)).isPresent();

        later(Duration.ofDays(7).minusSeconds(1));
        assertThat(accounts.invited(second)).isPresent();
        later(Duration.ofSeconds(1));
        assertThat(accounts.invited(second)).isEmpty();
        assertThatExceptionOfType(RejectedException.class)
                .isThrownBy(() -> accounts.accept(second, chosen(PASSWORD)))
                .withMessageContaining("does not work");

        String third = accounts.invite(ada, ADMIN, BY_HAND, null).secret();
        accounts.accept(third, chosen(PASSWORD));
        assertThatExceptionOfType(RejectedException.class)
                .isThrownBy(() -> accounts.accept(third, chosen(PASSWORD)));
    }

    @Test
    void refusesPasswordsThatAreShortCommonOrTheirOwnName() {
        String link = accounts.invite(ada, ADMIN, BY_HAND, null).secret();
        for (String bad :
                List.of(
                        "short words",
                        "password12345",
                        "Passw0rd!!!!!",
                        "aaaaaaaaaaaaaa",
                        "123456789012",
                        "qwertyuiop12",
                        "i am ada@northwind.example",
                        "moreau is my name")) {
            assertThatExceptionOfType(RejectedException.class)
                    .as(bad)
                    .isThrownBy(() -> accounts.accept(link, chosen(bad)))
                    .withMessageContaining("password");
        }
        assertThatExceptionOfType(RejectedException.class)
                .isThrownBy(() -> accounts.accept(link, new SetUp(PASSWORD, device, "000000")))
                .withMessageContaining("clock");
        assertThat(accounts.accept(link, chosen(PASSWORD)).person()).isEqualTo(ada);
    }

    @Test
    void endsAllSessionsWhenAnAccountIsSetUpAnew() {
        setUp();
        sessions.start(new Arrival(ada, "password+totp", now, HERE, "browser"));
        String link = accounts.invite(ada, ADMIN, BY_HAND, null).secret();
        assertThat(sessions.of(ada)).isEmpty();
        sessions.start(new Arrival(ada, "password+totp", now, HERE, "browser"));

        Totp other = Totp.next();
        accounts.accept(link, new SetUp("another long sentence", other, other.code(now)));

        assertThat(sessions.of(ada)).isEmpty();
        later(Duration.ofMinutes(1));
        assertThat(shown(EMAIL, PASSWORD, device.code(now))).isEqualTo(new Verdict.Unknown());
        assertThat(shown(EMAIL, "another long sentence", other.code(now)))
                .isInstanceOf(Verdict.Known.class);
    }

    @Test
    void changesThePasswordForWhoKnowsItAndEndsTheOtherSessions() {
        setUp();
        String kept = sessions.start(new Arrival(ada, "password+totp", now, HERE, "browser")).id();
        sessions.start(new Arrival(ada, "password+totp", now, ELSEWHERE, "other"));
        assertThatExceptionOfType(RejectedException.class)
                .isThrownBy(
                        () -> accounts.changePassword(ada, "wrong", "a new long sentence", kept))
                .withMessageContaining("not your password");

        accounts.changePassword(ada, PASSWORD, "a new long sentence", kept);

        assertThat(sessions.of(ada)).extracting(session -> session.id()).containsExactly(kept);
        later(Duration.ofMinutes(1));
        assertThat(shown(EMAIL, PASSWORD, device.code(now))).isEqualTo(new Verdict.Unknown());
        assertThat(shown(EMAIL, "a new long sentence", device.code(now)))
                .isInstanceOf(Verdict.Known.class);
    }

    @Test
    void letsNobodyInWhoseAccessHasEnded() {
        setUp();
        later(Duration.ofMinutes(1));
        people.deactivate(ada, ADMIN);
        assertThat(shown(EMAIL, PASSWORD, device.code(now))).isEqualTo(new Verdict.Unknown());
        assertThatExceptionOfType(RejectedException.class)
                .isThrownBy(() -> accounts.invite(ada, ADMIN, BY_HAND, null));
    }

    @Test
    void keepsNothingInTheDatabaseThatOpensAnything() {
        String link = accounts.invite(ada, ADMIN, BY_HAND, null).secret();
        List<String> codes = accounts.accept(link, chosen(PASSWORD)).recoveryCodes();
        String rows =
                workspace
                        .test()
                        .jdbc()
                        .sql(
                                """
                                SELECT (SELECT json_agg(a)::text FROM account a)
                                    || (SELECT json_agg(i)::text FROM invitation i)
                                    || (SELECT json_agg(r)::text FROM recovery_code r)
                                """)
                        .query(String.class)
                        .single();
        assertThat(rows)
                .doesNotContain(link, device.text(), codes.getFirst())
                .doesNotContain(codes.getFirst().replace("-", ""))
                .doesNotContain(HexFormat.of().formatHex(device.secret()));
    }

    private List<String> setUp() {
        return accounts.accept(
                        accounts.invite(ada, ADMIN, BY_HAND, null).secret(), chosen(PASSWORD))
                .recoveryCodes();
    }

    private SetUp chosen(String password) {
        return new SetUp(password, device, device.code(now));
    }

    private Verdict shown(String email, String password, String code) {
        return at(HERE, email, password, code);
    }

    private Verdict at(String address, String email, String password, String code) {
        return accounts.check(new Presented(email, password, code, address));
    }

    private void later(Duration time) {
        now = now.plus(time);
        workspace.clock().set(now);
    }
}
