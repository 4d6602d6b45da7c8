// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import java.util.Locale;
import java.util.Set;

/// Tells a secret from what people write in its place.
final class Value {
    private static final int LONGEST = 512;
    private static final int SHORTEST_PASSWORD = 5;
    private static final int SHORTEST_TOKEN = 10;

    /// Below this letters are random.
    private static final float RANDOM = -0.3f;

    /// Above this they are words.
    private static final float WORD = 0.4f;

    /// Values that say that there is none.
    private static final Set<String> NOTHING =
            Set.of(
                    "null",
                    "none",
                    "nil",
                    "true",
                    "false",
                    "undefined",
                    "string",
                    "required",
                    "optional",
                    "default",
                    "password",
                    "passwd",
                    "secret",
                    "token",
                    "empty",
                    "changeme",
                    "change_me",
                    "hidden",
                    "redacted",
                    "masked",
                    "test",
                    "example");

    /// Parts of what stands for a value without being one.
    private static final String[] PLACEHOLDERS = {
        "example",
        "changeme",
        "change_me",
        "change-me",
        "your_",
        "your-",
        "yourpass",
        "yoursecret",
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
        "%(",
        "<",
        ">",
        "((",
        "toolu_",
        "://",
        "$(",
        "insert",
        "replace_",
        "replace-",
        "sample",
        "_here",
        "-here",
        "todo"
    };

    private Value() {}

    /// The end of the value that begins at `start`: at its closing quote, else at the first
    /// character that no bare value holds.
    ///
    /// @param quote the quote that opened it, or -1
    /// @param escaped whether that quote was escaped, because the whole stands in a string
    static int end(Text text, int start, int quote, boolean escaped) {
        if (quote < 0) {
            return text.runEnd(start, CharClass.BARE, LONGEST);
        }
        CharClass inside =
                switch (quote) {
                    case '"' -> CharClass.DOUBLE_QUOTED;
                    case '\'' -> CharClass.SINGLE_QUOTED;
                    default -> CharClass.BACK_QUOTED;
                };
        int i = text.runEnd(start, inside, LONGEST);
        while (!escaped && text.at(i) == '\\' && i - start <= LONGEST && i + 1 < text.end()) {
            i = text.runEnd(i + 2, inside, LONGEST);
        }
        return i;
    }

    /// Whether somebody who gives this value to such a name gives away a secret.
    static boolean isSecret(Text text, SecretName name, int start, int end, boolean quoted) {
        int length = end - start;
        int shortest = name == SecretName.PASSWORD ? SHORTEST_PASSWORD : SHORTEST_TOKEN;
        if (length < shortest || length > LONGEST || text.isMonotonous(start, end)) {
            return false;
        }
        int first = text.at(start);
        if (first == '{' && quoted && name == SecretName.TOKEN) {
            return holdsRandomRun(text, start, end);
        }
        if ("$/.%&*#{[(".indexOf(first) >= 0) {
            return false;
        }
        Traits traits = Traits.of(text, start, end);
        if (traits.blanks > 0 || traits.letters() == 0 || (!quoted && isCode(text, start, end))) {
            return false;
        }
        float wordiness = Wordiness.of(text, start, end);
        if (isNumberedWord(text, start, end, traits, wordiness) || isFile(text, start, end)) {
            return false;
        }
        return isChosen(name, traits, wordiness, length) && !isPlaceholder(text, start, end);
    }

    /// Whether somebody or something chose it, so that others do not guess it.
    private static boolean isChosen(SecretName name, Traits traits, float wordiness, int length) {
        if (name == SecretName.PASSWORD) {
            boolean letters = traits.letters() == length;
            return letters
                    ? wordiness < RANDOM || traits.isScattered()
                    : traits.digits > 0 || traits.marks > 0 || wordiness < RANDOM;
        }
        return traits.digits >= 2 && (wordiness < 0.5f || traits.digits >= 5)
                || traits.isScattered()
                || wordiness < RANDOM;
    }

