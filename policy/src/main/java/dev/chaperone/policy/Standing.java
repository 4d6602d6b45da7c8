// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/// Until when somebody has done what the policy requires of them: moments, not flags, so that what
/// lapses has lapsed without anybody noting it.
///
/// @param acknowledgment from when on the signature under the policy is missing; null: never
/// @param training from when on a course is missing; null: never
/// @param checklists what is missing of the tools' checklists and from when on; null: nothing ever
/// @param grants what they were granted; null: nobody has to be granted anything
public record Standing(
        @Nullable Instant acknowledgment,
        @Nullable Instant training,
        @Nullable ChecklistStanding checklists,
        @Nullable List<AccessGrant> grants) {
    public Standing {
        grants = grants == null ? null : List.copyOf(grants);
    }

    /// Where nobody has to be granted anything.
    public Standing(
            @Nullable Instant acknowledgment,
            @Nullable Instant training,
            @Nullable ChecklistStanding checklists) {
        this(acknowledgment, training, checklists, null);
    }

    /// Nothing is required.
    public static final Standing NOTHING_REQUIRED = new Standing(null, null, null);

    static boolean lapsed(@Nullable Instant moment, Instant now) {
        return moment != null && !now.isBefore(moment);
    }
}
