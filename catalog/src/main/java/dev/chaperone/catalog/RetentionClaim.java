// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.catalog;

import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.ToolId;

import java.time.YearMonth;
import java.util.Set;

/// What somebody says about how long a vendor keeps what it is sent. A claim of its day, not a
/// truth: several can contradict each other.
///
/// @param says for example `30 days`
/// @param asOf the month in which it was read
/// @param source where
public record RetentionClaim(
        Set<ToolId> tools,
        Set<PlanId> plans,
        String says,
        Certainty certainty,
        YearMonth asOf,
        String source) {
    public RetentionClaim {
        tools = Set.copyOf(tools);
        plans = Set.copyOf(plans);
    }

    /// Who says so.
    public enum Certainty {
        /// The vendor, in its documentation.
        DOCUMENTED,
        /// Others.
        CLAIMED,
        /// Nobody that can be named.
        UNVERIFIED
    }

    boolean isAbout(ToolId tool, PlanId plan) {
        return tools.contains(tool) && plans.contains(plan);
    }
}
