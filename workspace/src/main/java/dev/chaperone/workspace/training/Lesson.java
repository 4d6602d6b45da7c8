// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.training;

import java.util.Locale;

/// A lesson of a course.
///
/// @param file its name in the course's folder
/// @param title its first heading
/// @param markdown the whole file
/// @param html of what follows the heading; holds no markup that a lesson brought along
public record Lesson(String file, Kind kind, String title, String markdown, String html) {
    /// What a lesson teaches. A course has both.
    public enum Kind {
        /// What the assistants can do and how to use them.
        CAPABILITIES,
        /// What they can not do and what nobody may do with them.
        BOUNDARIES;

        /// The spelling in files and in the API.
        public String written() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
