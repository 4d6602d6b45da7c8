// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.people;

import dev.chaperone.vocabulary.Jurisdiction;
import dev.chaperone.vocabulary.PersonId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/// A person of the company.
///
/// @param email unique, whatever its capitals
/// @param teams by name, sorted
/// @param jurisdiction the country whose law holds for the person; null when it is not known
/// @param active whether tokens of this person work
public record Person(
        PersonId id,
        String email,
        String name,
        Role role,
        List<String> teams,
        @Nullable Jurisdiction jurisdiction,
        boolean active,
        Instant createdAt) {
    public Person {
        teams = List.copyOf(teams);
    }

    /// What policies go by besides the role.
    public Assignment assignment() {
        return new Assignment(teams, jurisdiction);
    }
}
