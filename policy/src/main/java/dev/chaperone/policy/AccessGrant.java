// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.ToolId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Set;

/// What somebody was granted: a tool under a plan, for some time. Whether it holds is asked anew
/// for every request, so it ends at its minute whatever else runs.
///
/// @param classes of repositories in which alone it holds; empty: everywhere
/// @param from inclusive
/// @param until exclusive
public record AccessGrant(
        String id, ToolId tool, PlanId plan, Set<String> classes, Instant from, Instant until) {
    public AccessGrant {
        classes = Set.copyOf(classes);
    }

    /// Whether it covers a use.
    ///
    /// @param repositoryClass of the repository; null when it has none or is not known, and then
    ///   what is granted for some classes only does not hold
    public boolean covers(
            ToolId asked, PlanId under, @Nullable String repositoryClass, Instant at) {
        return tool.equals(asked)
                && plan.equals(under)
                && holdsAt(at)
                && (classes.isEmpty()
                        || (repositoryClass != null && classes.contains(repositoryClass)));
    }

    /// Whether it has begun and has not ended.
    boolean holdsAt(Instant at) {
        return !at.isBefore(from) && at.isBefore(until);
    }
}
