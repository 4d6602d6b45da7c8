// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.sweep;

import dev.chaperone.detection.Confidence;

import java.nio.charset.StandardCharsets;

/// As much of a value as may be shown: the beginning that its provider gives to all of them.
final class Mask {
    private static final int SHOWN = 4;
    private static final int LONG_ENOUGH = 12;

    private Mask() {}

    static String of(byte[] bytes, int start, int end, Confidence confidence) {
        String value = new String(bytes, start, end - start, StandardCharsets.UTF_8);
        int length = value.codePointCount(0, value.length());
        String begin =
                hasPublicBeginning(confidence) && length > LONG_ENOUGH
                        ? value.substring(0, value.offsetByCodePoints(0, SHOWN))
                        : "";
        return "%s… (%d characters)".formatted(begin, length);
    }

    /// A password begins with what its owner thought of, which is nobody's business.
    private static boolean hasPublicBeginning(Confidence confidence) {
        return switch (confidence) {
            case PROVEN, SHAPED -> true;
            case EXACT, CONTEXTUAL, GENERIC -> false;
        };
    }
}
