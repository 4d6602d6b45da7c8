// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chaperone.policy.InForce;
import dev.chaperone.policy.Register;
import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.NotRecordedException;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.RejectedException.Reason;
import dev.chaperone.workspace.TestWorkspace;
import dev.chaperone.workspace.people.NewPerson;
import dev.chaperone.workspace.people.People;
import dev.chaperone.workspace.people.Role;

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

class TokensTest {
    private static final Instant NOON = TestWorkspace.NOON;

    @TempDir Path directory;

    private TestWorkspace workspace;
    private People people;
    private Tokens tokens;
    private PersonId ada;

    @BeforeEach
    void open() throws IOException {
        workspace = TestWorkspace.open(directory);
        people =
                new People(
                        workspace.database(),
                        workspace.journal(),
                        workspace.inForce(),
                        workspace.clock());
        tokens = tokens(workspace.inForce());
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
    void worksAtTheGatewayWhenTheCallReturns() {
        Token.Created created = create(Token.Kind.GATEWAY, null);

        assertThat(register().identify(created.secret(), NOON))
                .hasValueSatisfying(found -> {
                    assertThat(found.id()).isEqualTo(created.token().id());
                    assertThat(found.person()).isEqualTo(ada);
                });
        assertThat(tokens.authenticate(created.secret())).isEmpty();
        assertThat(tokens.holders()).containsExactly(ada);
    }

    @Test
    void notesWhenATokenOfTheApiWasUsedLast() {
        Token.Created created = create(Token.Kind.API, null);
        String id = created.token().id();
        assertThat(tokens.find(id).orElseThrow().used()).isEqualTo(new LastUse.Never());
        tokens.authenticate(created.secret());
        assertThat(tokens.find(id).orElseThrow().used()).isEqualTo(new LastUse.At(NOON));

        workspace
                .test()
                .jdbc()
                .sql(
                        "UPDATE token SET used_at = NULL,"
                                + " noted_since = created_at + interval '1 day'")
                .update();
        assertThat(tokens.find(id).orElseThrow().used())
                .as("made before it was noted")
                .isInstanceOf(LastUse.Unknown.class);
    }

    @Test
    void opensTheApiOnlyWithATokenOfTheApi() {
        Token.Created created = create(Token.Kind.API, null);

        assertThat(tokens.authenticate(created.secret())).contains(created.token());
        assertThat(tokens.authenticate("chp_other")).isEmpty();
        assertThat(register().identify(created.secret(), NOON)).isEmpty();
        assertThat(tokens.holders()).isEmpty();
    }

    @Test
    void numbersARegisterByTheEntryOfItsLastChange() {
        create(Token.Kind.GATEWAY, null);
        assertThat(register().number()).isEqualTo(workspace.ledger().size());

        Token.Created second = create(Token.Kind.GATEWAY, null);
        assertThat(register().number()).isEqualTo(workspace.ledger().size());

        tokens.revoke(second.token().id(), Actor.of(ada));
        assertThat(register().number()).isEqualTo(workspace.ledger().size()).isEqualTo(4);
    }

    @Test
    void endsARevokedTokenBeforeTheCallReturnsAndRecordsItOnce() throws IOException {
        Token.Created gateway = create(Token.Kind.GATEWAY, null);
        Token.Created api = create(Token.Kind.API, null);

        tokens.revoke(gateway.token().id(), Actor.of(ada));
        tokens.revoke(gateway.token().id(), Actor.of(ada));
        tokens.revoke(api.token().id(), Actor.of(ada));

        assertThat(register().identify(gateway.secret(), NOON)).isEmpty();
        assertThat(tokens.authenticate(api.secret())).isEmpty();
        assertThat(workspace.changes().stream().map(change -> change.action()))
                .containsExactly(
                        "person.created",
                        "token.created",
                        "token.created",
                        "token.revoked",
                        "token.revoked");
    }

    @Test
    void doesNotRevokeWhatIsNoToken() {
        for (String id : List.of("token_0123456789abcdefghjkmnpqrs", "x", "", "\0")) {
            assertThatExceptionOfType(RejectedException.class)
                    .isThrownBy(() -> tokens.revoke(id, Actor.ADMIN_TOKEN))
                    .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.UNKNOWN));
        }
    }

    @Test
    void bringsARevocationIntoForceThatWasStoredButNeverReachedTheGateway() {
        Token.Created created =
                tokens.create(new NewToken(ada, "laptop", Token.Kind.GATEWAY, null), Actor.SYSTEM);
        InForce elsewhere = new InForce(workspace.inForce().policy());
        tokens(elsewhere).revoke(created.token().id(), Actor.SYSTEM);
        assertThat(workspace.inForce().register().identify(created.secret(), NOON)).isPresent();

        tokens.revoke(created.token().id(), Actor.SYSTEM);

        assertThat(workspace.inForce().register().identify(created.secret(), NOON)).isEmpty();
    }

    @Test
    void endsByItselfWhenItExpires() {
        Instant one = NOON.plus(Duration.ofHours(1));
        Token.Created gateway = create(Token.Kind.GATEWAY, one);
        Token.Created api = create(Token.Kind.API, one);
        assertThat(tokens.authenticate(api.secret())).isPresent();

        workspace.clock().set(one);

        assertThat(register().identify(gateway.secret(), one)).isEmpty();
        assertThat(tokens.authenticate(api.secret())).isEmpty();
        assertThat(tokens.holders()).isEmpty();
    }

    @Test
    void refusesATokenThatHasAlreadyExpired() {
        assertThatExceptionOfType(RejectedException.class)
                .isThrownBy(() -> create(Token.Kind.GATEWAY, NOON))
                .withMessageContaining("expires");
    }

    @Test
    void refusesATokenForSomebodyUnknownOrInactive() {
        assertThatExceptionOfType(RejectedException.class)
                .isThrownBy(() -> createFor(PersonId.next()))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.UNKNOWN));

        people.deactivate(ada, Actor.ADMIN_TOKEN);
        assertThatExceptionOfType(RejectedException.class)
                .isThrownBy(() -> createFor(ada))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.CONFLICT));
        assertThat(workspace.rows("token")).isZero();
    }

    @Test
    void neitherStoresNorPublishesWhatTheLedgerDoesNotTake() throws IOException {
        Token.Created created = create(Token.Kind.GATEWAY, null);
        Register before = register();
        workspace.ledger().close();

        assertThatExceptionOfType(NotRecordedException.class)
                .isThrownBy(() -> create(Token.Kind.GATEWAY, null));
        assertThatExceptionOfType(NotRecordedException.class)
                .isThrownBy(() -> tokens.revoke(created.token().id(), Actor.ADMIN_TOKEN));
        assertThat(register()).isSameAs(before);
        assertThat(tokens.list(null, null, 10).items()).containsExactly(created.token());
    }

    @Test
    void keepsNoSecretInTheDatabaseTheLedgerOrItsWords() throws IOException {
        Token.Created created = create(Token.Kind.GATEWAY, null);

        String row =
                workspace
                        .test()
                        .jdbc()
                        .sql("SELECT token::text FROM token")
                        .query(String.class)
                        .single();
        String secret = created.secret().substring("chp_".length());
        assertThat(row).contains(Digest.of(created.secret()).hex()).doesNotContain(secret);
        assertThat(workspace.changes().toString()).doesNotContain(secret);
        assertThat(created.toString()).doesNotContain(secret);
    }

    @Test
    void listsTheTokensOfAPersonOrOfAll() {
        PersonId bob =
                people.create(
                                new NewPerson("bob@example.com", "Bob", Role.DEVELOPER, List.of()),
                                Actor.SYSTEM)
                        .id();
        Token first = create(Token.Kind.GATEWAY, null).token();
        Token second = createFor(bob).token();

        assertThat(tokens.list(null, null, 10).items()).containsExactly(second, first);
        assertThat(tokens.list(bob, null, 10).items()).containsExactly(second);
        assertThat(tokens.find(first.id())).contains(first);
    }

    @Test
    void putsTheStoredTokensInForceAtTheStart() {
        Token.Created created = create(Token.Kind.GATEWAY, null);
        InForce later = new InForce(workspace.inForce().policy());

        tokens(later).publish();

        assertThat(later.register().identify(created.secret(), NOON)).isPresent();
        assertThat(later.register().number()).isEqualTo(register().number());
    }

    private Tokens tokens(InForce inForce) {
        return new Tokens(workspace.database(), workspace.journal(), inForce, workspace.clock());
    }

    private Token.Created create(Token.Kind kind, @Nullable Instant expires) {
        return tokens.create(new NewToken(ada, "laptop", kind, expires), Actor.of(ada));
    }

    private Token.Created createFor(PersonId person) {
        return tokens.create(
                new NewToken(person, "laptop", Token.Kind.GATEWAY, null), Actor.ADMIN_TOKEN);
    }

    private Register register() {
        return workspace.inForce().register();
    }
}
