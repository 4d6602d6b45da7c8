// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.activity;

import dev.chaperone.vocabulary.PersonId;

/// Whose requests a reader may see. What is outside of the scope does not exist for the reader.
public sealed interface Scope {
    /// All requests, also those of callers who could not be identified.
    static Scope everybody() {
        return new Everybody();
    }

    /// The requests of one person.
    static Scope only(PersonId person) {
        return new Only(person);
    }

    /// All requests.
    record Everybody() implements Scope {}

    /// The requests of one person.
    record Only(PersonId person) implements Scope {}
}
