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
import dev.chaperone.workspace.sessions.Sessions;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Keys in devices, with a protocol that believes what it is told: `KEY COUNTER HOLDER`.
class PasskeysTest {
    private static final PasskeySite SITE =
            new PasskeySite("chaperone.example.com", "https://chaperone.example.com");
    private static final Actor ADMIN = Actor.ADMIN_TOKEN;
    private static final String HERE = "10.0.0.7";

    @TempDir Path directory;

    private TestWorkspace workspace;
    private People people;
    private Accounts accounts;
    private Passkeys passkeys;
    private PersonId ada;
    private PersonId bob;

    @BeforeEach
    void open() throws IOException {
        workspace = TestWorkspace.open(directory);
        people =
                new People(
                        workspace.database(),
                        workspace.journal(),
                        workspace.inForce(),
                        workspace.clock());
        accounts =
                new Accounts(
                        new Accounts.Surroundings(
                                workspace.database(),
                                workspace.journal(),
                                people,
                                new Sessions(
                                        workspace.database(),
                                        workspace.journal(),
                                        workspace.clock()),
                                new Deliveries(
                                        workspace.database(),
                                        workspace.journal(),
                                        Channels.NONE,
                                        workspace.clock())),
                        hashes(),
                        "0f".repeat(32),
                        workspace.clock());
        passkeys = accounts.passkeys(new Believing());
        ada = person("ada");
        bob = person("bob");
        setUp(ada);
        setUp(bob);
    }

    @AfterEach
    void close() throws IOException {
        workspace.close();
    }

    private static PasswordHash hashes() {
        return new PasswordHash() {
            @Override
            public String of(String password) {
                return "hash of " + password;
            }

            @Override
            public boolean matches(String password, String hash) {
                return hash.equals(of(password));
            }
        };
    }

    private PersonId person(String name) {
        return people.create(
                        new NewPerson(name + "@northwind.example", name, Role.DEVELOPER, List.of()),
                        ADMIN)
                .id();
    }

    private void setUp(PersonId person) {
        Totp device = Totp.next();
        String link =
                accounts.invite(person, ADMIN, Invitation.Wish.of(Invitation.Handed.BY_HAND), null)
                        .secret();
        accounts.accept(
                link,
                new SetUp(
                        "grey kettle on the roof",
                        device,
                        device.code(workspace.clock().instant())));
    }

    /// Says what it is told, and counts as devices do.
    private static final class Believing implements PasskeyProtocol {
        @Override
        public Optional<Kept> made(PasskeyAnswer answer) {
            String[] told = answer.text().split(" ", -1);
            return told.length == 3
                    ? Optional.of(new Kept(told[0], "key", Long.parseLong(told[1]), false))
                    : Optional.empty();
        }

        @Override
        public Optional<String> credential(PasskeyAnswer answer) {
            return Optional.of(answer.text().split(" ", -1)[0]);
        }

        @Override
        public Shown shown(PasskeyAnswer answer, Kept kept, String holder) {
            String[] told = answer.text().split(" ", -1);
            if (told.length < 3 || !told[2].equals(holder)) {
                return new Shown.Nothing();
            }
            long counter = Long.parseLong(told[1]);
            return counter > kept.counter() || (counter == 0 && kept.counter() == 0)
                    ? new Shown.Holds(counter)
                    : new Shown.Copied();
        }
    }

    private static PasskeyAnswer answer(String key, long counter, PersonId holder) {
        return new PasskeyAnswer(key + " " + counter + " " + holder.value(), "asked", SITE);
    }

    private Verdict shows(String key, long counter, PersonId holder) {
        return passkeys.check(answer(key, counter, holder), HERE);
    }

    @Test
    void letsInWhoHoldsTheKeyAndNotesIt() throws IOException {
        Passkey made = passkeys.add(ada, "laptop", answer("k1", 1, ada));
        assertThat(made.used()).isNull();
        assertThat(shows("k1", 2, ada)).isEqualTo(new Verdict.Known(ada, false));
        assertThat(passkeys.of(ada).getFirst().used()).isNotNull();
        assertThat(workspace.changes("account.passkey"))
                .singleElement()
                .satisfies(change -> {
                    assertThat(change.action()).isEqualTo("account.passkey-added");
                    assertThat(change.details()).containsOnlyKeys("passkey");
                });
    }

