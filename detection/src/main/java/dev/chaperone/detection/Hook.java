// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// Where in a run of token characters a shape is noticed, without trying every shape at every
/// place. A run is sixteen or more of [CharClass#TOKEN].
sealed interface Hook {
    /// The part of the shape that stands at the place.
    int part();

    /// How many characters of that part stand before the place.
    int inside();

    /// Three known characters begin at the start of a run or behind a separator in it.
    record Start(int part, int inside, List<String> places) implements Hook {
        public Start {
            places = List.copyOf(places);
        }
    }

    /// Two known characters end where a run begins.
    record Before(int part, int inside, List<String> places) implements Hook {
        public Before {
            places = List.copyOf(places);
        }
    }

    /// The whole run is one of few lengths.
    record Length(int part, int inside, int min, int max) implements Hook {}

    /// How many characters a start has.
    int START = 3;

    /// How many characters stand before.
    int BEFORE = 2;

    /// More lengths would ask for the shape too often.
    int MOST_LENGTHS = 12;

    /// Characters inside a run behind which a token may begin.
    String SEPARATORS = "_-/+";

    static boolean isSeparator(int b) {
        return b == '_' || b == '-' || b == '/' || b == '+';
    }

    /// The hook of a shape, the rarest that it has; null when it has none and needs a word before.
    static @Nullable Hook of(Shape shape) {
        List<Shape.Part> parts = shape.parts();
        Hook best = null;
        int longest = START - 1;
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i) instanceof Shape.Part.Literal(String text)) {
                for (int at = 0; at < text.length(); at++) {
                    int known = knownFrom(text, at);
                    if (known > longest && begins(parts, i, at) && isLong(parts, i, at)) {
                        longest = known;
                        best = new Start(i, at, places(parts, i, at, START));
                    }
                }
            }
        }
        if (best == null) {
            best = shortStart(parts);
        }
        if (best == null) {
            best = before(parts, Hook::lengthOfRun);
        }
        if (best == null) {
            best = length(parts);
        }
        return best == null ? likely(shape) : best;
    }

    /// The start of a token that has other characters than those of runs early in it. It is noticed
    /// where they do not come, as is usual.
    private static @Nullable Hook likely(Shape shape) {
        List<Shape.Part> parts = shape.parts();
        Hook before = before(parts, Hook::likelyLength);
        if (before != null
                || shape.minLength() < Marks.MIN_RUN
                || !(parts.getFirst() instanceof Shape.Part.Literal(String text))) {
            return before;
        }
        for (int at = 0; at <= text.length() - START; at++) {
            if (knownFrom(text, at) == text.length() - at && begins(parts, 0, at)) {
                return new Start(0, at, places(parts, 0, at, START));
            }
        }
        return null;
    }

    private static int likelyLength(List<Shape.Part> parts, int part, int at) {
        boolean run =
                part + 1 < parts.size()
                        && at == ((Shape.Part.Literal) parts.get(part)).text().length();
        return run && parts.get(part + 1) instanceof Shape.Part.Run(_, int min, _) ? min : 0;
    }

    /// How long the run is that begins at a character of a part.
    interface RunLength {
        int of(List<Shape.Part> parts, int part, int at);
    }

    private static int knownFrom(String text, int at) {
        int end = at;
        while (end < text.length() && CharClass.TOKEN.has(text.charAt(end))) {
            end++;
        }
        return end - at;
    }

    /// Whether a run or a piece of one begins there.
    private static boolean begins(List<Shape.Part> parts, int part, int at) {
        if (at > 0) {
            char before = ((Shape.Part.Literal) parts.get(part)).text().charAt(at - 1);
            return !CharClass.TOKEN.has(before) || SEPARATORS.indexOf(before) >= 0;
        }
        char first = ((Shape.Part.Literal) parts.get(part)).text().charAt(0);
        return part == 0 && SEPARATORS.indexOf(first) < 0;
    }

    /// Whether enough token characters follow for a run, also in the shortest token. Those before a
    /// separator count too, but not needed.
    private static boolean isLong(List<Shape.Part> parts, int part, int at) {
        return lengthOfRun(parts, part, at) + lengthBefore(parts, part, at) >= Marks.MIN_RUN;
    }

    /// How many characters of the run stand behind a place in a shape, at least.
    static int lengthOfRun(List<Shape.Part> parts, int part, int at) {
        int length = 0;
        for (int i = part; i < parts.size(); i++) {
            switch (parts.get(i)) {
                case Shape.Part.Literal(String text) -> {
                    int from = i == part ? at : 0;
                    int known = knownFrom(text, from);
                    length += known;
                    if (known < text.length() - from) {
                        return length;
                    }
                }
                case Shape.Part.Run(CharClass members, int min, _) -> {
                    if (!members.isWithin(CharClass.TOKEN)) {
                        return length;
                    }
                    length += min;
                }
            }
        }
        return length;
    }

    private static int lengthBefore(List<Shape.Part> parts, int part, int at) {
        int length = 0;
        for (int i = part; i >= 0; i--) {
            switch (parts.get(i)) {
                case Shape.Part.Literal(String text) -> {
                    for (int c = (i == part ? at : text.length()) - 1; c >= 0; c--) {
                        if (!CharClass.TOKEN.has(text.charAt(c))) {
                            return length;
                        }
                        length++;
                    }
                }
                case Shape.Part.Run(CharClass members, int min, _) -> {
                    if (!members.isWithin(CharClass.TOKEN)) {
                        return length;
                    }
                    length += min;
                }
            }
        }
        return length;
    }

    /// For each of the characters from there on what it may be.
    private static List<String> places(List<Shape.Part> parts, int part, int at, int count) {
        List<String> places = new ArrayList<>();
        int from = at;
        for (int i = part; i < parts.size() && places.size() < count; i++) {
            switch (parts.get(i)) {
                case Shape.Part.Literal(String text) -> {
                    for (int c = from; c < text.length() && places.size() < count; c++) {
                        places.add(text.substring(c, c + 1));
                    }
                }
                case Shape.Part.Run(CharClass members, int min, _) -> {
                    for (int c = 0; c < min && places.size() < count; c++) {
                        places.add(members.members());
                    }
                }
            }
            from = 0;
        }
        return places;
    }

    /// A start that is known in its first or first two characters only.
    private static @Nullable Hook shortStart(List<Shape.Part> parts) {
        boolean begins =
                parts.getFirst() instanceof Shape.Part.Literal(String text)
                        && knownFrom(text, 0) == text.length()
                        && isLong(parts, 0, 0);
        List<String> places = begins ? places(parts, 0, 0, START) : List.of();
        return places.size() == START ? new Start(0, 0, places) : null;
    }

    private static @Nullable Hook before(List<Shape.Part> parts, RunLength length) {
        Hook best = null;
        int longest = Marks.MIN_RUN - 1;
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i) instanceof Shape.Part.Literal(String text)) {
                int run = text.length();
                while (run > 0 && CharClass.TOKEN.has(text.charAt(run - 1))) {
                    run--;
                }
                List<String> places = placesBefore(parts, i, run);
                int follows = length.of(parts, i, run);
                if (places.size() == BEFORE && follows > longest) {
                    best = new Before(i, run, places);
                    longest = follows;
                }
            }
        }
        return best;
    }

    private static List<String> placesBefore(List<Shape.Part> parts, int part, int run) {
        if (run >= BEFORE) {
            return places(parts, part, run - BEFORE, BEFORE);
        }
        if (run == 1 && part > 0 && parts.get(part - 1) instanceof Shape.Part.Run before) {
            String mark = ((Shape.Part.Literal) parts.get(part)).text().substring(0, 1);
            return List.of(before.members().members(), mark);
        }
        return List.of();
    }

    private static @Nullable Hook length(List<Shape.Part> parts) {
        int min = 0;
        int max = 0;
        boolean literal = false;
        for (Shape.Part part : parts) {
            switch (part) {
                case Shape.Part.Literal(String text) -> {
                    int known = knownFrom(text, 0);
                    min += known;
                    max += known;
                    literal |= known >= START;
                    if (known < text.length()) {
                        return lengths(literal, min, max);
                    }
                }
                case Shape.Part.Run(CharClass members, int least, int most) -> {
                    if (!members.isWithin(CharClass.TOKEN)) {
                        return null;
                    }
                    min += least;
                    max += most;
                }
            }
        }
        return lengths(literal, min, max);
    }

    private static @Nullable Hook lengths(boolean literal, int min, int max) {
        boolean few = literal && min >= Marks.MIN_RUN && max - min < MOST_LENGTHS;
        return few ? new Length(0, 0, min, max) : null;
    }
}
