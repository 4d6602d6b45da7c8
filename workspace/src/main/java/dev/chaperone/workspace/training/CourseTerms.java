// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.training;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/// What a course says about itself in `course.yaml`.
///
/// @param audience whom it is for
/// @param note what is new in this version
/// @param retrain whether those who passed an earlier version have to pass this one
/// @param passMark percent of the questions that have to be right
/// @param validForMonths how long passing it counts
/// @param daysToComplete how long somebody has for it from when it is asked of them
/// @param asked how many questions an attempt has
public record CourseTerms(
        String title,
        String summary,
        Set<Audience> audience,
        String note,
        boolean retrain,
        int passMark,
        AttemptLimit attempts,
        int validForMonths,
        int daysToComplete,
        int asked) {
    public CourseTerms {
        EnumSet<Audience> sorted = EnumSet.noneOf(Audience.class);
        sorted.addAll(audience);
        audience = Collections.unmodifiableSet(sorted);
    }

    /// Whom a course is for.
    public enum Audience {
        DEVELOPER,
        REVIEWER,
        ADMINISTRATOR,
        APPROVER;

        /// The spelling in files and in the API.
        public String written() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// How often somebody may try; nothing of both means as often as they like.
    ///
    /// @param aDay in a day of UTC; null when days do not matter
    /// @param inTotal until they pass or are asked to take it again; null when it is not limited
    public record AttemptLimit(@Nullable Integer aDay, @Nullable Integer inTotal) {}
}
