// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.duties;

import java.time.Instant;
import java.util.Locale;

/// Something that somebody has to do.
///
/// @param about id of what it is about
/// @param title for people, as an order: `Sign the acceptable use policy`
/// @param because why now
/// @param due until when
/// @param path of the page on which it is done
public record Duty(
        Kind kind, String about, String title, String because, Instant due, String path) {
    /// What is to be done.
    public enum Kind {
        SIGN,
        TRAIN,
        /// Say something to a case about oneself.
        ANSWER,
        /// Review the record.
        REVIEW,
        /// Review who may use what.
        REVIEW_ACCESS,
        /// Show that what somebody had who left is gone.
        OFFBOARD,
        /// Decide what others ask for.
        DECIDE;

        public String written() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /// Whether it should have been done.
    public boolean isOverdue(Instant now) {
        return !now.isBefore(due);
    }
}
