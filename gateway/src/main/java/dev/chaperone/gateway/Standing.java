// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import java.time.Instant;

/// How an allowance stands with one of those who have it, in the stretch of time that runs.
///
/// @param sharer a person's id, a team, a tool's id; empty for the company
/// @param used in the measure of the allowance
/// @param resets when it begins anew
public record Standing(Allowance allowance, String sharer, long used, Instant resets) {
    /// Whether nothing is left.
    public boolean isUsedUp() {
        return used >= allowance.most();
    }

    /// How much of it is used, at most 1.
    public double share() {
        return Math.min(1, (double) used / allowance.most());
    }
}
