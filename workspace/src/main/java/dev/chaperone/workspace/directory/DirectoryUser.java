// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.directory;

import dev.chaperone.workspace.people.Person;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/// Somebody as the directory sees them: a person, and what it last said of them.
///
/// @param said null while the directory has not said anything of them
/// @param changed when the directory last changed something
public record DirectoryUser(Person person, @Nullable Said said, @Nullable Instant changed) {
    /// By which the directory knows them.
    public String userName() {
        return said == null ? person.email() : said.userName();
    }

    /// When anything of it changed, as far as it is known.
    public Instant lastModified() {
        return changed == null ? person.createdAt() : changed;
    }
}
