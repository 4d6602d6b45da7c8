// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.sweep;

import dev.chaperone.detection.Confidence;

/// Something found, without its value.
///
/// @param shown as much of the value as may be shown
/// @param fingerprint the same for the same value in the same file, see [Fingerprint]
/// @param allowed whether a remark in the text allows it
record Hit(
        Content content,
        Description detector,
        Confidence confidence,
        Span span,
        String shown,
        String fingerprint,
        boolean allowed) {
    String file() {
        return content.name();
    }
}
