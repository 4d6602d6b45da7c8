// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.workspace.people.Role;

/// What a role can do, in one sentence.
final class RoleWords {
    private RoleWords() {}

    static String of(Role role) {
        return switch (role) {
            case ADMINISTRATOR -> "Sets everything up, adds people and sees everything.";
            case COMPLIANCE_LEAD ->
                    "Runs the programme: policy, exceptions, incidents, cases and reviews; manages"
                            + " no accounts.";
            case APPROVER -> "Uses AI tools; says yes or no to what others ask for.";
            case TEAM_LEAD -> "Uses AI tools and answers for a team.";
            case DEVELOPER -> "Uses AI tools; sees their own requests and the policy.";
            case AUDITOR -> "Sees everything and changes nothing.";
            case READ_ONLY -> "Sees how the programme stands, not what single people did.";
        };
    }

    /// A picture for it, by its name in the icons.
    static String icon(Role role) {
        return switch (role) {
            case ADMINISTRATOR, COMPLIANCE_LEAD, APPROVER -> "shield";
            case TEAM_LEAD, DEVELOPER -> "code";
            case AUDITOR, READ_ONLY -> "eye";
        };
    }
}
