// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.witness;

import java.time.Instant;
import java.util.Optional;

/// How a witness stands: what it last vouched for, and what came of asking it since.
///
/// @param size of the newest checkpoint that it cosigned for this process; 0 before the first
/// @param at when that was
/// @param last outcome, if it was asked at all
public record Standing(String witness, long size, Optional<Instant> at, Optional<Outcome> last) {
    static Standing unasked(String witness) {
        return new Standing(witness, 0, Optional.empty(), Optional.empty());
    }

    Standing after(Outcome outcome, long asked, Instant now) {
        return outcome instanceof Outcome.Cosigned
                ? new Standing(
                        witness, Math.max(size, asked), Optional.of(now), Optional.of(outcome))
                : new Standing(witness, size, at, Optional.of(outcome));
    }

    /// How many entries of a log of this size it has not vouched for.
    public long behind(long logSize) {
        return Math.max(0, logSize - size);
    }
}
