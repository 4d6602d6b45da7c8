// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.petitions;

import dev.chaperone.vocabulary.PersonId;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/// One of the two who act: a person, and what they came with.
///
/// @param token id of the token of the API that they used; null when they signed in themselves
/// @param vouched whether an identity provider said who it is, so that no account of this product
///   stands for them
public record Party(PersonId person, @Nullable String token, boolean vouched) {
    public Party(PersonId person, @Nullable String token) {
        this(person, token, false);
    }

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
