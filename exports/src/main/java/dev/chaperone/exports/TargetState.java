// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.exports;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/// How forwarding to a target goes.
///
/// @param to the destination in words
/// @param sent how many entries, from the first on, the target has taken; -1 until that is known
/// @param behind how many entries of the ledger it has not taken yet
/// @param failing whether the last try failed; it goes on by itself
/// @param lastSuccess when it last took entries, be it before a restart; null when it never did
/// @param lastError what was wrong with the last try that failed; null when none did since the
///   start
public record TargetState(
        String name,
        String to,
        long sent,
        long behind,
        boolean failing,
        @Nullable Instant lastSuccess,
        @Nullable Instant lastFailure,
        @Nullable String lastError) {}
