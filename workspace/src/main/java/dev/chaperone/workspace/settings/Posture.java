// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.settings;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/// What a person's client says about the settings that it follows. The client says so itself: it
/// shows who is not managed or lags behind, and proves nothing.
///
/// @param asOf when it last said something; null when it never did
public record Posture(Standing standing, @Nullable Instant asOf) {
    /// How what it says and what is served agree.
    public enum Standing {
        CURRENT,
        /// What was served before, and the change is so young that the client may not know it.
        PREVIOUS,
        /// Neither of them.
        OTHER,
        /// Nothing lately. That is neither good nor bad.
        NOT_TOLD
    }
}
