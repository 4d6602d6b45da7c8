// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.ledger.Event.Effect;
import dev.chaperone.ledger.Ledger;
import dev.chaperone.policy.ContentRule;

/// A state as a page shows it: colour, sign and word, of which each alone is enough.
///
/// @param style name of the colour, empty for states that are neither good nor bad
/// @param icon name of the sign
record Mark(String style, String icon, String text) {
    /// The mark of a decision.
    static Mark of(Effect effect) {
        return switch (effect) {
            case ALLOWED -> new Mark("allowed", "check", "Allowed");
            case WARNED -> new Mark("warned", "warn", "Warned");
            case REDACTED -> new Mark("redacted", "redact", "Redacted");
            case BLOCKED -> new Mark("blocked", "block", "Blocked");
        };
    }

    /// The mark of what a content rule does.
    static Mark of(ContentRule.Action action) {
        return switch (action) {
            case ALLOW -> new Mark("allowed", "check", "Allows");
            case WARN -> new Mark("warned", "warn", "Warns");
            case REDACT -> new Mark("redacted", "redact", "Redacts");
            case BLOCK -> new Mark("blocked", "block", "Blocks");
        };
    }

    /// The mark of a ledger: a ledger that takes nothing means that nothing is sent.
    static Mark of(Ledger.State state) {
        return switch (state) {
            case Ledger.State.Writing() -> new Mark("allowed", "check", "Writing");
            case Ledger.State.Full(_) -> new Mark("blocked", "block", "Full: requests are refused");
            case Ledger.State.Poisoned(_) ->
                    new Mark("blocked", "block", "Needs a restart: requests are refused");
            case Ledger.State.Closed() -> new Mark("", "question", "Closed");
        };
    }
}
