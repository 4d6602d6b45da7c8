// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.workspace.Page;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.accounts.Invitation;
import dev.chaperone.workspace.activity.Reads;
import dev.chaperone.workspace.people.People;
import dev.chaperone.workspace.people.Person;
import dev.chaperone.workspace.sessions.Session;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import java.time.Instant;

/// Invitations and sessions of people.
@RestController
class PersonAccessApi {
    private final Admittance admittance;
    private final People people;
    private final Reads reads;
    private final Inviting inviting;

    PersonAccessApi(Workspace workspace, Place place, Entrance entrance) {
        this.admittance = workspace.admittance();
        this.people = workspace.people();
        this.reads = workspace.reads();
        this.inviting = new Inviting(workspace, place, entrance);
    }

    /// An invitation.
    ///
    /// @param handed `by-mail` when the link went to the person, `by-hand` when it is here
    /// @param link opens the account of this person, once; nobody can read it again later; null
    ///   when it went to the person
    record InvitationJson(
            String id, String person, Instant expires, String handed, @Nullable String link) {
        @Override
        public String toString() {
            return "InvitationJson[" + id + "]";
        }
    }

    /// A session on the pages.
    ///
    /// @param method how it is known who it is
    /// @param seen to the minute
    record SessionJson(
            String id,
            String method,
            Instant authenticated,
            Instant started,
            Instant seen,
            String address,
            String agent) {
        static SessionJson of(Session session) {
            return new SessionJson(
                    session.id(),
                    session.method(),
                    session.authenticated(),
                    session.started(),
                    session.seen(),
                    session.address(),
                    session.agent());
        }
    }

    /// Invites a person to set up an account, or a new one in the place of theirs: their sessions
    /// end.
    @Needs(value = Permission.MANAGE_PEOPLE, fresh = true)
    @PostMapping("/api/v1/people/{id}/invitations")
    @ResponseStatus(HttpStatus.CREATED)
    InvitationJson invite(@PathVariable String id, SignedIn caller) {
        Inviting.Invited invited = inviting.invite(person(id), caller);
        Invitation invitation = invited.invitation();
        return new InvitationJson(
                invitation.id(),
                invitation.person().value(),
                invitation.expires(),
                invitation.handed().written(),
                invited.link());
    }

    /// Where a person is signed in now.
    @Needs(Permission.MANAGE_PEOPLE)
    @GetMapping("/api/v1/people/{id}/sessions")
    Page<SessionJson> sessions(@PathVariable String id, SignedIn caller) {
        Person person = person(id);
        reads.person(caller.actor(), person.id());
        return new Page<>(
                admittance.sessions().of(person.id()).stream().map(SessionJson::of).toList(), null);
    }

    /// Ends all of them.
    @Needs(Permission.MANAGE_PEOPLE)
    @DeleteMapping("/api/v1/people/{id}/sessions")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void endSessions(@PathVariable String id, SignedIn caller) {
        admittance
                .sessions()
                .endAll(person(id).id(), null, caller.actor(), "ended-by-administrator");
    }

    private Person person(String id) {
        return people.find(id).orElseThrow(() -> RejectedException.unknown("person"));
    }
}
