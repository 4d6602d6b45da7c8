// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.vocabulary;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

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

    private static final Map<String, CaptureLevel> WRITTEN =
            Arrays.stream(values()).collect(Collectors.toMap(CaptureLevel::written, each -> each));

    /// The spelling in policy files, entries and the API.
    public String written() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The level with this spelling.
    public static Optional<CaptureLevel> parse(String written) {
        return Optional.ofNullable(WRITTEN.get(written));
    }

    /// The one of the two that keeps less.
    public CaptureLevel least(CaptureLevel other) {
        return compareTo(other) <= 0 ? this : other;
    }
}
