// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.sweep;

import dev.chaperone.detection.Confidence;
import dev.chaperone.detection.Detector;
import dev.chaperone.detection.Detector.Severity;

import org.jspecify.annotations.Nullable;

/// What a detector is called and what to do about its findings.
///
/// @param kind as `--json` writes it
/// @param best the surest it can be
/// @param revoke where the owner revokes it, or null
record Description(
        String id,
        String title,
        String kind,
        Severity severity,
        Confidence best,
        @Nullable String revoke) {
    private static final String SECRET = "secret";
    private static final String PERSONAL = "personal";
    private static final String MARKER = "marker";

    static Description of(Detector detector) {
        return new Description(
                detector.id(),
                detector.title(),
                kind(detector.kind()),
                detector.severity(),
                detector.confidence(),
                detector.revoke());
    }

    static Description of(ForeignRule rule) {
        return new Description(
                rule.id(), rule.title(), SECRET, Severity.HIGH, ForeignRules.CONFIDENCE, null);
    }

    private static String kind(Detector.Kind kind) {
        return switch (kind) {
            case SECRET, KEY_MATERIAL, URL, IDENTIFIER -> SECRET;
            case PERSONAL -> PERSONAL;
            case MARKER -> MARKER;
        };
    }
}
