// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.vocabulary;

import java.util.Locale;

/// How much of a body is kept beside its record; each level keeps more than the one before.
public enum CaptureLevel {
    /// Nothing: sizes, counts, findings and a salted commitment stand in the record.
    METADATA,
    /// A keyed digest of each part: a text somebody brings can be recognised, none can be read.
    DIGEST,
    /// The text with everything that a detector found in it masked.
    REDACTED,
    /// The exact bytes.
    FULL;

    /// The spelling in policy files, entries and the API.
    public String written() {
        return name().toLowerCase(Locale.ROOT);
    }
}
