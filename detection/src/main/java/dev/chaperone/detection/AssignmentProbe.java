// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Recognises a value that is assigned to a name which means a secret, as in `password = "…"`.
final class AssignmentProbe implements Probe {
    private static final int MAX_BLANKS = 5;

    private final Keyword keyword;

    AssignmentProbe(Keyword keyword) {
        this.keyword = keyword;
    }

    @Override
    public List<Anchor> anchors() {
        return List.of(Anchor.word(keyword.word()));
    }

    @Override
    public @Nullable Finding at(Text text, int at) {
        if (!text.hasAnyCase(at, keyword.word())) {
            return null;
        }
        int value = Assignment.value(text, at + keyword.word().length(), MAX_BLANKS);
        if (value < 0) {
            return null;
        }
        boolean quoted = Text.isQuote(text.at(value - 1));
        int end = Value.end(text, value, quoted, text.at(value - 1));
        if (!Value.isPlausible(text, value, end, keyword.minLength(), keyword.needsDigit())) {
            return null;
        }
        return new Finding(Detectors.PASSWORD_ASSIGNMENT, Confidence.CONTEXTUAL, value, end);
    }
}
