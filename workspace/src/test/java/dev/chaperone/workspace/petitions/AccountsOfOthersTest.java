// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.petitions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chaperone.captures.Side;
import dev.chaperone.channels.Channels;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.CaptureSite;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.accounts.Accounts;
import dev.chaperone.workspace.accounts.Handovers;
import dev.chaperone.workspace.accounts.Invitation;
import dev.chaperone.workspace.accounts.PasswordHash;
import dev.chaperone.workspace.accounts.SetUp;
import dev.chaperone.workspace.accounts.Totp;
import dev.chaperone.workspace.activity.Scope;
import dev.chaperone.workspace.deliveries.Deliveries;
import dev.chaperone.workspace.openings.Opening;
import dev.chaperone.workspace.openings.Openings;
import dev.chaperone.workspace.sessions.Sessions;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/// Whoever hands over the link of an account could have used it first: with it nobody becomes a
/// second person.
@Timeout(60)
class AccountsOfOthersTest {
    private static final Set<Side> PROMPT = Set.of(Side.PROMPT);

    @TempDir Path directory;

    private CaptureSite site;
    private Openings openings;
    private Accounts accounts;
    private Handovers handovers;

    @BeforeEach
    void open() throws Exception {
        site = CaptureSite.open(directory);
        openings = site.openings();
        handovers = new Handovers(site.workspace().database());
        var workspace = site.workspace();
        accounts =
                new Accounts(
                        new Accounts.Surroundings(
                                workspace.database(),
                                workspace.journal(),
                                site.people(),
                                new Sessions(
                                        workspace.database(),
                                        workspace.journal(),
                                        workspace.clock()),
                                new Deliveries(
                                        workspace.database(),
                                        workspace.journal(),
                                        Channels.NONE,
                                        workspace.clock())),
                        new PasswordHash() {
                            @Override
                            public String of(String password) {
                                return password;
                            }

                            @Override
                            public boolean matches(String password, String hash) {
                                return hash.equals(password);
                            }
                        },
                        "0f".repeat(32),
                        workspace.clock());
    }

    @AfterEach
    void close() throws IOException {
        site.close();
    }

    private void invited(PersonId person, Actor by, Invitation.Wish wish) {
        Totp device = Totp.next();
        String link = accounts.invite(person, by, wish, null).secret();
        accounts.accept(
                link,
                new SetUp(
                        "grey kettle on the roof",
                        device,
                        device.code(site.workspace().clock().instant())));
    }

    private void byHand(PersonId person, PersonId by) {
        invited(person, Actor.of(by), Invitation.Wish.of(Invitation.Handed.BY_HAND));
    }

    /// Each time to see another prompt.
    private Opening ask(PersonId by) throws Exception {
        return openings.ask(
                Scope.everybody(),
                site.prompt(site.ada(), "Why does the build fail?"),
                CaptureSite.REASON,
                Party.signedIn(by));
    }

    private void decides(Opening asked, PersonId by) {
        openings.decide(asked.id(), true, Party.signedIn(by));
    }

    @Test
    void doesNotCountAnAccountTogetherWithWhoeverHandedOverItsLink() throws Exception {
        byHand(site.ines(), site.grace());
        refused(() -> decides(ask(site.grace()), site.ines()), "handed over the link of your");
        refused(() -> decides(ask(site.ines()), site.grace()), "You handed over the link");
        decides(ask(site.omar()), site.ines());
    }

    @Test
    void countsItAgainOnceTheLinkCameByMailOrFromAnother() throws Exception {
        byHand(site.ines(), site.grace());
        invited(site.ines(), Actor.of(site.grace()), Invitation.Wish.of(Invitation.Handed.BY_MAIL));
        decides(ask(site.grace()), site.ines());

        byHand(site.ines(), site.omar());
        decides(ask(site.grace()), site.ines());
        refused(() -> decides(ask(site.omar()), site.ines()), "handed over the link");

        invited(site.ines(), Actor.ADMIN_TOKEN, Invitation.Wish.of(Invitation.Handed.BY_HAND));
        decides(ask(site.omar()), site.ines());
    }

    @Test
    void countsWhomAnIdentityProviderVouchesFor() throws Exception {
        byHand(site.ines(), site.grace());
        Opening asked = ask(site.grace());
        openings.decide(asked.id(), true, new Party(site.ines(), null, true));
        openings.read(asked.id(), PROMPT, Party.signedIn(site.grace()));
    }

    @Test
    void showsNothingToAnAccountThatTheApproverCouldHold() throws Exception {
        Opening asked = ask(site.ines());
        decides(asked, site.grace());
        byHand(site.ines(), site.grace());
        refused(
                () -> openings.read(asked.id(), PROMPT, Party.signedIn(site.ines())),
                "The person who approved it handed over");
        openings.read(asked.id(), PROMPT, new Party(site.ines(), null, true));
    }

    @Test
    void remembersWhoStandsBehindWhoeverInvites() throws Exception {
        byHand(site.omar(), site.grace());
        byHand(site.ines(), site.omar());
        assertThat(handovers.holders(site.ines()))
                .containsExactlyInAnyOrder(site.omar().value(), site.grace().value());
        refused(() -> decides(ask(site.grace()), site.ines()), "handed over the link");

        byHand(site.ines(), site.ines());
        assertThat(handovers.holders(site.ines()))
                .as("a link that an account makes for itself frees it of nobody")
                .contains(site.grace().value());
    }

    @Test
    void remembersWhoMadeTheTokenThatInvited() throws Exception {
        invited(
                site.ines(),
                Actor.of(site.omar()),
                new Invitation.Wish(Invitation.Handed.BY_HAND, Set.of(site.grace().value())));
        refused(() -> decides(ask(site.grace()), site.ines()), "handed over the link");
    }

    private static void refused(ThrowingCallable call, String why) {
        assertThatExceptionOfType(RejectedException.class)
                .isThrownBy(call)
                .withMessageContaining(why);
    }
}
