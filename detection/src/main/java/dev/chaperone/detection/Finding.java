// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import org.jspecify.annotations.Nullable;

/// A place in a text that a detector recognised. It never holds the text itself: a finding may be
/// stored and shown, the secret may not.
///
/// @param detector the detector's id, for example `github-token`
/// @param confidence how sure it is
/// @param start offset of the first byte of the secret in the scanned range's array
/// @param end offset behind its last byte
/// @param name which of the company's own secrets it is; null for everything else
public record Finding(
        String detector, Confidence confidence, int start, int end, @Nullable String name) {
    /// Something that has no name.
    public Finding(String detector, Confidence confidence, int start, int end) {
        this(detector, confidence, start, end, null);
    }

    /// The same at another place.
    Finding at(int first, int behind) {
        return new Finding(detector, confidence, first, behind, name);
    }
}
