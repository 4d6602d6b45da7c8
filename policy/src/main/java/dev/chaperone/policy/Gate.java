// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import java.util.Set;

/// What happens to the prompts of people who have not done what the policy requires of them.
///
/// @param strictness what happens
/// @param grace from the day it is asked of somebody to the day it is due
/// @param every how long it is valid once it is done
/// @param teams whose people it is asked of
/// @param roles of whom it is asked, whatever their teams; both empty: everybody
public record Gate(
        Strictness strictness,
        Interval grace,
        Interval every,
        Set<String> teams,
        Set<String> roles) {
    /// The roles of the workspace, as a policy writes them.
    public static final Set<String> ROLES =
            Set.of(
                    "administrator",
                    "compliance-lead",
                    "approver",
                    "team-lead",
                    "developer",
                    "auditor",
                    "read-only");

    public Gate {
        teams = Set.copyOf(teams);
        roles = Set.copyOf(roles);
    }

    /// Asked of everybody.
    public Gate(Strictness strictness, Interval grace, Interval every) {
        this(strictness, grace, every, Set.of(), Set.of());
    }

    /// Whether it is asked of all people.
    public boolean isForEverybody() {
        return teams.isEmpty() && roles.isEmpty();
    }

    /// Of whom it is asked, as a sentence begins.
    String people() {
        if (isForEverybody()) {
            return "Everybody";
        }
        String members = "People of " + PolicyReading.sorted(teams);
        if (roles.isEmpty()) {
            return members;
        }
        String holders = "everybody with the role " + PolicyReading.sorted(roles);
        return teams.isEmpty() ? "E" + holders.substring(1) : members + " and " + holders;
    }

    /// What a gate does.
    public enum Strictness {
        /// Nothing.
        OFF,
        /// Prompts go through, and their records name the gate.
        WARN,
        /// Prompts do not leave.
        BLOCK;
    }

    /// Whether it does anything.
    public boolean isOn() {
        return strictness != Strictness.OFF;
    }
}
