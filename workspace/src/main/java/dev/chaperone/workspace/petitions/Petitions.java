// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.petitions;

import dev.chaperone.detection.Scanner;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.Text;
import dev.chaperone.workspace.accounts.Handovers;
import dev.chaperone.workspace.people.People;
import dev.chaperone.workspace.people.Person;
import dev.chaperone.workspace.tokens.Tokens;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;

/// The rule of two people: one asks with a reason, another one decides. Whoever is to act must be a
/// person, because the administrator token is nobody's name: the one who asked could hold it. For
/// the same reason neither of the two may have made the token that the other one uses, or have seen
/// the link by which the other one's account was opened.
public final class Petitions {
    private static final int MIN_REASON = 10;
    private static final int MAX_REASON = 500;
    private static final String WAY_OUT =
            "Sign in with the company account, or have your account set up anew by a link that"
                    + " comes by mail, or that somebody else makes.";

    private final People people;
    private final Tokens tokens;
    private final Handovers handovers;
    private final Clock clock;
    private final Scanner scanner = Scanner.builtIn();

    public Petitions(People people, Tokens tokens, Handovers handovers, Clock clock) {
        this.people = people;
        this.tokens = tokens;
        this.handovers = handovers;
        this.clock = clock;
    }

    /// A wish, ready to be recorded.
    ///
    /// @param reason goes into the ledger for ever, so one that holds a secret is refused
    public Petition ask(String reason, Party by) {
        checkActive(by.person(), "Whoever asks");
        makers(by.token());
        return new Petition(
                reason(reason),
                by.person(),
                by.token(),
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                null);
    }

    /// The wish with a decision, ready to be recorded.
    ///
    /// @param concerned whose content it is about; null when it is everybody's
    /// @throws RejectedException when it may not be decided, or not by this person
    public Petition decide(
            Petition petition, boolean approve, Party party, @Nullable PersonId concerned) {
        PersonId by = party.person();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        switch (petition.state(now)) {
            case PENDING -> {
                // Goes on below.
            }
            case APPROVED -> throw RejectedException.conflict("It is already approved.");
            case REFUSED -> throw RejectedException.conflict("It is already refused.");
            case LAPSED ->
                    throw RejectedException.conflict(
                            "Nobody decided until " + petition.lapsesAt() + ". Ask again.");
        }
        if (by.equals(petition.askedBy())) {
            throw RejectedException.conflict(
                    "You asked for it yourself: another person has to decide.");
        }
        if (by.equals(concerned)) {
            throw RejectedException.conflict(
                    "It is about you: a person whom it does not concern has to decide.");
        }
        if (makers(party.token()).contains(petition.askedBy().value())) {
            throw RejectedException.conflict(
                    "The person who asked made your token, and could hold it too. Decide with one"
                            + " that somebody else made.");
        }
        if (makers(petition.askedWith()).contains(by.value())) {
            throw RejectedException.conflict(
                    "You made the token that it was asked for with, and could have asked yourself:"
                            + " another person has to decide.");
        }
        checkAccounts(petition.askedBy(), party);
        checkActive(by, "Whoever decides");
        if (approve) {
            checkActive(petition.askedBy(), "Whoever asked");
        }
        return petition.with(new Petition.Verdict(approve, by, now));
    }

    /// Neither of the two may have handed over the link by which the other one's account was
    /// opened: who did could have opened it themselves.
    private void checkAccounts(PersonId asker, Party decider) {
        if (mayBe(decider, asker)) {
            throw RejectedException.conflict(
                    "The person who asked handed over the link of your account, and could have used"
                            + " it first. "
                            + WAY_OUT);
        }
        if (handovers.holders(asker).contains(decider.person().value())) {
            throw RejectedException.conflict(
                    "You handed over the link of the account that it was asked for with, and could"
                            + " have asked yourself: another person has to decide.");
        }
    }

    private boolean mayBe(Party party, PersonId other) {
        return !party.vouched() && handovers.holders(party.person()).contains(other.value());
    }

    /// Refuses somebody with a token that the one who decided made, and somebody whose account the
    /// one who decided could hold.
    public void checkApart(Party party, PersonId decider) {
        if (mayBe(party, decider)) {
            throw RejectedException.conflict(
                    "The person who approved it handed over the link of your account, and could"
                            + " have used it first. "
                            + WAY_OUT);
        }
        if (makers(party.token()).contains(decider.value())) {
            throw RejectedException.conflict(
                    "The person who approved it made your token, and could hold it too. Use one that"
                            + " somebody else made.");
        }
    }

    /// Who made a token, nobody when there is none.
    private Set<String> makers(@Nullable String token) {
        Set<String> makers = token == null ? Set.of() : tokens.makers(token);
        if (makers.contains(Tokens.UNKNOWN_MAKER)) {
            throw RejectedException.conflict(
                    "Nobody knows who made the token "
                            + token
                            + ": it is older than that is recorded. Have a new one made.");
        }
        return makers;
    }

    /// Refuses somebody who is not, or no longer, an active person.
    public void checkActive(PersonId person, String who) {
        if (!people.find(person).map(Person::active).orElse(false)) {
            throw RejectedException.conflict(who + " must be an active person of the workspace.");
        }
    }

    private String reason(String given) {
        String reason = given.strip();
        Text.check("reason", reason, MAX_REASON);
        if (reason.length() < MIN_REASON) {
            throw RejectedException.invalid(
                    "reason must have at least "
                            + MIN_REASON
                            + " characters: whoever decides, and"
                            + " whoever audits, reads it.");
        }
        byte[] bytes = reason.getBytes(StandardCharsets.UTF_8);
        if (!scanner.scan(bytes, 0, bytes.length).isEmpty()) {
            throw RejectedException.invalid(
                    "reason holds what looks like a secret, and it would be recorded for ever.");
        }
        return reason;
    }
}
