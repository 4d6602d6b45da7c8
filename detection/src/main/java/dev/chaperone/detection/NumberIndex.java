// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Notices numbers of persons and accounts by their first row of digits: how long it is, how many
/// letters stand before it and what stands behind it. Nearly all other numbers are too short, and
/// that is seen from the marks of 64 bytes at once.
final class NumberIndex {
    private static final int LONGEST_ROW = 32;
    private static final int MOST_LETTERS = 6;

    /// Of the ten characters from the first digit on so many are digits, where no letter stands
    /// before them.
    private static final int LEAST_DIGITS = 6;

    /// Digits of the number that has fewest.
    private static final int FEWEST = 4;

    private static final int NEAR = (1 << 10) - 1;

    // Kinds of characters behind a row of digits.
    private static final int OTHER = 1;
    private static final int LETTER = 1 << 1;
    private static final String SIGNS = " -./+()";

    /// Any kind.
    private static final int ALL = -1;

    private static final int[] KINDS = new int[257];

    static {
        for (int b = -1; b < 256; b++) {
            int sign = b < 0 ? -1 : SIGNS.indexOf(b);
            KINDS[b + 1] = CharClass.ALPHA.has(b) ? LETTER : sign < 0 ? OTHER : 1 << sign + 2;
        }
    }

    private final NumberForm[][] forms = new NumberForm[(MOST_LETTERS + 1) * (LONGEST_ROW + 1)][];
    private final int[] after = new int[forms.length];
    private final NearWords words;
    private final NearWords.Wanted phone;

    NumberIndex(List<Rule> rules) {
        words =
                new NearWords(
                        Stream.concat(
                                        rules.stream()
                                                .flatMap(rule -> rule.detector().near().stream()),
                                        PhoneNumbers.WORDS.stream())
                                .distinct()
                                .toList());
        phone = words.wanted(PhoneNumbers.WORDS);
        for (Rule rule : rules) {
            Rule.Scheme scheme = rule.scheme();
            if (scheme != null) {
                rule.shapes().forEach(shape -> add(rule, shape, true));
                scheme.bare().forEach(shape -> add(rule, shape, false));
            }
        }
    }

    private void add(Rule rule, Shape shape, boolean alone) {
        FirstRow row = FirstRow.of(shape);
        NearWords.Wanted near = words.wanted(rule.detector().near());
        for (int length = row.min(); length <= Math.min(row.max(), LONGEST_ROW); length++) {
            int kinds = 0;
            for (int b = 0; b < 256; b++) {
                if (row.behind(length).indexOf(b) >= 0) {
                    kinds |= KINDS[b + 1];
                }
            }
            kinds = row.behind(length).isEmpty() ? ALL : kinds;
            NumberForm form =
                    new NumberForm(
                            rule,
                            shape,
                            alone,
                            shape.hasSeparator(),
                            shape.isDigits(),
                            row.back() == 0 && shape.isFixed() && shape.minLength() <= Long.SIZE
                                    ? shape.minLength()
                                    : 0,
                            row.back(),
                            kinds,
                            near,
                            Outline.ofDigits(shape, row.back()),
                            Glance.of(shape, 0, 0, 0, Outline.ANY, _ -> false));
            int key = key(row.letters(), length);
            List<NumberForm> more = new ArrayList<>();
            more.addAll(forms[key] == null ? List.of() : List.of(forms[key]));
            more.add(form);
            forms[key] = more.toArray(NumberForm[]::new);
            after[key] |= kinds;
        }
    }

    private static int key(int letters, int length) {
        return letters * (LONGEST_ROW + 1) + length;
    }

    /// Tells the numbers that begin in the marked block.
    void in(Text text, Marks marks, int blockWords, Consumer<Finding> found) {
        boolean before = Text.isDigit(text.at(marks.place(0, 1) - 1));
        for (int word = 0; word < blockWords; word++) {
            long here = marks.digits[word];
            if (here != 0
                    && Long.bitCount(here) + Long.bitCount(marks.digits[word + 1]) >= FEWEST) {
                for (long rows = marks.numbers(word, before); rows != 0; rows &= rows - 1) {
                    look(text, marks, marks.place(word, rows), found);
                }
            }
            before = here < 0;
        }
    }

    private void look(Text text, Marks marks, int place, Consumer<Finding> found) {
        long digits = marks.window(marks.digits, place);
        int length = Long.numberOfTrailingZeros(~digits);
        boolean many = Long.bitCount(digits & NEAR) >= LEAST_DIGITS;
        if (length > LONGEST_ROW || !many && !CharClass.ALPHA.has(text.at(place - 1))) {
            return;
        }
        int letters = letters(text, place);
        if (letters > MOST_LETTERS) {
            return;
        }
        int key = key(letters, length);
        int kind = KINDS[text.at(place + length) + 1];
        boolean callable =
                letters == 0
                        && (length >= PhoneNumbers.FEWEST || kind >> 2 != 0)
                        && PhoneNumbers.mayBe(digits);
        if (!callable && (after[key] & kind) == 0) {
            return;
        }
        NumberForm.Surroundings surroundings = new NumberForm.Surroundings(words);
        if ((after[key] & kind) != 0) {
            for (NumberForm form : forms[key]) {
                Finding finding =
                        (form.after() & kind) == 0
                                ? null
                                : form.at(text, place, length, digits, surroundings);
                if (finding != null) {
                    found.accept(finding);
                }
            }
        }
        if (callable) {
            Finding number = PhoneNumbers.at(text, place, length, digits, surroundings, phone);
            if (number != null) {
                found.accept(number);
            }
        }
    }

    private static int letters(Text text, int place) {
        int letters = 0;
        while (letters <= MOST_LETTERS && CharClass.ALPHA.has(text.at(place - 1 - letters))) {
            letters++;
        }
        return letters;
    }

    /// The first row of digits of a form.
    ///
    /// @param back characters before it
    /// @param letters those of them that are letters next to it
    /// @param open whether letters or digits of a longer run may follow at once
    /// @param next what stands behind it, empty where anything may
    private record FirstRow(int back, int letters, int min, int max, boolean open, String next) {

        static FirstRow of(Shape shape) {
            int back = 0;
            int letters = 0;
            int min = 0;
            int max = 0;
            for (Shape.Part part : shape.parts()) {
                String members =
                        switch (part) {
                            case Shape.Part.Literal(String text) -> text;
                            case Shape.Part.Run(CharClass of, _, _) -> of.members();
                        };
                int least = part instanceof Shape.Part.Run run ? run.min() : members.length();
                int most = part instanceof Shape.Part.Run run ? run.max() : members.length();
                boolean digits = members.chars().allMatch(CharClass.DIGIT::has);
                boolean some = members.chars().anyMatch(CharClass.DIGIT::has);
                if (digits) {
                    min += least;
                    max += most;
                } else if (max > 0) {
                    return some && part instanceof Shape.Part.Run
                            ? new FirstRow(back, letters, min, max + most, true, members)
                            : new FirstRow(back, letters, min, max, false, first(part, members));
                } else {
                    back += most;
                    boolean word = members.chars().allMatch(CharClass.ALPHA::has);
                    letters = word ? letters + most : 0;
                }
            }
            return new FirstRow(back, letters, min, max, false, "");
        }

        private static String first(Shape.Part part, String members) {
            return part instanceof Shape.Part.Literal ? members.substring(0, 1) : members;
        }

        /// What may stand behind a row of this length.
        String behind(int length) {
            return open && length > min ? "" : next;
        }
    }
}
