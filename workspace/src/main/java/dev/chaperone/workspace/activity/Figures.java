// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.activity;

import java.util.LinkedHashMap;
import java.util.Map;

/// What was recorded in a stretch of time.
///
/// @param decisions how often each was taken
/// @param rules how often each rule spoke, the most frequent first, 20 at most
/// @param unidentified requests of nobody that is known
/// @param unscanned requests that were not read
/// @param exceptions requests that an exception let pass
public record Figures(
        long all,
        Map<String, Long> decisions,
        Map<String, Long> rules,
        long people,
        long unidentified,
        long unscanned,
        long exceptions) {
    public Figures {
        decisions = Map.copyOf(decisions);
        rules = new LinkedHashMap<>(rules);
    }
}
