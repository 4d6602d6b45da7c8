// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import java.util.List;
import java.util.Locale;

/// Tells a secret from what people write in its place.
final class Value {
    private static final int MAX_LENGTH = 200;
    private static final int MIN_KINDS = 2;

    /// Parts of values that stand for a secret without being one.
    private static final List<String> PLACEHOLDERS =
            List.of(
                    "example",
                    "changeme",
                    "change_me",
                    "your_",
                    "your-",
                    "yourpass",
                    "xxxx",
                    "****",
                    "....",
                    "placeholder",
                    "dummy",
                    "redacted",
                    "process.env",
                    "os.environ",
                    "getenv",
                    "env.",
                    "${",
                    "{{",
                    "%s",
                    "<",
                    ">",
                    "(",
                    "[",
                    "null",
                    "undefined",
                    "://",
                    "toolu_");

    private Value() {}

    /// The end of the value that begins at `at`: at its closing quote, else at the first character
    /// that no bare value holds.
    static int end(Text text, int at, boolean quoted, int quote) {
        int i = at;
        while (i - at <= MAX_LENGTH) {
            int b = text.at(i);
            boolean ends = quoted ? b == quote : Text.isBlank(b) || isDelimiter(b);
            if (ends || Text.isLineEnd(b)) {
                break;
            }
            i++;
        }
        return i;
    }

    private static boolean isDelimiter(int b) {
        return Text.isQuote(b)
                || b == ','
                || b == ';'
                || b == ')'
                || b == '}'
                || b == ']'
                || b == '\\';
    }

    /// Whether somebody could use this as a password or a key.
    static boolean isPlausible(Text text, int start, int end, int minLength, boolean needsDigit) {
        int length = end - start;
        if (length < minLength || length > MAX_LENGTH || text.isMonotonous(start, end)) {
            return false;
        }
        int first = text.at(start);
        if (first == '$' || first == '/' || first == '.' || first == '%' || first == '&') {
            return false;
        }
        Kinds kinds = Kinds.of(text, start, end);
        boolean mixed = kinds.count() >= MIN_KINDS && (kinds.digits > 0 || kinds.marks > 0);
        if (!mixed
                || kinds.blanks > 0
                || (needsDigit && kinds.digits == 0)
                || kinds.letters() == 0) {
            return false;
        }
        String value = text.copy(start, end).toLowerCase(Locale.ROOT);
        return PLACEHOLDERS.stream().noneMatch(value::contains) && !isUuid(value);
    }

    private static boolean isUuid(String value) {
        return value.length() == 36
                && value.charAt(8) == '-'
                && value.charAt(13) == '-'
                && value.charAt(18) == '-'
                && value.charAt(23) == '-';
    }

    /// How many characters of each kind a value has.
    private static final class Kinds {
        private int lower;
        private int upper;
        private int digits;
        private int marks;
        private int blanks;

        static Kinds of(Text text, int start, int end) {
            Kinds kinds = new Kinds();
            for (int i = start; i < end; i++) {
                kinds.add(text.at(i));
            }
            return kinds;
        }

        private void add(int b) {
            if (Text.isDigit(b)) {
                digits++;
            } else if (b >= 'a' && b <= 'z') {
                lower++;
            } else if (b >= 'A' && b <= 'Z') {
                upper++;
            } else if (Text.isBlank(b)) {
                blanks++;
            } else if (b != '_' && b != '-' && b != '.') {
                marks++;
            }
        }

        int letters() {
            return lower + upper;
        }

        int count() {
            return (lower > 0 ? 1 : 0)
                    + (upper > 0 ? 1 : 0)
                    + (digits > 0 ? 1 : 0)
                    + (marks > 0 ? 1 : 0);
        }
    }
}
