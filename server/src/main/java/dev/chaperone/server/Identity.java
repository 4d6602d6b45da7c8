// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.sessions.Session;

import org.jspecify.annotations.Nullable;

import java.io.Serializable;

/// What a session remembers of who signed in: ids. Name, role and whether the person is still
/// active, and the session not ended, are looked up with every request, so a change works at once.
///
/// @param person id of a person; null for the administrator token and for programs
/// @param token id of the token of the API that was shown; null in a session
/// @param service id of a program's token; null for everybody else
/// @param proof how it is known who it is; null for tokens of the API
record Identity(
        @Nullable String person,
        @Nullable String token,
        @Nullable String service,
        @Nullable Proof proof)
        implements Serializable {
    static final Identity ADMIN_TOKEN = new Identity(null, null, null, null);

    /// As the ledger names it.
    Actor actor() {
        if (service != null) {
            return new Actor(service);
        }
        return person == null ? Actor.ADMIN_TOKEN : Actor.of(new PersonId(person));
    }

    static Identity of(Session session) {
        PersonId person = session.person();
        return new Identity(person == null ? null : person.value(), null, null, Proof.of(session));
    }

    static Identity ofToken(PersonId person, String token) {
        return new Identity(person.value(), token, null, null);
    }

    static Identity ofService(String service) {
        return new Identity(null, null, service, null);
    }
}
