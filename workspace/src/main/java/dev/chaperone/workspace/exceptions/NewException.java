// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.exceptions;

import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.Text;

import java.time.Instant;
import java.util.List;

/// What somebody asks to be excepted.
///
/// @param reason why the work needs it
/// @param risk what can go wrong
/// @param controls what is done instead of the rule
/// @param from inclusive
/// @param until exclusive
public record NewException(
        Scope scope,
        String reason,
        String risk,
        List<String> controls,
        Instant from,
        Instant until) {
    private static final int LONGEST = 2_000;
    private static final int MOST_CONTROLS = 10;
    private static final int SHORTEST_REASON = 10;

    public NewException {
        reason = reason.strip();
        risk = risk.strip();
        controls = controls.stream().map(String::strip).toList();
        Text.check("reason", reason, LONGEST);
        Text.check("risk", risk, LONGEST);
        controls.forEach(control -> Text.check("a compensating control", control, LONGEST));
        if (reason.length() < SHORTEST_REASON) {
            throw RejectedException.invalid(
                    "The reason has at least " + SHORTEST_REASON + " characters.");
        }
        if (controls.isEmpty() || controls.size() > MOST_CONTROLS) {
            throw RejectedException.invalid(
                    "Name 1 to " + MOST_CONTROLS + " compensating controls: what is done instead.");
        }
        if (!from.isBefore(until)) {
            throw RejectedException.invalid("An exception ends after it begins.");
        }
    }
}
