// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Recognises credentials in an `Authorization` header.
final class AuthorizationProbe implements Probe {
    private static final String NAME = "authorization";
    private static final int MIN_LENGTH = 16;
    private static final int MAX_LENGTH = 4096;
    private static final int MAX_BLANKS = 5;
    private static final int LONGEST_SCHEME = 20;

    @Override
    public List<Literal> literals() {
        return List.of(new Literal(NAME, 1));
    }

    @Override
    public @Nullable Finding at(Text text, int at) {
        if (!text.hasAnyCase(at, NAME)) {
            return null;
        }
        int scheme = Assignment.value(text, at + NAME.length(), MAX_BLANKS);
        if (scheme < 0) {
            return null;
        }
        int start = behindScheme(text, scheme);
        if (start < 0) {
            return null;
        }
        int end = text.runEnd(start, CharClass.URLENC, MAX_LENGTH);
        boolean plausible =
                end - start >= MIN_LENGTH
                        && Value.isSecret(
                                text, SecretName.TOKEN, start, Math.min(end, start + 60), true);
        return plausible
                ? new Finding(Detectors.AUTHORIZATION, Confidence.CONTEXTUAL, start, end)
                : null;
    }

    /// Behind `Bearer `, `Basic `, `Api-Token ` and whatever else somebody made up.
    private static int behindScheme(Text text, int at) {
        int end = at;
        while (end - at <= LONGEST_SCHEME && (Text.isLetter(text.at(end)) || text.at(end) == '-')) {
            end++;
        }
        return end > at && end - at <= LONGEST_SCHEME && text.at(end) == ' ' ? end + 1 : -1;
    }
}
