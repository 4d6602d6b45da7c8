// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Recognises OpenAI keys of the older form, which have only `sk-` in front, by the mark in their
/// middle: base64 of "OpenAI".
final class OpenAiKeyProbe implements Probe {
    private static final String INFIX = "T3BlbkFJ";
    private static final int MAX_SIDE = 100;
    private static final int MIN_SIDE = 16;

    @Override
    public List<Anchor> anchors() {
        return List.of(Anchor.literal(INFIX));
    }

    @Override
    public @Nullable Finding at(Text text, int at) {
        if (!text.has(at, INFIX)) {
            return null;
        }
        int start = text.runStart(at, CharClass.B64U, MAX_SIDE);
        int end = text.runEnd(at + INFIX.length(), CharClass.B64U, MAX_SIDE);
        boolean wide = at - start >= MIN_SIDE && end - at - INFIX.length() >= MIN_SIDE;
        if (!wide || !text.has(start, "sk-")) {
            return null;
        }
        return new Finding(Detectors.OPENAI_KEY, Confidence.PROVEN, start, end);
    }
}
