// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import org.jspecify.annotations.Nullable;

/// One form in which a number of persons or accounts is written.
///
/// @param alone whether the check is enough, without a word near it
/// @param grouped whether it has separators
/// @param digits whether it is one row of digits
/// @param fixed its length where it begins with a digit and the outline tells all digits of it,
///   else 0
/// @param back how many characters stand before the first digit
/// @param after the kinds of characters, as bits, that may stand behind the first row of digits
/// @param near words that name it
/// @param outline of its digits, from the first one on
/// @param glance a first look at the place where it begins
record NumberForm(
        Rule rule,
        Shape shape,
        boolean alone,
        boolean grouped,
        boolean digits,
        int fixed,
        int back,
        int after,
        NearWords.Wanted near,
        Outline outline,
        long glance) {

    /// Signs that make the number a part of something else: a path, an address, a longer name.
    private static final boolean[] JOINTS_BEFORE = table("._/@%$#*~^-+\\&");

    private static final boolean[] JOINTS_BEHIND = table("_/@%*#^~");

    private static boolean[] table(String signs) {
        boolean[] table = new boolean[257];
        for (int b = 0; b < 256; b++) {
            table[b + 1] = CharClass.B62.has(b) || signs.indexOf(b) >= 0;
        }
        return table;
    }

    /// Whether what stands before a first digit makes it a part of something else.
    static boolean isJoined(int before) {
        return JOINTS_BEFORE[before + 1];
    }

    /// The number whose first digit stands at `place`, or null.
    ///
    /// @param row how many digits stand there
    /// @param here which of the characters from there on are digits
    /// @param words gives the words around it, which are read once for all forms
    @Nullable Finding at(Text text, int place, int row, long here, Surroundings words) {
        int start = place - back;
        if ((here & outline.known()) != outline.alnums()
                || !Glance.isWorthALook(glance, text, start)) {
            return null;
        }
        int end = end(text, start, row);
        String number = end < 0 ? null : words.number(text, start, end);
        if (number == null) {
            return null;
        }
        Verdict verdict = verdict(number);
        if (verdict == Verdict.IMPOSSIBLE
                || verdict != Verdict.CERTAIN && isInRow(text, start, end)) {
            return null;
        }
        Confidence confidence = confidence(verdict, words, text, start, end);
        return confidence == Confidence.GENERIC
                ? null
                : new Finding(rule.detector().id(), confidence, start, end);
    }

    /// Where it ends, or -1. What stands around it is looked at later, more strictly than a shape
    /// does, so of what is outlined only the signs between the digits are left to be seen.
    private int end(Text text, int start, int row) {
        if (digits) {
            return start + back + row;
        }
        if (fixed == 0) {
            return shape.end(text, start);
        }
        return shape.hasLiterals(text, start) ? start + fixed : -1;
    }

    private Verdict verdict(String number) {
        Rule.Scheme scheme = rule.scheme();
        return scheme == null ? Verdict.IMPOSSIBLE : scheme.check().of(number);
    }

    /// Generic stands for nothing worth to be told.
    private Confidence confidence(
            Verdict verdict, Surroundings words, Text text, int start, int end) {
        boolean separated = alone && grouped;
        boolean distinct = alone && !digits;
        if (verdict == Verdict.CERTAIN || verdict == Verdict.HOLDS && separated) {
            return Confidence.PROVEN;
        }
        if (verdict == Verdict.FITS && distinct) {
            return Confidence.SHAPED;
        }
        if (words.around(text, start, end).hasOne(near)) {
            return verdict == Verdict.HOLDS ? Confidence.PROVEN : Confidence.CONTEXTUAL;
        }
        return alone && verdict == Verdict.HOLDS ? Confidence.SHAPED : Confidence.GENERIC;
    }

    private static boolean isApart(Text text, int start, int end) {
        if (JOINTS_BEFORE[text.at(start - 1) + 1] || JOINTS_BEHIND[text.at(end) + 1]) {
            return false;
        }
        int next = text.at(end + 1);
        return switch (text.at(end)) {
            case '.', ',' -> !Text.isDigit(next) || text.at(end) == ',';
            case '-', '+', ':' -> !Text.isDigit(next) && !Text.isLetter(next);
            default -> true;
        };
    }

    /// Whether it is a piece of a longer row of groups, as in tables of numbers and code points.
    private boolean isInRow(Text text, int start, int end) {
        return grouped
                && (text.at(start - 1) == ' ' && isFigure(text.at(start - 2), text.at(start - 3))
                        || text.at(end) == ' ' && isFigure(text.at(end + 1), text.at(end + 2)));
    }

    private static boolean isFigure(int b, int beside) {
        return Text.isDigit(b) || isHex(b) && (Text.isDigit(beside) || isHex(beside));
    }

    private static boolean isHex(int b) {
        return b >= 'A' && b <= 'F';
    }

    /// What is known of the place that is looked at: it is the same for many forms.
    static final class Surroundings {
        private final NearWords words;
        private NearWords.@Nullable Place around;
        private @Nullable String known;
        private int knownStart = -1;
        private int knownEnd = -1;

        Surroundings(NearWords words) {
            this.words = words;
        }

        /// The letters and digits that stand there, null when they are a part of something else or
        /// nobody's number.
        @Nullable String number(Text text, int start, int end) {
            if (start != knownStart || end != knownEnd) {
                knownStart = start;
                knownEnd = end;
                known =
                        isApart(text, start, end)
                                ? PersonalCheck.bare(text.copy(start, end))
                                : null;
            }
            return known;
        }

        NearWords.Place around(Text text, int start, int end) {
            NearWords.Place read = around;
            if (read == null) {
                read = words.around(text, start, end);
                around = read;
            }
            return read;
        }
    }
}
