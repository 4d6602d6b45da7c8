// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.people;

import dev.chaperone.workspace.RejectedException;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// What a person does in the workspace; permissions hang on it.
public enum Role {
    /// Sets everything up.
    ADMINISTRATOR,
    /// Runs the programme: policy, exceptions, incidents, cases, reviews. Manages no accounts.
    COMPLIANCE_LEAD,
    /// Says yes or no to what others ask for.
    APPROVER,
    /// Uses AI tools and answers for a team.
    TEAM_LEAD,
    /// Uses AI tools and sees their own requests.
    DEVELOPER,
    /// Sees everything and changes nothing.
    AUDITOR,
    /// Sees how the programme stands, not what single people did.
    READ_ONLY;

    /// The spelling used in the API and the database.
    public String written() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// Reads the written form.
    public static Role parse(String written) {
        for (Role role : values()) {
            if (role.written().equals(written)) {
                return role;
            }
        }
        throw RejectedException.invalid(
                "role is '"
                        + written
                        + "', not one of "
                        + Arrays.stream(values())
                                .map(Role::written)
                                .collect(Collectors.joining(", "))
                        + ".");
    }
}
