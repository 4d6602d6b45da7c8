// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Recognises the words by which companies mark what is theirs: `COMPANY CONFIDENTIAL`, `TLP:RED`,
/// `X-Classification: restricted`. Texts that only talk of such things write them small, within a
/// sentence, or as the name of a constant.
final class ClassificationProbe implements Probe {
    private static final String CONFIDENTIAL = "confidential";
    private static final String CLASSIFICATION = "classification";
    private static final String SENSITIVITY = "sensitivity";
    private static final String TRAFFIC_LIGHT = "tlp:";

    /// What stands in capitals; what is about confidentiality also as a sentence.
    private static final List<Mark> MARKS =
            List.of(
                    new Mark("strictly confidential", CONFIDENTIAL),
                    new Mark("highly confidential", CONFIDENTIAL),
                    new Mark("company confidential", CONFIDENTIAL),
                    new Mark("private and confidential", CONFIDENTIAL),
                    new Mark("private & confidential", CONFIDENTIAL),
                    new Mark("proprietary and confidential", CONFIDENTIAL),
                    new Mark("proprietary & confidential", CONFIDENTIAL),
                    new Mark("proprietary/confidential", CONFIDENTIAL),
                    new Mark("confidential and proprietary", CONFIDENTIAL),
                    new Mark("confidential & proprietary", CONFIDENTIAL),
                    new Mark("confidential/proprietary", CONFIDENTIAL),
                    new Mark("trade secrets", "trade secret"),
                    new Mark("trade secret", "trade secret"),
                    new Mark("internal use only", "internal use only"),
                    new Mark("do not distribute", "do not distribute"));

    private static final List<String> TRAFFIC_LIGHTS =
            List.of("TLP:RED", "TLP:AMBER+STRICT", "TLP:AMBER");

    /// What stands in front of `classification` in the name of a field; the longest first.
    private static final List<String> FIELDS =
            List.of("x-data-", "security-", "security ", "document ", "data-", "data ", "x-", "");

    private static final List<String> CLASSES =
            List.of(
                    "strictly confidential",
                    "highly confidential",
                    "company confidential",
                    CONFIDENTIAL,
                    "restricted",
                    "top secret",
                    "secret",
                    "internal use only",
                    "internal only",
                    "internal");

    /// Words in small letters.
    ///
    /// @param noticed the part that is among the literals
    private record Mark(String words, String noticed) {
        boolean mayBeSentence() {
            return noticed.equals(CONFIDENTIAL);
        }

        int startOf(int literal) {
            return literal - words.indexOf(noticed);
        }
    }

    @Override
    public List<Literal> literals() {
        return List.of(
                new Literal(CONFIDENTIAL, 3),
                new Literal("trade secret", 1),
                new Literal("internal use only", 4),
                new Literal("do not distribute", 12),
                new Literal(TRAFFIC_LIGHT, 0),
                new Literal(CLASSIFICATION, 4),
                new Literal(SENSITIVITY, 7));
    }

    @Override
    public @Nullable Finding at(Text text, int at) {
        if (text.hasAnyCase(at, TRAFFIC_LIGHT)) {
            return trafficLight(text, at);
        }
        if (text.hasAnyCase(at, CLASSIFICATION)) {
            return field(text, at, CLASSIFICATION.length());
        }
        if (text.hasAnyCase(at, SENSITIVITY)) {
            return field(text, at, SENSITIVITY.length());
        }
        Finding mark = mark(text, at);
        return mark == null && text.hasAnyCase(at, CONFIDENTIAL) ? pageMark(text, at) : mark;
    }

    private static @Nullable Finding mark(Text text, int at) {
        for (Mark mark : MARKS) {
            int start = mark.startOf(at);
            int end = start + mark.words().length();
            if (start >= text.start()
                    && text.hasAnyCase(start, mark.words())
                    && isAlone(text, start, end)
                    && (isCapital(text, start, end)
                            || mark.mayBeSentence() && isSentence(text, start, end))) {
                return finding(start, end);
            }
        }
        return null;
    }

