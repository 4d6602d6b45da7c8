// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Recognises one spelling of a phrase of the company, as a word or words of their own.
final class PhraseProbe implements Probe {
    private final byte[] phrase;

    PhraseProbe(byte[] phrase) {
        this.phrase = phrase;
    }

    /// Its beginning, up to those three bytes that other text has least often. A quote, which may
    /// be escaped in a text, comes behind them where it can.
    @Override
    public List<Literal> literals() {
        StringBuilder small = new StringBuilder();
        for (byte b : phrase) {
            small.append((char) Text.lower(b & 0xff));
        }
        int quote = small.indexOf("\"");
        int last = (quote < Literal.NOTICED ? small.length() : quote) - Literal.NOTICED;
        int rarest = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int at = 0; at <= last; at++) {
            double share = 1;
            for (int i = at; i < at + Literal.NOTICED; i++) {
                share *= Frequency.of(small.charAt(i));
            }
            if (share < least) {
                least = share;
                rarest = at;
            }
        }
        return List.of(new Literal(small.substring(0, rarest + Literal.NOTICED), rarest));
    }

    @Override
    public @Nullable Finding at(Text text, int at) {
        int i = at;
        for (byte b : phrase) {
            // in a string in a string
            if (b == '"' && text.at(i) == '\\') {
                i++;
            }
            if (text.at(i) != (b & 0xff)) {
                return null;
            }
            i++;
        }
        boolean begins = !joins(text.at(at - 1), phrase[0]) || Line.isEscape(text, at);
        boolean alone = begins && !joins(text.at(i), phrase[phrase.length - 1]);
        return alone ? new Finding(Detectors.COMPANY_MARKER, Confidence.EXACT, at, i) : null;
    }

    /// Whether a byte beside the phrase and the phrase's own would be one word.
    private static boolean joins(int beside, byte own) {
        return CharClass.WORD.has(beside) && CharClass.WORD.has(own & 0xff);
    }
}
