// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import java.util.List;

/// Everything a decision about an answer may depend on.
///
/// @param detected how often each detector fired in what came so far
/// @param scanned whether the detectors read all of it
public record Answer(List<Question.Detected> detected, boolean scanned) {
    public Answer {
        detected = List.copyOf(detected);
    }
}
