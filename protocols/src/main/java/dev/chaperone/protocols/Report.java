// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.protocols;

import dev.chaperone.vocabulary.ToolId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

/// What a tool reports of itself in one record of its telemetry. It is the tool's own word.
///
/// Names are as they were told: whoever records them looks at them first. The text is what else was
/// told, for the detectors only, and is not recorded at all.
///
/// @param tool null when the program is none of the catalogue
/// @param turn the tool's name for what follows from one prompt
/// @param once the same when the same record comes again; null where the tool has nothing of the
///   kind
/// @param organization the account's, as the vendor calls it
/// @param permissions the mode in which the tool asks a person, or does not
/// @param mcp servers that are told to be there or in use
/// @param at by the clock of the tool
/// @param text of prompts, commands, files and answers, and whatever else is not a fact
/// @param carriesText whether what it is about is in the text; exporters leave prompts out unless
///   they are told not to
/// @param cut whether text was left out
public record Report(
        @Nullable ToolId tool,
        Kind kind,
        @Nullable String session,
        @Nullable String turn,
        @Nullable String model,
        @Nullable String version,
        @Nullable String once,
        @Nullable String organization,
        @Nullable String permissions,
        List<String> mcp,
        @Nullable Instant at,
        Spent spent,
        String text,
        boolean carriesText,
        boolean cut) {
    public Report {
        mcp = List.copyOf(mcp);
    }

    /// What a call of the model took; null where it is not told.
    ///
    /// @param failed whether it was refused or went wrong
    public record Spent(
            @Nullable Long input, @Nullable Long output, @Nullable Long millis, boolean failed) {
        static final Spent NOTHING = new Spent(null, null, null, false);
    }

    /// What a record is about.
    public enum Kind {
        /// What a person asked.
        PROMPT,
        /// A call of the model.
        MODEL,
        /// What a call took that another record tells of.
        USAGE,
        /// A call of the model that failed.
        ERROR,
        /// Use of one of the tool's own tools.
        TOOL,
        SESSION,
        SETTINGS,
        MCP,
        OTHER;

        static Kind of(String written) {
            return valueOf(written.toUpperCase(Locale.ROOT));
        }
    }

    /// Nothing of what it holds.
    @Override
    public String toString() {
        return "Report[" + tool + " " + kind + "]";
    }
}
