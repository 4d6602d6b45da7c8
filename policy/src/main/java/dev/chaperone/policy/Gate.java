// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import java.util.Set;

/// What happens to the prompts of people who have not done what the policy requires of them.
///
/// @param strictness what happens
/// @param grace from the day it is asked of somebody to the day it is due
/// @param every how long it is valid once it is done
/// @param teams whose people it is asked of; empty: everybody
public record Gate(Strictness strictness, Interval grace, Interval every, Set<String> teams) {
    public Gate {
        teams = Set.copyOf(teams);
    }

    /// Asked of everybody.
    public Gate(Strictness strictness, Interval grace, Interval every) {
        this(strictness, grace, every, Set.of());
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
