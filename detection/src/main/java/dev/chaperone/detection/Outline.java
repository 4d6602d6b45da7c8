// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import java.util.List;

/// Where letters and digits stand in a token and where none may, in the 64 characters from the
/// place on at which it is noticed. `ghp_{b62:36}` has three, none, and then thirty-six, behind
/// which the token ends: one comparison of marks tells that it is not there, nearly always.
///
/// @param known a bit for each character of which that is known
/// @param alnums a bit for each that is a letter or a digit; in an outline of digits, a digit
record Outline(long known, long alnums) {
    /// That of everything.
    static final Outline ANY = new Outline(0, 0);

    /// @param part the part of the shape that stands at the place
    /// @param inside how many characters of that part stand before the place
    static Outline of(Shape shape, int part, int inside) {
        return of(shape, part, inside, CharClass.B62);
    }

    /// The same of digits alone.
    ///
    /// @param before how many characters stand before the place
    static Outline ofDigits(Shape shape, int before) {
        return of(shape, 0, before, CharClass.DIGIT);
    }

    private static Outline of(Shape shape, int part, int inside, CharClass drawn) {
        Drawing drawing = new Drawing(-inside);
        List<Shape.Part> parts = shape.parts();
        for (int i = part; i < parts.size(); i++) {
            switch (parts.get(i)) {
                case Shape.Part.Literal(String text) ->
                        text.chars().forEach(c -> drawing.add(true, drawn.has(c)));
                case Shape.Part.Run(CharClass members, int min, int max) -> {
                    boolean all = members.isWithin(drawn);
                    boolean none = members.members().chars().noneMatch(drawn::has);
                    for (int c = 0; c < min; c++) {
                        drawing.add(all || none, all);
                    }
                    if (min < max) {
                        return drawing.outline();
                    }
                }
            }
        }
        // No token is followed by a letter or a digit.
        drawing.add(true, false);
        return drawing.outline();
    }

    private static final class Drawing {
        private int distance;
        private long known;
        private long alnums;

        Drawing(int distance) {
            this.distance = distance;
        }

        void add(boolean isKnown, boolean is) {
            if (distance >= 0 && distance < Long.SIZE) {
                known |= isKnown ? 1L << distance : 0;
                alnums |= is ? 1L << distance : 0;
            }
            distance++;
        }

        Outline outline() {
            return new Outline(known, alnums);
        }
    }

    /// Whether just so many letters and digits may stand from there on before anything else; more
    /// of them behind the last character that is drawn.
    boolean mayHave(int from, int length) {
        int end = from + length;
        long some = (end < Long.SIZE ? (1L << end) - 1 : -1) & -1L << from;
        boolean goesOn = end < Long.SIZE && isAlnum(end);
        return (known & some) == (alnums & some) && !goesOn;
    }

    /// For which lengths that holds: a bit for each, the last one for all that are longer.
    long lengthsFrom(int from) {
        long lengths = 0;
        for (int length = 0; length <= Long.SIZE - from; length++) {
            lengths |= mayHave(from, length) ? 1L << Math.min(length, Long.SIZE - 1) : 0;
        }
        return lengths;
    }

    /// Whether one of such lengths is that of the letters and digits with which marks begin.
    static boolean hasLength(long lengths, long marks) {
        return (lengths >>> Math.min(Long.numberOfTrailingZeros(~marks), Long.SIZE - 1) & 1) != 0;
    }

    /// Whether the character at a distance is known to be a letter or a digit, or to be none.
    boolean knows(int distance) {
        return distance >= 0 && distance < Long.SIZE && (known >>> distance & 1) != 0;
    }

    /// Whether a character of which that is known is a letter or a digit.
    boolean isAlnum(int distance) {
        return (alnums >>> distance & 1) != 0;
    }
}