    /// One word says it only where it marks the page: alone in its line or in front of a dash or
    /// colon; in a comment, or apart from other lines. A list of constants is neither.
    private static @Nullable Finding pageMark(Text text, int at) {
        int end = at + CONFIDENTIAL.length();
        if (!isCapital(text, at, end) || !isAlone(text, at, end) || !Line.opens(text, at)) {
            return null;
        }
        if (Line.closes(text, end)) {
            boolean page =
                    Line.isComment(text, at)
                            ? text.at(end) != ',' && text.at(end) != ';'
                            : Line.standsApart(text, at, end);
            return page ? finding(at, end) : null;
        }
        return isFollowed(text, end) ? finding(at, end) : null;
    }

    /// As in `CONFIDENTIAL - Northwind` and `CONFIDENTIAL: keep inside`.
    private static boolean isFollowed(Text text, int end) {
        int i = text.skipBlanks(end, 2);
        boolean dash = text.at(i) == 0xe2 && text.at(i + 1) == 0x80;
        boolean sign = dash || ":-.".indexOf(text.at(i)) >= 0;
        i += dash ? 3 : 1;
        return sign && Text.isBlank(text.at(i)) && Text.isLetter(text.at(i + 1));
    }

    /// Alone in its line or in brackets: the standard's places for it are headers and subjects.
    private static @Nullable Finding trafficLight(Text text, int at) {
        for (String light : TRAFFIC_LIGHTS) {
            int end = at + light.length();
            if (text.has(at, light) && isAlone(text, at, end)) {
                boolean brackets = text.at(at - 1) == '[' && text.at(end) == ']';
                boolean line = Line.opens(text, at) && Line.closes(text, end);
                return brackets || line ? finding(at, end) : null;
            }
        }
        return null;
    }

    /// A field of a header, alone in its line: `X-Classification: restricted`.
    private static @Nullable Finding field(Text text, int at, int length) {
        for (String before : FIELDS) {
            int start = at - before.length();
            if (start >= text.start() && text.hasAnyCase(start, before)) {
                int end = endOfClass(text, at + length);
                boolean header =
                        text.at(start) < 'a' || before.startsWith("x-") || Line.begins(text, start);
                return end > 0 && header && Line.opens(text, start) && Line.closes(text, end)
                        ? finding(start, end)
                        : null;
            }
        }
        return null;
    }

    /// Where the class ends that a field gives, or -1.
    private static int endOfClass(Text text, int behindName) {
        if (text.at(behindName) != ':') {
            return -1;
        }
        int i = text.skipBlanks(behindName + 1, 8);
        i += Text.isQuote(text.at(i)) ? 1 : 0;
        for (String each : CLASSES) {
            int end = i + each.length();
            if (text.hasAnyCase(i, each) && !isInWord(text.at(end))) {
                return end;
            }
        }
        return -1;
    }

    private static boolean isCapital(Text text, int start, int end) {
        for (int i = start; i < end; i++) {
            if (CharClass.LOWER.has(text.at(i))) {
                return false;
            }
        }
        return true;
    }

    /// Whether the words are a sentence or a title of their own.
    private static boolean isSentence(Text text, int start, int end) {
        int next = text.at(text.skipBlanks(end, 2));
        return CharClass.UPPER.has(text.at(start))
                && !CharClass.LOWER.has(next)
                && !CharClass.DIGIT.has(next);
    }

    /// No part of a longer word or of a name.
    private static boolean isAlone(Text text, int start, int end) {
        boolean begins = !isInWord(text.at(start - 1)) || Line.isEscape(text, start);
        return begins && !isInWord(text.at(end));
    }

    private static boolean isInWord(int b) {
        return CharClass.WORD.has(b);
    }

    private static Finding finding(int start, int end) {
        return new Finding(Detectors.CLASSIFICATION_MARKER, Confidence.SHAPED, start, end);
    }
}
