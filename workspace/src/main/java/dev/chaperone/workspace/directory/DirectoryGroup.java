// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.directory;

import dev.chaperone.vocabulary.PersonId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Set;

/// A group of the directory: the team of the same name.
///
/// @param name unique, whatever its capitals
/// @param externalId the directory's own id; null when it tells none
/// @param members empty where they were not asked for
public record DirectoryGroup(
        String id,
        String name,
        @Nullable String externalId,
        Set<PersonId> members,
        Instant created,
        Instant changed) {
    public DirectoryGroup {
        members = Set.copyOf(members);
    }
}
