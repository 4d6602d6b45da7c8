// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.people;

import dev.chaperone.vocabulary.PersonId;

import java.time.Instant;
import java.util.List;

/// A person of the company.
///
/// @param email unique, whatever its capitals
/// @param teams by name, sorted
/// @param active whether tokens of this person work
public record Person(
        PersonId id,
        String email,
        String name,
        Role role,
        List<String> teams,
        boolean active,
        Instant createdAt) {
    public Person {
        teams = List.copyOf(teams);
    }
}
