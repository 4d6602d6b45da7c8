// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace;

import dev.chaperone.vocabulary.PersonId;

/// Who changes something, as the ledger names it.
///
/// @param value a [PersonId], `system`, `admin-token`, or the id of a program's token
public record Actor(String value) {
    /// The product itself.
    public static final Actor SYSTEM = new Actor("system");

    /// Whoever holds the data directory's administrator token.
    public static final Actor ADMIN_TOKEN = new Actor("admin-token");

    /// A person of the workspace.
    public static Actor of(PersonId person) {
        return new Actor(person.value());
    }

    @Override
    public String toString() {
        return value;
    }
}
