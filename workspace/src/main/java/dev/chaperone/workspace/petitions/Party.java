// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.petitions;

import dev.chaperone.vocabulary.PersonId;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/// One of the two who act: a person, and what they came with.
///
/// @param token id of the token of the API that they used; null when they signed in themselves
public record Party(PersonId person, @Nullable String token) {
    /// Somebody who signed in themselves.
    public static Party signedIn(PersonId person) {
        return new Party(person, null);
    }

    /// Adds the token to what is recorded: its own record says who made it.
    public void addTo(Map<String, String> details) {
        if (token != null) {
            details.put("token", token);
        }
    }
}
