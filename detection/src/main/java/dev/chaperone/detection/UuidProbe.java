// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Recognises UUIDs (RFC 9562). Most are the name of something, some are keys, and nothing in them
/// says which; so they are generic.
final class UuidProbe implements RunProbe {
    private static final int LENGTH = 36;
    private static final List<Integer> DASHES = List.of(8, 13, 18, 23);

    @Override
    public List<Integer> lengths() {
        return List.of(LENGTH);
    }

    @Override
    public @Nullable Finding at(Text text, int start, int end) {
        for (int i = 0; i < LENGTH; i++) {
            int b = text.at(start + i);
            boolean fits = DASHES.contains(i) ? b == '-' : CharClass.HEXI.has(b);
            if (!fits) {
                return null;
            }
        }
        return text.isMonotonous(start, start + 8)
                ? null
                : new Finding(Detectors.UUID, Confidence.GENERIC, start, end);
    }
}
