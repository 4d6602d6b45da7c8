// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.deliveries;

import dev.chaperone.workspace.RejectedException;

import java.util.Locale;

/// How somebody wants to be told of a kind of thing.
///
/// @param mail whether by mail
/// @param chat whether in the company's chat, where others read it too
/// @param page whether in the list of the pages
/// @param rhythm of the mail
public record Preference(boolean mail, boolean chat, boolean page, Rhythm rhythm) {
    /// What holds for whoever said nothing.
    public static final Preference USUAL = new Preference(true, false, true, Rhythm.AT_ONCE);

    /// When letters come.
    public enum Rhythm {
        AT_ONCE,
        /// One letter a day with everything.
        DAILY,
        WEEKLY;

        /// The spelling of the API and the database.
        public String written() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /// Reads the written form.
        public static Rhythm parse(String written) {
            for (Rhythm each : values()) {
                if (each.written().equals(written)) {
                    return each;
                }
            }
            throw RejectedException.invalid(
                    "rhythm is '" + written + "', not at-once, daily or weekly.");
        }
    }
}
