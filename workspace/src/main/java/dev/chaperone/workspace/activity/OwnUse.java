// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.activity;

import dev.chaperone.vocabulary.ToolId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/// How much is recorded about one person, for that person. Nobody compares people by it: it is
/// asked for one person at a time, and shown to them alone.
///
/// @param requests all that are recorded
public record OwnUse(long requests, List<OfTool> tools, List<OfRule> refusals) {
    public OwnUse {
        tools = List.copyOf(tools);
        refusals = List.copyOf(refusals);
    }

    /// Requests with one tool.
    ///
    /// @param tool null when it was not told
    /// @param refused by the policy
    /// @param lately within the time that was asked for
    public record OfTool(
            @Nullable ToolId tool,
            long requests,
            long refused,
            long lately,
            Instant first,
            Instant last) {}

    /// Requests that one rule refused.
    ///
    /// @param rule null when none is recorded
    public record OfRule(@Nullable String rule, long requests, Instant last) {}
}
