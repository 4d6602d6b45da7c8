// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import dev.chaperone.captures.Capture;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Gathers ranges of a body that must not be kept.
final class Masks {
    private final List<Capture.Masked> ranges = new ArrayList<>();

    void add(int from, int to) {
        ranges.add(new Capture.Masked(from, to));
    }

    /// The ranges in the order of the body, without overlap.
    List<Capture.Masked> inOrder() {
        ranges.sort(Comparator.comparingInt(Capture.Masked::from));
        List<Capture.Masked> merged = new ArrayList<>();
        for (Capture.Masked range : ranges) {
            Capture.Masked last = merged.isEmpty() ? null : merged.getLast();
            if (range.from() >= range.to()) {
                continue;
            }
            if (last != null && range.from() <= last.to()) {
                int to = Math.max(last.to(), range.to());
                merged.set(merged.size() - 1, new Capture.Masked(last.from(), to));
            } else {
                merged.add(range);
            }
        }
        return merged;
    }
}
