// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.people;

import dev.chaperone.vocabulary.Jurisdiction;
import dev.chaperone.vocabulary.PersonId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;

/// A person of the company.
///
/// @param email unique, whatever its capitals, but for people who left and whose address was given
///   free
/// @param teams by name, sorted
/// @param jurisdiction the country whose law holds for the person; null when it is not known
/// @param employment how the person works for the company, as far as it is known
/// @param active whether tokens of this person work
/// @param roleSince when they got the role; null when they never had another
public record Person(
        PersonId id,
        String email,
        String name,
        Role role,
        List<String> teams,
        @Nullable Jurisdiction jurisdiction,
        Employment employment,
        boolean active,
        Instant createdAt,
        @Nullable Instant roleSince) {
    public Person {
        teams = List.copyOf(teams);
    }

    /// Whether they work here at a moment: active, and their last day is not over.
    public boolean worksAt(Instant now, ZoneId zone) {
        LocalDate last = employment.lastDay();
        return active && (last == null || !LocalDate.ofInstant(now, zone).isAfter(last));
    }

    /// Since when things can be asked of them because of their role.
    public Instant inRoleSince() {
        return roleSince == null ? createdAt : roleSince;
    }

    /// What policies go by besides the role.
    public Assignment assignment() {
        return new Assignment(teams, jurisdiction);
    }
}
