// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Recognises a secret by the name that it is given to, in any language and any format of settings:
/// `password = "…"`, `"token": "…"`, `<secret>…</secret>`, `setPassword("…")`, `cfg['pwd'] == '…'`.
final class AssignmentProbe implements Probe {
    private static final int LONGEST_NAME = 60;
    private static final int MOST_BLANKS = 5;
    private static final int MOST_CLOSING = 3;

    /// Names in a value this long are not looked at once more.
    private static final int LONG_VALUE = 100;

    @Override
    public List<Literal> literals() {
        return SecretName.LITERALS;
    }

    @Override
    public @Nullable Finding at(Text text, int at) {
        if (text.isJudged(at)) {
            return null;
        }
        int nameEnd = text.runEnd(at, CharClass.NAME, LONGEST_NAME - 1);
        int operator = operator(text, at, nameEnd);
        if (operator < 0) {
            return null;
        }
        SecretName name = SecretName.of(text, nameStart(text, at), nameEnd);
        return name == SecretName.NONE ? null : value(text, name, operator);
    }

    private static int nameStart(Text text, int at) {
        return text.runStart(at, CharClass.NAME, LONGEST_NAME - 1);
    }

    /// Where the operator stands behind the name, -1 when there is none.
    private static int operator(Text text, int at, int nameEnd) {
        int i = nameEnd;
        while (i - nameEnd < MOST_CLOSING && isClosing(text.at(i))) {
            i++;
        }
        i = text.skipBlanks(i, MOST_BLANKS);
        int value = text.at(i) == '\\' ? i + 1 : i;
        boolean apart = i > nameEnd;
        if (apart && (Text.isQuote(text.at(value)) || text.at(nameStart(text, at)) == '-')) {
            return i - 1; // `--password …`, `PASSWORD '…'`
        }
        if (text.has(i, "!=")) {
            return i + 1;
        }
        if (text.at(i) == ':') {
            int typed = behindType(text, i);
            return typed < 0 ? i : typed;
        }
        return "=(,>".indexOf(text.at(i)) >= 0 ? i : -1;
    }

    private static boolean isClosing(int b) {
        return Text.isQuote(b) || b == ']' || b == ')' || b == '\\';
    }

    /// The sign of equality in `password: String = "…"`, -1 when there is none.
    private static int behindType(Text text, int colon) {
        int type = text.skipBlanks(colon + 1, MOST_BLANKS);
        int end = type;
        while (end - type < LONGEST_NAME
                && (CharClass.NAME.has(text.at(end)) || text.at(end) == '?')) {
            end++;
        }
        int equals = text.skipBlanks(end, MOST_BLANKS);
        return end > type && text.at(equals) == '=' ? equals : -1;
    }

    private static @Nullable Finding value(Text text, SecretName name, int operator) {
        boolean blank = Text.isBlank(text.at(operator));
        boolean call = text.at(operator) == '(' || text.at(operator) == ',';
        int i = operator + 1;
        while (i - operator < 4 && "=>~".indexOf(text.at(i)) >= 0) {
            i++;
        }
        i = text.skipBlanks(i, MOST_BLANKS);
        int escape = text.at(i) == '\\' ? 1 : 0;
        i += escape;
        if (Text.isLetter(text.at(i)) && Text.isQuote(text.at(i + 1))) {
            i++; // b'…', r"…" and the like
        }
        int quote = Text.isQuote(text.at(i)) ? text.at(i) : -1;
        if (quote < 0 && call) {
            return null;
        }
        for (int quotes = 0; quotes < 3 && text.at(i) == quote; quotes++) {
            i++;
        }
        int end = Value.end(text, i, quote, escape > 0);
        if (end - i > LONG_VALUE) {
            text.judged(i, end);
        }
        if (end <= i
                || !Value.isSecret(text, name, i, end, quote >= 0)
                || (blank && !Value.isMixed(text, i, end))) {
            return null;
        }
        return new Finding(Detectors.PASSWORD_ASSIGNMENT, Confidence.CONTEXTUAL, i, end);
    }
}
