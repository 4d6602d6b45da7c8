// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Actor;

import org.jspecify.annotations.Nullable;

import java.io.Serializable;

/// What a session remembers of who signed in: an id. Name, role and whether the person is still
/// active are looked up with every request, so a change works at once.
///
/// @param person id of a person; null for the administrator token
/// @param token id of the token of the API that was shown; null in a session
record Identity(@Nullable String person, @Nullable String token) implements Serializable {
    static final Identity ADMIN_TOKEN = new Identity(null, null);

    /// As the ledger names it.
    Actor actor() {
        return person == null ? Actor.ADMIN_TOKEN : Actor.of(new PersonId(person));
    }

    static Identity of(@Nullable PersonId person) {
        return person == null ? ADMIN_TOKEN : new Identity(person.value(), null);
    }
}
