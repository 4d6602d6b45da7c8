// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Recognises private keys in PEM that were wrapped in base64 once more.
final class WrappedKeyProbe implements RunProbe {
    private static final String BEGIN = "LS0tLS1CRUdJTi";
    private static final int LONGEST = 32 * 1024;

    @Override
    public List<String> starts() {
        return List.of(BEGIN.substring(0, Hook.START));
    }

    @Override
    public @Nullable Finding at(Text text, int start, int runEnd) {
        if (!text.has(start, BEGIN) || !text.startsToken(start, CharClass.B64)) {
            return null;
        }
        int end = text.runEnd(start, CharClass.B64, LONGEST);
        return new Base64Text(text, start, end).contains("PRIVATE KEY", 60)
                ? new Finding(Detectors.PRIVATE_KEY, Confidence.PROVEN, start, end)
                : null;
    }
}
