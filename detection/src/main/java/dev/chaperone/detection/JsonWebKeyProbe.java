// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// Recognises the private members of JSON web keys (RFC 7517, RFC 7518 section 6): `d`, the private
/// exponent or scalar, and `k`, the symmetric key, in base64url.
final class JsonWebKeyProbe implements Probe {
    private static final int SHORTEST = 21;
    private static final int LONGEST = 1_400;
    private static final int MIN_DIGITS = 2;
    private static final String QUOTES = "\"'";

    @Override
    public List<Anchor> anchors() {
        List<Anchor> anchors = new ArrayList<>();
        // {"d":"…, "d": "…, d: '…
        String base64 = CharClass.B64U.members();
        anchors.add(Anchor.of("dk", QUOTES, ":", QUOTES, base64));
        anchors.add(Anchor.of("dk", QUOTES, ":", " ", QUOTES));
        anchors.add(Anchor.of("dk", ":", " ", QUOTES, base64));
        return anchors;
    }

    @Override
    public @Nullable Finding at(Text text, int at) {
        if (CharClass.B64U.has(text.at(at - 1)) || text.at(at - 1) == '.') {
            return null;
        }
        int i = at + 1;
        i += Text.isQuote(text.at(i)) ? 1 : 0;
        if (text.at(i) != ':') {
            return null;
        }
        i = text.skipBlanks(i + 1, 2);
        if (!Text.isQuote(text.at(i))) {
            return null;
        }
        int start = i + 1;
        int end = text.runEnd(start, CharClass.B64U, LONGEST);
        boolean key =
                end - start >= SHORTEST
                        && text.at(end) == text.at(i)
                        && digits(text, start, end) >= MIN_DIGITS
                        && Wordiness.of(text, start, end) < 0;
        return key ? new Finding(Detectors.JWK, Confidence.CONTEXTUAL, start, end) : null;
    }

    private static int digits(Text text, int start, int end) {
        int digits = 0;
        for (int i = start; i < end; i++) {
            digits += Text.isDigit(text.at(i)) ? 1 : 0;
        }
        return digits;
    }
}
