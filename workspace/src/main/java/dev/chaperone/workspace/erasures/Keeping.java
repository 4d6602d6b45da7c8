// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.erasures;

import dev.chaperone.workspace.holds.Hold;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/// Whether a captured body is still there, at one moment.
public sealed interface Keeping {
    /// It is there.
    ///
    /// @param until when it expires
    /// @param known whether the policy names the retention class; else its longest counts
    record Kept(Instant until, boolean known) implements Keeping {}

    /// It is there, and stays beyond its expiry as long as somebody holds it.
    ///
    /// @param until when it would expire, or would have
    record Held(Instant until, List<Hold> holds) implements Keeping {
        public Held {
            holds = List.copyOf(holds);
        }
    }

    /// Two people had it erased.
    ///
    /// @param at when its key was destroyed; null while that is being done
    record Erased(Erasure erasure, @Nullable Instant at) implements Keeping {}

    /// Its time is over.
    ///
    /// @param destroyed when its key was destroyed; null while only the rule keeps it closed
    /// @param rule that ended it
    record Expired(@Nullable Instant destroyed, String rule) implements Keeping {}
}
