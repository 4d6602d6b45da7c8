// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.stream.IntStream;

/// Recognises client secrets of Microsoft Entra by the `Q~` behind a digit that all of them hold.
/// They need not contain a run of sixteen token characters.
final class EntraSecretProbe implements Probe {
    private static final int BEFORE = 3;
    private static final int SHORTEST = 31;
    private static final int LONGEST = 34;

    @Override
    public List<Literal> literals() {
        return IntStream.range(0, 10).mapToObj(digit -> new Literal(digit + "q~", 0)).toList();
    }

    @Override
    public @Nullable Finding at(Text text, int at) {
        int start = at - BEFORE;
        int rest = at + Literal.NOTICED;
        if (text.at(at + 1) != 'Q'
                || text.runStart(at, CharClass.AZSEC, BEFORE) != start
                || start < text.start()) {
            return null;
        }
        int end = text.runEnd(rest, CharClass.AZSEC, LONGEST);
        boolean fits = end - rest >= SHORTEST && end - rest <= LONGEST;
        return fits && !text.isMonotonous(rest, end)
                ? new Finding(Detectors.ENTRA_SECRET, Confidence.PROVEN, start, end)
                : null;
    }
}
