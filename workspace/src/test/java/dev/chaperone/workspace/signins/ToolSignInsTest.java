// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.signins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chaperone.policy.Register;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.TestWorkspace;
import dev.chaperone.workspace.people.NewPerson;
import dev.chaperone.workspace.people.People;
import dev.chaperone.workspace.people.Role;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

class ToolSignInsTest {
    private static final String HERE = "10.0.0.7";
    private static final String CLIENT = "claude-code/2.1.330";

    @TempDir Path directory;

    private TestWorkspace workspace;
    private People people;
    private ToolSignIns signIns;
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
        signIns =
                new ToolSignIns(
                        workspace.database(),
                        workspace.journal(),
                        workspace.inForce(),
                        Lifetimes.DEFAULT,
                        workspace.clock());
        ada =
                people.create(
                                new NewPerson("ada@example.com", "Ada", Role.DEVELOPER, List.of()),
                                Actor.SYSTEM)
                        .id();
    }

    @AfterEach
    void close() throws IOException {
        workspace.close();
    }

    @Test
    void givesTokensOnceAfterSomebodyApproved() throws IOException {
        Invitation invited = invite();
        assertThat(reason(signIns.redeem(invited.deviceCode())))
                .isEqualTo(TokenAnswer.Reason.PENDING);
        approve(invited);

        TokenAnswer.Issued issued = issued(signIns.redeem(invited.deviceCode()));

        assertThat(identified(issued.access()))
                .hasValueSatisfying(caller -> {
                    assertThat(caller.person()).isEqualTo(ada);
                    assertThat(caller.id()).isEqualTo(invited.id());
                });
        assertThat(issued.lasts()).isEqualTo(Duration.ofHours(1));
        assertThat(reason(signIns.redeem(invited.deviceCode())))
                .isEqualTo(TokenAnswer.Reason.WORTHLESS);
        assertThat(signIns.holders()).containsExactly(ada);
        assertThat(actions()).containsExactly("sign-in.approved", "sign-in.began");
    }

    @Test
    void makesCodesThatNobodyCanGuessAndEverybodyCanType() {
        Set<String> codes = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            Invitation invited = signIns.invite(CLIENT, HERE).orElseThrow();
            assertThat(invited.userCode())
                    .matches("[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}");
            // 43 characters of 62 are more than 256 bits.
            assertThat(invited.deviceCode()).matches("[0-9A-Za-z]{43}");
            codes.add(invited.userCode());
            codes.add(invited.deviceCode());
        }
        assertThat(codes).hasSize(100);
    }

    @Test
    void findsTheToolInAnySpellingOfItsCode() {
        Invitation invited = invite();
        String code = invited.userCode();
        for (String typed :
                List.of(
                        code,
                        code.toLowerCase(Locale.ROOT),
                        " " + code.replace("-", "") + " ",
                        code.replace('-', ' '))) {
            assertThat(signIns.look(typed, Actor.of(ada), HERE))
                    .isInstanceOfSatisfying(
                            Looked.Waiting.class,
                            found -> {
                                assertThat(found.signIn().client()).isEqualTo(CLIENT);
                                assertThat(found.signIn().address()).isEqualTo(HERE);
                                assertThat(found.signIn().askedAt()).isEqualTo(now);
                            });
        }
    }

    @Test
    void slowsAToolDownThatAsksTooOften() {
        Invitation invited = invite();
        assertThat(reason(signIns.redeem(invited.deviceCode())))
                .isEqualTo(TokenAnswer.Reason.PENDING);
        pass(Duration.ofSeconds(2));
        assertThat(reason(signIns.redeem(invited.deviceCode())))
                .isEqualTo(TokenAnswer.Reason.SLOW_DOWN);
        pass(Duration.ofSeconds(5));
        assertThat(reason(signIns.redeem(invited.deviceCode())))
                .isEqualTo(TokenAnswer.Reason.SLOW_DOWN);
        pass(Duration.ofSeconds(15));
        assertThat(reason(signIns.redeem(invited.deviceCode())))
                .isEqualTo(TokenAnswer.Reason.PENDING);
    }

    @Test
    void letsCodesLapseAfterTenMinutesWhateverWasDecided() {
        Invitation approved = invite();
        approve(approved);
        Invitation waiting = invite();
        pass(Duration.ofMinutes(10));

        assertThat(reason(signIns.redeem(approved.deviceCode())))
                .isEqualTo(TokenAnswer.Reason.EXPIRED);
        assertThat(reason(signIns.redeem(waiting.deviceCode())))
                .isEqualTo(TokenAnswer.Reason.EXPIRED);
        assertThat(signIns.look(waiting.userCode(), Actor.of(ada), HERE))
                .isInstanceOf(Looked.Nothing.class);
        assertThatExceptionOfType(RejectedException.class)
                .isThrownBy(() -> signIns.approve(waiting.id(), ada, Actor.of(ada)));
    }

    @Test
    void tellsAToolThatItWasDenied() throws IOException {
        Invitation invited = invite();
        signIns.deny(invited.id(), Actor.of(ada));

        assertThat(reason(signIns.redeem(invited.deviceCode())))
                .isEqualTo(TokenAnswer.Reason.DENIED);
        assertThatExceptionOfType(RejectedException.class)
                .isThrownBy(() -> signIns.approve(invited.id(), ada, Actor.of(ada)));
        assertThat(actions()).containsExactly("sign-in.denied");
    }

    @Test
    void givesNoTokensToSomebodyWhoseAccessEndedInBetween() {
        Invitation invited = invite();
        approve(invited);
        people.deactivate(ada, Actor.SYSTEM);

        assertThat(reason(signIns.redeem(invited.deviceCode())))
                .isEqualTo(TokenAnswer.Reason.DENIED);
    }

    @Test
    void renewsWithANewRefreshTokenAndLetsTheOldAccessTokenComeToItsEnd() {
        TokenAnswer.Issued first = signedIn();
        pass(Duration.ofMinutes(50));
        TokenAnswer.Issued second = issued(signIns.renew(first.refresh()));

        assertThat(second.refresh()).isNotEqualTo(first.refresh());
        assertThat(identified(first.access())).isPresent();
        assertThat(identified(second.access())).isPresent();
        pass(Duration.ofMinutes(10));
        assertThat(identified(first.access())).isEmpty();
        assertThat(identified(second.access())).isPresent();
        pass(Duration.ofMinutes(50));
        assertThat(identified(second.access())).isEmpty();
        assertThat(signIns.of(ada))
                .singleElement()
                .satisfies(one -> assertThat(one.state()).isEqualTo(ToolSignIn.State.RUNNING));
    }

    @Test
    void endsTheWholeSignInWhenAnOldRefreshTokenComesAgain() throws IOException {
        TokenAnswer.Issued first = signedIn();
        TokenAnswer.Issued second = issued(signIns.renew(first.refresh()));

        assertThat(reason(signIns.renew(first.refresh()))).isEqualTo(TokenAnswer.Reason.WORTHLESS);

        assertThat(identified(first.access())).isEmpty();
        assertThat(identified(second.access())).isEmpty();
        assertThat(reason(signIns.renew(second.refresh()))).isEqualTo(TokenAnswer.Reason.WORTHLESS);
        assertThat(workspace.changes("sign-in.ended"))
                .singleElement()
                .satisfies(change -> {
                    assertThat(change.actor()).isEqualTo("system");
                    assertThat(change.details())
                            .containsEntry("because", "refresh-token-reused")
                            .containsEntry("person", ada.value());
                });
    }

    @Test
    void endsNothingForATokenThatIsNone() throws IOException {
        TokenAnswer.Issued issued = signedIn();
        long before = workspace.ledger().size();
        for (String other :
                List.of("", "chr_", "chr_" + "a".repeat(86), issued.access(), "x".repeat(10_000))) {
            assertThat(reason(signIns.renew(other))).isEqualTo(TokenAnswer.Reason.WORTHLESS);
        }
        signIns.signOut("chp_" + "a".repeat(43));
        assertThat(identified(issued.access())).isPresent();
        assertThat(workspace.ledger().size()).isEqualTo(before);
    }

    @Test
    void refusesARevokedPersonAtTheNextRequestAndTheNextRefresh() {
        TokenAnswer.Issued issued = signedIn();
        people.deactivate(ada, Actor.SYSTEM);

        assertThat(identified(issued.access())).isEmpty();
        assertThat(reason(signIns.renew(issued.refresh()))).isEqualTo(TokenAnswer.Reason.WORTHLESS);
    }

    @Test
    void endsWhenTheToolSignsOutByEitherToken() throws IOException {
        TokenAnswer.Issued one = signedIn();
        TokenAnswer.Issued other = signedIn();
        signIns.signOut(one.access());
        signIns.signOut(one.refresh());
        signIns.signOut(other.refresh());

        assertThat(identified(one.access())).isEmpty();
        assertThat(identified(other.access())).isEmpty();
        assertThat(reason(signIns.renew(one.refresh()))).isEqualTo(TokenAnswer.Reason.WORTHLESS);
        assertThat(workspace.changes("sign-in.ended"))
                .hasSize(2)
                .allSatisfy(change -> {
                    assertThat(change.actor()).isEqualTo(ada.value());
                    assertThat(change.details()).containsEntry("because", "signed-out");
                });
    }

    @Test
    void endsAtTheLatestAfterItsDays() {
        TokenAnswer.Issued issued = signedIn();
        for (int day = 1; day < 30; day++) {
            pass(Duration.ofDays(1));
            issued = issued(signIns.renew(issued.refresh()));
        }
        pass(Duration.ofHours(23).plusMinutes(30));
        issued = issued(signIns.renew(issued.refresh()));
        assertThat(issued.lasts()).isEqualTo(Duration.ofMinutes(30));
        pass(Duration.ofMinutes(30));

        assertThat(identified(issued.access())).isEmpty();
        assertThat(reason(signIns.renew(issued.refresh()))).isEqualTo(TokenAnswer.Reason.WORTHLESS);
        assertThat(signIns.holders()).isEmpty();
    }

    @Test
    void stopsAPersonWhoGuessesCodesWhereverTheyAre() {
        Invitation invited = invite();
        guess(10, Actor.of(ada), HERE);

        assertThat(signIns.look(invited.userCode(), Actor.of(ada), "10.0.0.8"))
                .isInstanceOf(Looked.TooManyGuesses.class);
        assertThat(signIns.look(invited.userCode(), Actor.ADMIN_TOKEN, HERE))
                .isInstanceOf(Looked.Waiting.class);

        pass(Duration.ofMinutes(10));
        assertThat(signIns.look(invite().userCode(), Actor.of(ada), HERE))
                .isInstanceOf(Looked.Waiting.class);
    }

    @Test
    void stopsAnAddressFromWhichManyGuessCodes() {
        Invitation invited = invite();
        for (int i = 0; i < 10; i++) {
            guess(5, Actor.of(PersonId.next()), HERE);
        }

        assertThat(signIns.look(invited.userCode(), Actor.of(ada), HERE))
                .isInstanceOf(Looked.TooManyGuesses.class);
        assertThat(signIns.look(invited.userCode(), Actor.of(ada), "10.0.0.8"))
                .isInstanceOf(Looked.Waiting.class);
    }

    private void guess(int times, Actor by, String address) {
        for (int i = 0; i < times; i++) {
            assertThat(signIns.look("BBBB-BBB" + "BCDFGHJKLM".charAt(i), by, address))
                    .isInstanceOf(Looked.Nothing.class);
        }
    }

    @Test
    void takesNoMoreThanSoManyAtOnce() {
        for (int i = 0; i < ToolSignIns.MOST_WAITING_HERE; i++) {
            assertThat(signIns.invite(CLIENT, HERE)).isPresent();
        }
        assertThat(signIns.invite(CLIENT, HERE)).isEmpty();
        assertThat(signIns.invite(CLIENT, "10.0.0.8")).isPresent();
        pass(Duration.ofMinutes(10));
        assertThat(signIns.invite(CLIENT, HERE)).isPresent();
        pass(Duration.ofDays(1));
        assertThat(signIns.invite(CLIENT, HERE)).isPresent();
        assertThat(workspace.rows("tool_sign_in")).isEqualTo(2);
    }

    @Test
    void keepsCodesTokensAndAddressesOutOfTheLedgerAndTheirTextsOutOfTheDatabase()
            throws IOException {
        Invitation invited = invite();
        approve(invited);
        TokenAnswer.Issued issued = issued(signIns.redeem(invited.deviceCode()));

        String row =
                workspace
                        .test()
                        .jdbc()
                        .sql("SELECT to_jsonb(t)::text FROM tool_sign_in t")
                        .query(String.class)
                        .single();
        String[] secrets = {
            invited.deviceCode(),
            invited.userCode(),
            invited.userCode().replace("-", ""),
            issued.access(),
            issued.refresh(),
            issued.refresh().substring(4, 47)
        };
        assertThat(row).doesNotContain(secrets);
        assertThat(workspace.changes("sign-in").toString())
                .doesNotContain(secrets)
                .doesNotContain(HERE);
        assertThat(issued.toString() + invited).doesNotContain(secrets);
    }

    private Invitation invite() {
        return signIns.invite(CLIENT, HERE).orElseThrow();
    }

    private void approve(Invitation invited) {
        signIns.approve(invited.id(), ada, Actor.of(ada));
    }

    private TokenAnswer.Issued signedIn() {
        Invitation invited = invite();
        approve(invited);
        return issued(signIns.redeem(invited.deviceCode()));
    }

    private void pass(Duration time) {
        now = now.plus(time);
        workspace.clock().set(now);
    }

    private Optional<Register.Credential> identified(String token) {
        return workspace.inForce().register().identify(token, now);
    }

    private List<String> actions() throws IOException {
        return workspace.changes("sign-in").stream().map(change -> change.action()).toList();
    }

    private static TokenAnswer.Issued issued(TokenAnswer answer) {
        assertThat(answer).isInstanceOf(TokenAnswer.Issued.class);
        return (TokenAnswer.Issued) answer;
    }

    private static TokenAnswer.Reason reason(TokenAnswer answer) {
        assertThat(answer).isInstanceOf(TokenAnswer.Refused.class);
        return ((TokenAnswer.Refused) answer).reason();
    }
}
