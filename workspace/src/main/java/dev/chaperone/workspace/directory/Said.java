// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.directory;

import dev.chaperone.vocabulary.Jurisdiction;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Text;
import dev.chaperone.workspace.people.Employment;
import dev.chaperone.workspace.people.Employment.Kind;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/// What the directory says of somebody.
///
/// @param userName unique in the directory, whatever its capitals
/// @param externalId the directory's own lasting id; null when it tells none
/// @param kind as what somebody works; null when the directory does not tell
/// @param country whose law holds for the person; null when the directory does not tell
/// @param active false when somebody has left
/// @param document all that was said, in the directory's own form
public record Said(
        String userName,
        @Nullable String externalId,
        String email,
        String name,
        @Nullable Kind kind,
        @Nullable String department,
        @Nullable String title,
        @Nullable PersonId manager,
        @Nullable Jurisdiction country,
        boolean active,
        String document) {
    /// Of names and ids, in UTF-16 units.
    private static final int LONGEST = 254;

    public Said {
        Text.check("userName", userName, LONGEST);
        if (externalId != null) {
            Text.check("externalId", externalId, LONGEST);
        }
    }

    /// Whether the directory means the same one. Without an id nobody can tell.
    boolean isSameAs(@Nullable String other) {
        return externalId != null && externalId.equals(other);
    }

    /// The employment that follows from it; first and last day are not the directory's.
    Employment appliedTo(Employment before, PersonId person) {
        return new Employment(
                kind == null ? before.kind() : kind,
                department,
                title,
                person.equals(manager) ? null : manager,
                before.starts(),
                before.lastDay());
    }

    /// Whether it says the same of how somebody works.
    boolean worksLike(Said other) {
        return kind == other.kind
                && Objects.equals(department, other.department)
                && Objects.equals(title, other.title)
                && Objects.equals(manager, other.manager);
    }

    @Override
    public String toString() {
        return "Said[not shown]";
    }
}
