// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import dev.chaperone.vocabulary.ToolId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Map;

/// Until when somebody has done what the policy requires of them: moments, not flags, so that what
/// lapses has lapsed without anybody noting it.
///
/// @param acknowledgment from when on the signature under the policy is missing; null: never
/// @param training from when on a course is missing; null: never
/// @param checklists by tool, from when on its checklist is missing; a tool that is not there has
///   none
public record Standing(
        @Nullable Instant acknowledgment,
        @Nullable Instant training,
        Map<ToolId, Instant> checklists) {
    /// Nothing is required.
    public static final Standing NOTHING_REQUIRED = new Standing(null, null, Map.of());

    public Standing {
        checklists = Map.copyOf(checklists);
    }

    static boolean lapsed(@Nullable Instant moment, Instant now) {
        return moment != null && !now.isBefore(moment);
    }
}
