// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Recognises the password that SQL gives an account: `IDENTIFIED BY '…'`, also with a method
/// between.
final class SqlPasswordProbe implements Probe {
    private static final String NAME = "identified ";
    private static final String BY = " by ";
    private static final int LONGEST_METHOD = 60;
    private static final int MOST_BLANKS = 5;

    @Override
    public List<Literal> literals() {
        return List.of(new Literal(NAME, 4));
    }

    @Override
    public @Nullable Finding at(Text text, int at) {
        int from = at + NAME.length() - 1;
        int i = from;
        while (i - from < LONGEST_METHOD
                && !Text.isLineEnd(text.at(i))
                && !text.hasAnyCase(i, BY)) {
            i++;
        }
        if (!text.hasAnyCase(i, BY)) {
            return null;
        }
        int value = text.skipBlanks(i + BY.length(), MOST_BLANKS);
        boolean escaped = text.at(value) == '\\';
        value += escaped ? 1 : 0;
        if (!Text.isQuote(text.at(value))) {
            return null;
        }
        int start = value + 1;
        int end = Value.end(text, start, text.at(value), escaped);
        return end > start && Value.isSecret(text, SecretName.PASSWORD, start, end, true)
                ? new Finding(Detectors.PASSWORD_ASSIGNMENT, Confidence.CONTEXTUAL, start, end)
                : null;
    }
}
