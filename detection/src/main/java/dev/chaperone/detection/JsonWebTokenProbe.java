// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Recognises signed JSON web tokens by the `ey…` with which the header begins.
final class JsonWebTokenProbe implements RunProbe {
    private static final int MAX_HEADER = 4 * 1024;
    private static final int MAX_PAYLOAD = 64 * 1024;
    private static final int MAX_SIGNATURE = 2 * 1024;
    private static final int MIN_PART = 10;
    private static final int MIN_SIGNATURE = 20;

    @Override
    public List<String> starts() {
        return List.of("eyJ", "ewo");
    }

    @Override
    public @Nullable Finding at(Text text, int start, int runEnd) {
        int dot = text.runEnd(start, CharClass.B64U, MAX_HEADER);
        if (text.at(dot) != '.' || !text.startsToken(start, CharClass.B64U)) {
            return null;
        }
        int payloadEnd = text.runEnd(dot + 1, CharClass.B64U, MAX_PAYLOAD);
        if (payloadEnd - dot <= MIN_PART || text.at(payloadEnd) != '.') {
            return null;
        }
        int end = text.runEnd(payloadEnd + 1, CharClass.B64U, MAX_SIGNATURE);
        var header = new Base64Text(text, start, dot);
        if (end - payloadEnd <= MIN_SIGNATURE || header.at(0) != '{') {
            return null;
        }
        boolean proven =
                header.isJsonObject()
                        && header.contains("\"alg\"", MAX_HEADER)
                        && new Base64Text(text, dot + 1, payloadEnd).isJsonObject();
        var confidence = proven ? Confidence.PROVEN : Confidence.SHAPED;
        return new Finding(Detectors.JWT, confidence, start, end);
    }
}
