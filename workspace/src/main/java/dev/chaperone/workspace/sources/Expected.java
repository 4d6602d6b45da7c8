// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.sources;

import dev.chaperone.vocabulary.ToolId;

import java.time.Duration;
import java.util.Set;

/// What the company expects to hear, and how often.
///
/// @param telemetry tools whose sessions are to be reported by telemetry or hooks
/// @param gateway tools whose sessions are to come through gateway, proxy or hooks
/// @param interval silence that is longer is a finding
public record Expected(Set<ToolId> telemetry, Set<ToolId> gateway, Duration interval) {
    /// No tool; three days, which a weekend does not fill.
    public static final Expected NOTHING = new Expected(Set.of(), Set.of(), Duration.ofDays(3));

    public Expected {
        telemetry = Set.copyOf(telemetry);
        gateway = Set.copyOf(gateway);
        if (!interval.isPositive()) {
            throw new IllegalArgumentException("An interval must be positive");
        }
    }
}
