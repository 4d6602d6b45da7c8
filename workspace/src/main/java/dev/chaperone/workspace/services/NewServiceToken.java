// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.services;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.Text;

import java.time.Instant;
import java.util.Set;

/// A token of a program that is to be made.
///
/// @param name of the program
/// @param owner who answers for it
public record NewServiceToken(
        String name, PersonId owner, Set<ServiceScope> scopes, Instant expires) {
    private static final int LONGEST_NAME = 100;

    public NewServiceToken {
        name = name.strip();
        Text.check("name", name, LONGEST_NAME);
        scopes = Set.copyOf(scopes);
        if (scopes.isEmpty()) {
            throw RejectedException.invalid("scopes: name at least one, for example scim.");
        }
    }
}
