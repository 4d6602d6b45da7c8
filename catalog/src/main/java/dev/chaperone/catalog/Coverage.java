// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.catalog;

import dev.chaperone.vocabulary.ToolId;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/// What one way in can do about the traffic of one tool: a dated claim.
///
/// @param sees a word for every kind of traffic
/// @param source where that is from
/// @param asOf the day it was true
/// @param note what else to know; null if nothing
public record Coverage(
        ToolId tool,
        Surface surface,
        Map<Traffic, Sight> sees,
        String source,
        LocalDate asOf,
        @Nullable String note) {
    public Coverage {
        for (Traffic each : Traffic.values()) {
            if (!sees.containsKey(each)) {
                throw new IllegalArgumentException(
                        "The coverage of " + tool + " by " + surface + " lacks " + each);
            }
        }
        sees = new EnumMap<>(sees);
    }

    /// A way in that Chaperone has.
    public enum Surface {
        /// The tool sends its prompts to the gateway.
        GATEWAY,
        /// The tool asks before and after what it does.
        HOOKS,
        /// The tool tells afterwards what it did.
        TELEMETRY,
        /// The tool's connections go through the forward proxy.
        PROXY;

        /// The spelling in data and output.
        public String written() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// A kind of traffic between a developer, the tool and its model.
    public enum Traffic {
        /// What a person writes.
        PROMPT,
        /// Content that the tool reads.
        FILE,
        /// What the tool runs in a shell.
        COMMAND,
        /// Calls of MCP servers.
        MCP,
        /// Files that the tool writes.
        EDIT,
        /// What the model says.
        ANSWER,
        /// Code completed while a person types.
        COMPLETION,
        /// Under which account the tool works.
        ACCOUNT;

        /// The spelling in data and output.
        public String written() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// What a way in makes of a kind of traffic; the better ones first.
    public enum Sight {
        /// Sees it before it leaves and can stop it.
        BLOCKS,
        /// Sees it and can not stop it.
        RECORDS,
        /// Nobody has tried.
        UNKNOWN,
        /// Does not see it.
        UNSEEN,
        /// The tool has nothing of the kind.
        ABSENT;

        /// The spelling in data and output.
        public String written() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
