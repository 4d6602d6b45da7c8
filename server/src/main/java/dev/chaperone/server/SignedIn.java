// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.activity.Scope;
import dev.chaperone.workspace.people.Person;
import dev.chaperone.workspace.people.Role;
import dev.chaperone.workspace.petitions.Party;

import org.jspecify.annotations.Nullable;

/// Whoever calls the workspace, and what they may do.
///
/// @param person null for the holder of the administrator token
/// @param token id of the person's token of the API; null in a session
record SignedIn(
        Actor actor, String name, Role role, @Nullable PersonId person, @Nullable String token) {
    /// Whoever holds the data directory's token.
    static final SignedIn ADMIN_TOKEN =
            new SignedIn(Actor.ADMIN_TOKEN, "Administrator token", Role.ADMINISTRATOR, null, null);

    static SignedIn as(Person person, @Nullable String token) {
        return new SignedIn(
                Actor.of(person.id()), person.name(), person.role(), person.id(), token);
    }

    boolean may(Permission permission) {
        return Permission.of(role).contains(permission);
    }

    /// The person who acts, where only a person may: the administrator token is nobody's name, and
    /// the one who asked could hold it when a second person is needed.
    Party somebody() {
        if (person == null) {
            throw RejectedException.conflict(
                    "The administrator token is nobody's name, and this takes two people by name."
                            + " Use a token of the API that belongs to a person.");
        }
        return new Party(person, token);
    }

    /// The person who does something that nobody does for them.
    Party themselves() {
        if (person == null) {
            throw RejectedException.conflict(
                    "The administrator token is nobody's name, and this is done by a person for"
                            + " themselves.");
        }
        return new Party(person, token);
    }

    /// Whose requests this caller may see.
    Scope scope() {
        if (may(Permission.READ_EVERYBODYS_ACTIVITY) || person == null) {
            return Scope.everybody();
        }
        return Scope.only(person);
    }
}
