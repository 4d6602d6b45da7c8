// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.services;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Actor;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Set;

/// A credential of a program, without its secret.
///
/// @param name of the program
/// @param owner who answers for it; it works on when they leave, and needs another then
/// @param hint the secret's last four characters
/// @param madeBy as the ledger names them
/// @param used when it was used last, to the minute; null when it never was
/// @param revoked null while it is not
public record ServiceToken(
        String id,
        String name,
        PersonId owner,
        Set<ServiceScope> scopes,
        String hint,
        String madeBy,
        Instant made,
        Instant expires,
        @Nullable Instant used,
        @Nullable Instant revoked) {
    public ServiceToken {
        scopes = Set.copyOf(scopes);
    }

    public boolean usable(Instant now) {
        return revoked == null && now.isBefore(expires);
    }

    /// As the ledger names whoever uses it.
    public Actor actor() {
        return new Actor(id);
    }

    /// A token that was just made.
    ///
    /// @param secret what the program presents; nobody can read it again later
    public record Created(ServiceToken token, String secret) {
        @Override
        public String toString() {
            return "Created[" + token.id() + ", secret not shown]";
        }
    }
}
