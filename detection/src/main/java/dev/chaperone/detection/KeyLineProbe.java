// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Recognises lines of base64 as long as those of key files, which say nothing of what they belong
/// to: a piece of a private key without its header, but of a certificate just as well. So they are
/// generic.
final class KeyLineProbe implements RunProbe {
    private static final int MIN_DIGITS = 3;

    /// PEM (RFC 7468), OpenSSH, and MIME (RFC 2045).
    @Override
    public List<Integer> lengths() {
        return List.of(64, 70, 72, 76);
    }

    @Override
    public @Nullable Finding at(Text text, int start, int end) {
        int digits = 0;
        int capitals = 0;
        for (int i = start; i < end; i++) {
            int b = text.at(i);
            if (!CharClass.B64.has(b)) {
                return null;
            }
            digits += Text.isDigit(b) ? 1 : 0;
            capitals += b >= 'A' && b <= 'Z' ? 1 : 0;
        }
        boolean mixed = digits >= MIN_DIGITS && capitals * 4 > end - start - digits;
        return mixed && Wordiness.of(text, start, end) < 0
                ? new Finding(Detectors.KEY_LINE, Confidence.GENERIC, start, end)
                : null;
    }
}
