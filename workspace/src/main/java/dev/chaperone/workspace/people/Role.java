// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.people;

import dev.chaperone.workspace.RejectedException;

import java.util.Locale;

/// What a person does in the workspace; permissions hang on it.
public enum Role {
    /// Sets everything up.
    ADMINISTRATOR,
    /// Uses AI tools and sees their own requests.
    DEVELOPER,
    /// Sees everything and changes nothing.
    AUDITOR;

    /// The spelling used in the API and the database.
    public String written() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Reads the written form.
    public static Role parse(String written) {
        for (Role role : values()) {
            if (role.written().equals(written)) {
                return role;
            }
        }
        throw RejectedException.invalid(
                "role is '" + written + "', not administrator, developer or auditor.");
    }
}
