// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.channels.Channels;
import dev.chaperone.channels.Letter;
import dev.chaperone.channels.NotDeliveredException;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.accounts.Accounts;
import dev.chaperone.workspace.accounts.Invitation;
import dev.chaperone.workspace.people.Person;
import dev.chaperone.workspace.tokens.Tokens;

import org.jspecify.annotations.Nullable;

import java.util.Set;

/// Brings the link of an invitation to the person whom it is for. With a mail server it goes to
/// them alone, and is stored nowhere on its way; without one it is shown once to whoever invites.
final class Inviting {
    private final Accounts accounts;
    private final Tokens tokens;
    private final Channels channels;
    private final Place place;
    private final Entrance entrance;

    Inviting(Workspace workspace, Place place, Entrance entrance) {
        this.accounts = workspace.admittance().accounts();
        this.tokens = workspace.tokens();
        this.channels = workspace.admittance().channels();
        this.place = place;
        this.entrance = entrance;
    }

    /// An invitation on its way.
    ///
    /// @param link to be handed over; null when it went to the person
    record Invited(Invitation invitation, @Nullable String link) {
        @Override
        public String toString() {
            return "Invited[" + invitation.id() + "]";
        }
    }

    /// Whether links go by mail.
    boolean mails() {
        return channels.mails();
    }

    /// @throws RejectedException when the person gets none, or the letter does not leave: then
    ///   there is none
    Invited invite(Person person, SignedIn caller) {
        Invitation.Handed handed = mails() ? Invitation.Handed.BY_MAIL : Invitation.Handed.BY_HAND;
        String token = caller.token();
        Invitation.Made made =
                accounts.invite(
                        person.id(),
                        caller.actor(),
                        new Invitation.Wish(
                                handed, token == null ? Set.of() : tokens.makers(token)),
                        caller.session());
        String link = link(made.secret());
        if (handed == Invitation.Handed.BY_HAND) {
            return new Invited(made.invitation(), link);
        }
        try {
            channels.send(letter(person, made.invitation(), link));
            return new Invited(made.invitation(), null);
        } catch (NotDeliveredException e) {
            accounts.withdraw(made.invitation(), caller.actor());
            throw RejectedException.conflict(
                    "The mail server did not take the letter with the link ("
                            + e.getMessage()
                            + "), so there is no invitation. See the page Messages, then invite"
                            + " again.");
        }
    }

    private static Letter letter(Person person, Invitation invitation, String link) {
        return new Letter(
                invitation.id(),
                person.email(),
                "Set up your account",
                """
                You are invited to set up your account of Chaperone:

                %s

                The link works once, until %s UTC. Whoever has it becomes you: give it to nobody.
                """
                        .formatted(link, Moment.words(invitation.expires())));
    }

    /// The whole address of an invitation.
    private String link(String secret) {
        String pages =
                entrance.publicUrl() == null
                        ? place.workspace().get()
                        : entrance.publicUrl().toString().replaceAll("/+$", "");
        return pages + WelcomeController.PATH + secret;
    }
}
