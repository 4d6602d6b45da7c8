// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Recognises telephone numbers: international ones behind `+`, those of North America in their
/// usual groups, and others behind a word.
final class PhoneNumbers {
    static final List<String> WORDS =
            List.of(
                    "phone",
                    "phonenumber",
                    "phoneno",
                    "telephone",
                    "tel",
                    "mobile",
                    "mobilenumber",
                    "mobil",
                    "cell",
                    "cellphone",
                    "telefon",
                    "telefonnummer",
                    "handy",
                    "handynummer",
                    "rufnummer",
                    "telefono",
                    "téléphone",
                    "telefone",
                    "celular",
                    "movil",
                    "portable",
                    "telefoon",
                    "puhelin",
                    "gsm",
                    "whatsapp",
                    "contactnumber");

    private static final int LONGEST = 24;

    /// Digits of the shortest ones, and of those that are written without groups.
    static final int FEWEST = 7;

    private static final int FEWEST_TOGETHER = 9;
    private static final int FEWEST_INTERNATIONAL = 8;

    /// ITU-T E.164.
    private static final int MOST = 15;

    private static final String JOINTS = "._/@%$#*~^-+\\&=";

    /// Signs between its groups.
    private static final boolean[] INSIDE = new boolean[257];

    static {
        " -.()/".chars().forEach(sign -> INSIDE[sign + 1] = true);
    }

    private PhoneNumbers() {}

    /// Whether enough digits follow.
    ///
    /// @param digits which of the characters from the first digit on are such
    static boolean mayBe(long digits) {
        return Long.bitCount(digits & (1L << LONGEST) - 1) >= FEWEST;
    }

    /// The telephone number whose first digit stands at `place`, or null.
    ///
    /// @param row how many digits stand there
    /// @param here which of the characters from there on are digits
    static @Nullable Finding at(
            Text text,
            int place,
            int row,
            long here,
            NumberForm.Surroundings words,
            NearWords.Wanted near) {
        int before = text.at(place - 1);
        boolean plus = before == '+';
        boolean open = before == '(';
        int start = plus || open ? place - 1 : place;
        if (text.at(start - 1) == '(') {
            start--;
        }
        int first = text.at(start - 1);
        if (NumberForm.isJoined(first)) {
            return null;
        }
        // a sum or a change of a line
        if (plus && (Text.isLineEnd(first) || text.at(place) == '0')) {
            return null;
        }
        int end = end(text, place);
        int digits = Long.bitCount(here & (1L << end - place) - 1);
        if (digits < FEWEST || digits > MOST || isGlued(text, end)) {
            return null;
        }
        boolean sure =
                plus ? digits >= FEWEST_INTERNATIONAL : row == 3 && isAmerican(text, place, end);
        boolean together = end - place == digits;
        boolean other =
                together && (digits < FEWEST_TOGETHER || digits > 13)
                        || first == ' ' && Text.isDigit(text.at(start - 2));
        if (!sure && other) {
            return null;
        }
        return sure || words.around(text, start, end).hasOne(near)
                ? new Finding(Records.PHONE, Confidence.SHAPED, start, end)
                : null;
    }

    private static int end(Text text, int place) {
        int end = place;
        for (int i = place; i - place < LONGEST; i++) {
            int b = text.at(i);
            if (Text.isDigit(b)) {
                end = i + 1;
            } else if (i - end >= 2 || !INSIDE[b + 1]) {
                break;
            }
        }
        return end;
    }

    private static boolean isGlued(Text text, int end) {
        int next = text.at(end);
        return CharClass.B62.has(next)
                || JOINTS.indexOf(next) >= 0
                        && (next != '.' && next != '-' || CharClass.B62.has(text.at(end + 1)))
                || next == ' ' && Text.isDigit(text.at(end + 1));
    }

    /// `(415) 555-2671`, `415-555-2671`, `415.555.2671`; not those that a company pays for.
    private static boolean isAmerican(Text text, int place, int end) {
        int sign = text.at(place + 3);
        int second = place + (sign == ')' && text.at(place + 4) == ' ' ? 5 : 4);
        boolean grouped =
                sign == ')' && text.at(place - 1) == '('
                        || (sign == '-' || sign == '.') && text.at(second + 3) == sign;
        return grouped
                && end == second + 8
                && text.at(place) >= '2'
                && text.at(second) >= '2'
                && !(text.at(place) == '8' && text.at(place + 1) == text.at(place + 2))
                && !text.has(place, "800");
    }
}