    @Test
    void refusesAndRecordsACounterThatDoesNotGoOn() throws IOException {
        passkeys.add(ada, "laptop", answer("k1", 5, ada));
        assertThat(shows("k1", 6, ada)).isInstanceOf(Verdict.Known.class);
        assertThat(shows("k1", 6, ada)).isEqualTo(new Verdict.Unknown());
        assertThat(shows("k1", 3, ada)).isEqualTo(new Verdict.Unknown());
        assertThat(workspace.changes("account.passkey-copied")).hasSize(2);
        assertThat(shows("k1", 7, ada)).isInstanceOf(Verdict.Known.class);
    }

    @Test
    void takesDevicesThatDoNotCount() {
        passkeys.add(ada, "cloud", answer("k0", 0, ada));
        assertThat(shows("k0", 0, ada)).isInstanceOf(Verdict.Known.class);
        assertThat(shows("k0", 0, ada)).isInstanceOf(Verdict.Known.class);
    }

    @Test
    void opensNobodyElsesAccount() {
        passkeys.add(ada, "laptop", answer("k1", 1, ada));
        assertThat(shows("k1", 2, bob)).as("in another's name").isEqualTo(new Verdict.Unknown());
        assertThat(shows("k9", 2, ada)).as("an unknown key").isEqualTo(new Verdict.Unknown());
        assertThatExceptionOfType(RejectedException.class)
                .as("a key that is another's already")
                .isThrownBy(() -> passkeys.add(bob, "mine", answer("k1", 3, bob)))
                .withMessageContaining("known here already");
        String id = passkeys.of(ada).getFirst().id();
        assertThatExceptionOfType(RejectedException.class)
                .isThrownBy(() -> passkeys.remove(bob, id))
                .withMessageContaining("passkey");
        assertThat(passkeys.of(ada)).hasSize(1);
    }

    @Test
    void makesWhoeverGuessesWaitAndNotTheOwnerOfAnotherKey() {
        passkeys.add(ada, "laptop", answer("k1", 1, ada));
        passkeys.add(ada, "phone", answer("k2", 1, ada));
        for (int i = 0; i < 5; i++) {
            assertThat(shows("k1", 2, bob)).isEqualTo(new Verdict.Unknown());
        }
        assertThat(shows("k1", 2, ada)).isInstanceOf(Verdict.Wait.class);
        assertThat(shows("k2", 2, ada)).isInstanceOf(Verdict.Known.class);
    }

    @Test
    void opensNothingOnceItIsRemovedOrThePersonHasLeftOrTheAccountIsNew() {
        passkeys.add(ada, "laptop", answer("k1", 1, ada));
        passkeys.remove(ada, passkeys.of(ada).getFirst().id());
        assertThat(shows("k1", 2, ada)).isEqualTo(new Verdict.Unknown());

        passkeys.add(ada, "laptop", answer("k2", 1, ada));
        people.deactivate(ada, ADMIN);
        assertThat(shows("k2", 2, ada)).isEqualTo(new Verdict.Unknown());
        people.reactivate(ada, ADMIN);
        assertThat(shows("k2", 3, ada)).isInstanceOf(Verdict.Known.class);

        setUp(ada);
        assertThat(passkeys.of(ada))
                .as("what opened the account before opens it no more")
                .isEmpty();
        assertThat(shows("k2", 4, ada)).isEqualTo(new Verdict.Unknown());
    }

    @Test
    void belongToAccountsAndAreFew() {
        PersonId eve = person("eve");
        assertThatExceptionOfType(RejectedException.class)
                .isThrownBy(() -> passkeys.add(eve, "laptop", answer("k1", 1, eve)))
                .withMessageContaining("belong to accounts of Chaperone");
        for (int i = 0; i < 10; i++) {
            passkeys.add(ada, "key " + i, answer("n" + i, 1, ada));
        }
        assertThatExceptionOfType(RejectedException.class)
                .isThrownBy(() -> passkeys.add(ada, "one more", answer("n10", 1, ada)))
                .withMessageContaining("You have 10 passkeys");
        assertThatExceptionOfType(RejectedException.class)
                .isThrownBy(() -> passkeys.add(bob, "laptop", new PasskeyAnswer("", "a", SITE)))
                .withMessageContaining("does not hold");
    }
}
