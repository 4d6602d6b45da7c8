// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.directory;

import org.jspecify.annotations.Nullable;

/// Whom the directory looks for. What is null does not count.
///
/// Who has left is found by id and by the directory's own id, and not by name or address: these may
/// be somebody else's by now, and whoever finds them there would give them to the new one.
///
/// @param name of a user or a group
/// @param email an address
public record Sought(
        @Nullable String id,
        @Nullable String name,
        @Nullable String externalId,
        @Nullable String email) {
    /// Everybody.
    public static final Sought ALL = new Sought(null, null, null, null);

    /// The same, narrowed; what was asked for twice counts as it came last.
    public Sought named(String value) {
        return new Sought(id, value, externalId, email);
    }

    public Sought withId(String value) {
        return new Sought(value, name, externalId, email);
    }

    public Sought withExternalId(String value) {
        return new Sought(id, name, value, email);
    }

    public Sought at(String value) {
        return new Sought(id, name, externalId, value);
    }
}
