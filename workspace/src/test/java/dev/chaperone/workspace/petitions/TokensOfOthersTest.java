// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.petitions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chaperone.captures.Side;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.CaptureSite;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.activity.Scope;
import dev.chaperone.workspace.holds.Hold;
import dev.chaperone.workspace.holds.NewHold;
import dev.chaperone.workspace.openings.Opening;
import dev.chaperone.workspace.openings.Openings;
import dev.chaperone.workspace.tokens.NewToken;
import dev.chaperone.workspace.tokens.Token;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Set;

/// Whoever makes a token in another's name can hold it: with it nobody becomes a second person.
@Timeout(60)
class TokensOfOthersTest {
    private static final Set<Side> PROMPT = Set.of(Side.PROMPT);

    @TempDir Path directory;

    private CaptureSite site;
    private Openings openings;
    private String interaction;

    @BeforeEach
    void open() throws Exception {
        site = CaptureSite.open(directory);
        openings = site.openings();
        interaction = site.prompt(site.ada(), "Why does the build fail?");
    }

    @AfterEach
    void close() throws IOException {
        site.close();
    }

    @Test
    void refusesADecisionWithATokenThatTheAskerMade() throws IOException {
        Opening asked = ask(Party.signedIn(site.grace()));
        String byGrace = token(site.ines(), site.grace(), null);
        refused(
                () -> openings.decide(asked.id(), true, new Party(site.ines(), byGrace)),
                "made your token");

        String byOmar = token(site.ines(), site.omar(), null);
        openings.decide(asked.id(), true, new Party(site.ines(), byOmar));
        assertThat(site.leaves().getLast().details()).containsEntry("token", byOmar);
    }

    @Test
    void refusesATokenThatWasMadeWithATokenThatTheAskerMade() throws IOException {
        Opening asked = ask(Party.signedIn(site.grace()));
        String first = token(site.omar(), site.grace(), null);
        String second = token(site.omar(), site.omar(), first);
        String third = token(site.ines(), site.omar(), second);

        refused(
                () -> openings.decide(asked.id(), true, new Party(site.ines(), third)),
                "made your token");
        assertThat(site.workspace().changes("token.created").getLast().details())
                .containsEntry("with", second);
    }

    @Test
    void refusesADecisionAboutAWishThatTheDeciderCouldHaveAskedForThemselves() {
        String byGrace = token(site.ines(), site.grace(), null);
        Opening asked = ask(new Party(site.ines(), byGrace));
        refused(
                () -> openings.decide(asked.id(), true, Party.signedIn(site.grace())),
                "You made the token");
        openings.decide(asked.id(), true, Party.signedIn(site.omar()));
    }

    @Test
    void refusesToShowContentToATokenThatTheApproverMade() {
        Opening asked = ask(Party.signedIn(site.ines()));
        openings.decide(asked.id(), true, Party.signedIn(site.grace()));
        String byGrace = token(site.ines(), site.grace(), null);
        refused(
                () -> openings.read(asked.id(), PROMPT, new Party(site.ines(), byGrace)),
                "made your token");
        openings.read(asked.id(), PROMPT, Party.signedIn(site.ines()));
    }

    @Test
    void refusesATokenOfWhichNobodyKnowsWhoMadeIt() {
        String old = token(site.ines(), site.omar(), null);
        site.workspace().test().jdbc().sql("UPDATE token SET made_by = NULL").update();
        refused(() -> ask(new Party(site.ines(), old)), "Have a new one made");
    }

    @Test
    void takesTokensOfTheAdministratorTokenAndOnesOwn() {
        String given =
                site.tokens()
                        .create(
                                new NewToken(site.ines(), "api", Token.Kind.API, null),
                                Actor.ADMIN_TOKEN)
                        .token()
                        .id();
        String own = token(site.grace(), site.grace(), null);
        Opening asked = ask(new Party(site.ines(), given));
        openings.decide(asked.id(), true, new Party(site.grace(), own));
        openings.read(asked.id(), PROMPT, new Party(site.ines(), given));
    }

    @Test
    void keepsAsManyPeopleApartForHolds() {
        NewHold wanted = new NewHold(site.ada(), CaptureSite.REASON, LocalDate.parse("2027-03-01"));
        Hold hold = site.holds().ask(wanted, Party.signedIn(site.grace()));
        String byGrace = token(site.ines(), site.grace(), null);
        refused(
                () -> site.holds().decide(hold.id(), true, new Party(site.ines(), byGrace)),
                "made your token");

        String byOmar = token(site.ines(), site.omar(), null);
        site.holds().decide(hold.id(), true, Party.signedIn(site.ines()));
        Hold ending =
                site.holds()
                        .askRelease(
                                hold.id(), "The case is closed.", new Party(site.ines(), byOmar));
        refused(
                () -> site.holds().decideRelease(hold.id(), true, Party.signedIn(site.omar())),
                "You made the token");
        assertThat(site.holds().find(hold.id())).hasValue(ending);
    }

    private Opening ask(Party by) {
        return openings.ask(Scope.everybody(), interaction, CaptureSite.REASON, by);
    }

    private String token(PersonId person, PersonId maker, @Nullable String with) {
        return site.tokens()
                .create(new NewToken(person, "api", Token.Kind.API, null), Actor.of(maker), with)
                .token()
                .id();
    }

    private static void refused(ThrowingCallable call, String why) {
        assertThatExceptionOfType(RejectedException.class)
                .isThrownBy(call)
                .withMessageContaining(why);
    }
}
