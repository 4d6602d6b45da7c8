// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.activity.Scope;
import dev.chaperone.workspace.people.Person;
import dev.chaperone.workspace.people.Role;
import dev.chaperone.workspace.petitions.Party;
import dev.chaperone.workspace.services.ServiceToken;

import org.jspecify.annotations.Nullable;

import java.util.EnumSet;
import java.util.Set;

/// Whoever calls the workspace, and what they may do.
///
/// @param person null for the holder of the administrator token and for programs
/// @param token id of the person's token of the API; null in a session
/// @param proof how it is known who it is; null for tokens of the API
/// @param only what a program may do, whatever the role; null for everybody else
record SignedIn(
        Actor actor,
        String name,
        Role role,
        @Nullable PersonId person,
        @Nullable String token,
        @Nullable Proof proof,
        @Nullable Set<Permission> only) {
    SignedIn {
        only = only == null ? null : Set.copyOf(only);
    }

    /// Whoever holds the data directory's token.
    static SignedIn adminToken(@Nullable Proof proof) {
        return new SignedIn(
                Actor.ADMIN_TOKEN,
                "Administrator token",
                Role.ADMINISTRATOR,
                null,
                null,
                proof,
                null);
    }

    static SignedIn as(Person person, @Nullable String token, @Nullable Proof proof) {
        return new SignedIn(
                Actor.of(person.id()),
                person.name(),
                person.role(),
                person.id(),
                token,
                proof,
                null);
    }

    /// A program. Of the roles the auditor's is nearest, but only the scopes count.
    static SignedIn as(ServiceToken service) {
        Set<Permission> only = EnumSet.noneOf(Permission.class);
        service.scopes().forEach(scope -> only.addAll(Permission.of(scope)));
        return new SignedIn(service.actor(), service.name(), Role.AUDITOR, null, null, null, only);
    }

    boolean may(Permission permission) {
        return (only == null ? Permission.of(role) : only).contains(permission);
    }

    /// The person who acts, where only a person may: the administrator token is nobody's name, and
    /// the one who asked could hold it when a second person is needed.
    Party somebody() {
        if (person == null) {
            throw RejectedException.conflict(
                    nobody()
                            + " is nobody's name, and this takes two people by name. Use a token of"
                            + " the API that belongs to a person.");
        }
        return new Party(person, token, isVouched());
    }

    /// The person who does something that nobody does for them.
    Party themselves() {
        if (person == null) {
            throw RejectedException.conflict(
                    nobody() + " is nobody's name, and this is done by a person for themselves.");
        }
        return new Party(person, token, isVouched());
    }

    /// Whether an identity provider said who it is.
    private boolean isVouched() {
        return proof != null && proof.method().startsWith("oidc");
    }

    private String nobody() {
        return only == null ? "The administrator token" : "The token of a program";
    }

    /// Id of the session on the pages; null for tokens of the API.
    @Nullable String session() {
        return proof == null ? null : proof.session();
    }

    /// How it is known who it is, for what is signed; nothing secret.
    String authentication() {
        if (proof != null) {
            return proof.written();
        }
        return token == null ? "session" : "token " + token;
    }

    /// Whose requests this caller may see.
    Scope scope() {
        if (may(Permission.READ_EVERYBODYS_ACTIVITY)) {
            return Scope.everybody();
        }
        if (person == null) {
            throw new ForbiddenException("The scopes of this token let nobody's requests be seen.");
        }
        return Scope.only(person);
    }
}
