// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.replays;

import dev.chaperone.policy.PolicySnapshot;
import dev.chaperone.workspace.RejectedException;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// A policy, and the traffic that it is to be tried on.
///
/// @param since the first moment
/// @param until the moment after the last
public record NewReplay(PolicySnapshot policy, Instant since, Instant until) {
    /// @throws RejectedException when the time is none
    public NewReplay {
        since = since.truncatedTo(ChronoUnit.MILLIS);
        until = until.truncatedTo(ChronoUnit.MILLIS);
        if (!since.isBefore(until)) {
            throw RejectedException.invalid(
                    "since is not before until: the period would be empty.");
        }
    }
}