    /// Whether it is more than letters: between words only such a value can be told from them.
    static boolean isMixed(Text text, int start, int end) {
        Traits traits = Traits.of(text, start, end);
        return traits.letters() > 0 && traits.digits > 0;
    }

    /// A value of several parts in a string of its own, one of which is random.
    private static boolean holdsRandomRun(Text text, int start, int end) {
        int i = start;
        while (i < end) {
            int runEnd = Math.min(end, text.runEnd(i, CharClass.TOKEN, LONGEST));
            if (runEnd - i >= Marks.MIN_RUN
                    && Traits.of(text, i, runEnd).digits >= 4
                    && Wordiness.of(text, i, runEnd) < 0) {
                return true;
            }
            i = Math.max(runEnd, i + 1);
        }
        return false;
    }

    /// `test1`, `username2`: names of examples.
    private static boolean isNumberedWord(
            Text text, int start, int end, Traits traits, float wordiness) {
        boolean numbered =
                traits.digits > 0
                        && traits.digits <= 2
                        && traits.letters() + traits.digits == end - start;
        return numbered
                && traits.upper == 0
                && wordiness > WORD
                && Text.isDigit(text.at(end - 1))
                && Text.isDigit(text.at(end - traits.digits))
                && traits.letters() <= 8;
    }

    /// The name of a file or a host, or a member of something.
    private static boolean isFile(Text text, int start, int end) {
        int dot = end;
        while (dot > start && text.at(dot - 1) != '.') {
            dot--;
        }
        int letters = text.runEnd(dot, CharClass.ALPHA, 10);
        return dot > start + 1
                && letters >= end
                && end - dot >= 2
                && Wordiness.of(text, start, dot) > RANDOM;
    }

    private static boolean isPlaceholder(Text text, int start, int end) {
        String value = text.copy(start, end).toLowerCase(Locale.ROOT);
        if (NOTHING.contains(value)) {
            return true;
        }
        for (String part : PLACEHOLDERS) {
            if (value.contains(part)) {
                return true;
            }
        }
        return false;
    }

    /// An expression, not a value: a call, a member, a path.
    private static boolean isCode(Text text, int start, int end) {
        if (text.at(end) == '(' || text.at(end) == '[') {
            return true;
        }
        boolean plain = true;
        for (int i = start; i < end; i++) {
            int b = text.at(i);
            if (b == '(' || b == '[' || b == '{') {
                return true;
            }
            plain &= CharClass.URLISH.has(b);
        }
        return plain && Wordiness.of(text, start, end) > 0 && !hasDigit(text, start, end);
    }

    private static boolean hasDigit(Text text, int start, int end) {
        for (int i = start; i < end; i++) {
            if (Text.isDigit(text.at(i))) {
                return true;
            }
        }
        return false;
    }

    /// How many characters of each kind a value has.
    private static final class Traits {
        private int lower;
        private int upper;
        private int digits;
        private int marks;
        private int blanks;
        private int changes;

        static Traits of(Text text, int start, int end) {
            Traits traits = new Traits();
            int before = 0;
            for (int i = start; i < end; i++) {
                int kind = traits.add(text.at(i));
                traits.changes += kind == before ? 0 : 1;
                before = kind;
            }
            return traits;
        }

        private int add(int b) {
            if (Text.isDigit(b)) {
                digits++;
                return 1;
            }
            if (b >= 'a' && b <= 'z') {
                lower++;
                return 2;
            }
            if (b >= 'A' && b <= 'Z') {
                upper++;
                return 3;
            }
            if (Text.isBlank(b)) {
                blanks++;
            } else if (b != '_' && b != '-' && b != '.') {
                marks++;
            }
            return 4;
        }

        int letters() {
            return lower + upper;
        }

        /// Whether small and capital letters and digits change as nobody writes words.
        boolean isScattered() {
            int length = lower + upper + digits + marks;
            return upper > 0 && lower > 0 && changes * 3 > length && length >= 8;
        }
    }
}
