// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.protocols;

import dev.chaperone.vocabulary.ToolId;

import java.util.Locale;

/// One hook of one tool: what it is about, and whether and how it can stop the tool.
///
/// @param surface the tool's name in the path, which may be one of several of a tool
/// @param name the hook's own name, in the tool's spelling
/// @param certainty how sure it is that the denial stops the tool
public record HookEvent(
        HookSurface surface, String name, Kind kind, Denial denial, Certainty certainty) {

    /// The tool of the catalogue.
    public ToolId tool() {
        return surface.tool();
    }

    /// Whether the tool is known to stop when this hook is denied. If not, it may have gone on.
    public boolean stops() {
        return denial != Denial.NONE && certainty != Certainty.UNVERIFIED;
    }

    /// What a hook is about.
    public enum Kind {
        /// The text that a person asks with.
        PROMPT,
        PRE_READ,
        PRE_WRITE,
        PRE_EXEC,
        PRE_MCP,
        /// Any other use of a tool, or one whose name tells nothing.
        PRE_TOOL,
        /// What goes to the model in one go, made of the prompt and of what came before.
        PRE_MODEL,
        /// Something was done; the result may go to the model next.
        POST,
        /// Something the model said.
        RESPONSE,
        SESSION,
        OTHER;

        /// The spelling in the table and in records.
        public String written() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /// How it is known that a denial stops the tool.
    public enum Certainty {
        /// Seen with the real tool.
        OBSERVED,
        /// The vendor says so.
        DOCUMENTED,
        /// Others say so.
        CLAIMED,
        UNVERIFIED
    }
}
