// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import dev.chaperone.vocabulary.CaptureLevel;

/// How much of the two bodies of a request is kept, and for how long.
///
/// @param retention name of the retention class that both bodies go to
public record CapturePlan(CaptureLevel prompt, CaptureLevel answer, String retention) {
    /// Whether anything but the record is kept.
    public boolean keeps() {
        return prompt != CaptureLevel.METADATA || answer != CaptureLevel.METADATA;
    }
}
