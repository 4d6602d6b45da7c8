// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import org.jspecify.annotations.Nullable;

/// Recognises the private members of JSON web keys (RFC 7517, RFC 7518 section 6): `d`, the private
/// exponent or scalar, and `k`, the symmetric key, in base64url.
final class JsonWebKeyProbe implements RunProbe {
    private static final int SHORTEST = 21;
    private static final int LONGEST = 1_400;
    private static final int MIN_DIGITS = 2;

    /// Members of one letter that nobody has to hide.
    private static final String PUBLIC = "nexy";

    private static final String QUOTES = "\"'";

    @Override
    public String marks() {
        return QUOTES;
    }

    /// `{"d":"…`, `"d": "…`, `d: '…`
    @Override
    public @Nullable Finding at(Text text, int start, int runEnd) {
        int quote = text.at(start - 1);
        int i = start - 2;
        i -= text.at(i) == '\\' ? 1 : 0;
        i -= Text.isBlank(text.at(i)) ? 1 : 0;
        if (text.at(i) != ':') {
            return null;
        }
        i--;
        i -= Text.isQuote(text.at(i)) ? 1 : 0;
        i -= text.at(i) == '\\' ? 1 : 0;
        int before = text.at(i - 1);
        boolean member =
                CharClass.ALPHA.has(text.at(i))
                        && PUBLIC.indexOf(text.at(i)) < 0
                        && !CharClass.B64U.has(before)
                        && before != '.';
        if (!member) {
            return null;
        }
        int end = text.runEnd(start, CharClass.B64U, LONGEST);
        boolean key =
                end - start >= SHORTEST
                        && (text.at(end) == quote || text.at(end) == '\\')
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
