// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import java.util.ArrayList;
import java.util.List;

/// The form of a provider's token: literal text and runs of characters, written as in
/// `xoxb-{digit:10-13}-{digit:10-13}-{b62:18-34}`.
///
/// A run takes all it can; only where the literal behind it could be part of it, it ends before one
/// of the first such literals within its bounds.
final class Shape {
    private static final int NO = -1;

    /// Longer runs are no tokens, and would have to be read for nothing.
    private static final int LONGEST = 4_000;

    /// How many literals in a run are tried as its end.
    private static final int MOST_TRIES = 8;

    private final String written;
    private final List<Part> parts;
    private final CharClass firstClass;
    private final CharClass lastClass;

    /// A piece of the form.
    sealed interface Part {
        /// Exactly this text.
        record Literal(String text) implements Part {}

        /// So many characters of a class.
        record Run(CharClass members, int min, int max) implements Part {}
    }

    private Shape(String written, List<Part> parts) {
        this.written = written;
        this.parts = List.copyOf(parts);
        this.firstClass = classOf(parts);
        this.lastClass =
                parts.getLast() instanceof Part.Run ? classOf(parts.reversed()) : CharClass.DIGIT;
    }

    /// @throws IllegalArgumentException says what is wrong with it
    static Shape parse(String text) {
        List<Part> parts = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int open = text.indexOf('{', at);
            int literalEnd = open < 0 ? text.length() : open;
            if (literalEnd > at) {
                parts.add(new Part.Literal(text.substring(at, literalEnd)));
            }
            at = literalEnd;
            if (open >= 0) {
                int close = text.indexOf('}', open);
                if (close < 0) {
                    throw new IllegalArgumentException("'" + text + "' has no } behind its last {");
                }
                parts.add(run(text.substring(open + 1, close)));
                at = close + 1;
            }
        }
        check(text, parts);
        return new Shape(text, parts);
    }

    private static Part.Run run(String text) {
        int colon = text.indexOf(':');
        int dash = text.indexOf('-', colon + 1);
        try {
            int min = Integer.parseInt(text, colon + 1, dash < 0 ? text.length() : dash, 10);
            int max = dash < 0 ? min : Integer.parseInt(text.substring(dash + 1));
            if (colon > 0 && min >= 0 && max >= Math.max(1, min) && max <= LONGEST) {
                return new Part.Run(CharClass.named(text.substring(0, colon)), min, max);
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(wrongRun(text), e);
        }
        throw new IllegalArgumentException(wrongRun(text));
    }

    private static String wrongRun(String text) {
        return "{%s} is not a class and a number of characters up to %d, as in {b62:20-40}"
                .formatted(text, LONGEST);
    }

    private static void check(String text, List<Part> parts) {
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("A shape can not be empty");
        }
        for (int i = 1; i < parts.size(); i++) {
            if (parts.get(i - 1) instanceof Part.Run run
                    && run.min() < run.max()
                    && parts.get(i) instanceof Part.Run) {
                throw new IllegalArgumentException(
                        "In '" + text + "' nobody knows where the first of two runs ends");
            }
        }
    }

    List<Part> parts() {
        return parts;
    }

    /// Whether it is written in groups.
    boolean hasSeparator() {
        return parts.stream()
                .anyMatch(part ->
                        part instanceof Part.Literal(String text)
                                && !text.chars().allMatch(CharClass.B62::has));
    }

    /// Whether it is made of digits alone.
    boolean isDigits() {
        return parts.stream()
                .allMatch(part -> part instanceof Part.Run run && run.members() == CharClass.DIGIT);
    }

    /// Whether it is made of digits and literals and always as long.
    boolean isFixed() {
        return parts.stream()
                .allMatch(part ->
                        part instanceof Part.Literal
                                || part instanceof Part.Run run
                                        && run.members() == CharClass.DIGIT
                                        && run.min() == run.max());
    }

    /// Whether the literals of one that is always as long stand where they have to.
    boolean hasLiterals(Text text, int start) {
        int at = start;
        for (Part part : parts) {
            switch (part) {
                case Part.Literal(String literal) -> {
                    if (!text.has(at, literal)) {
                        return false;
                    }
                    at += literal.length();
                }
                case Part.Run run -> at += run.min();
            }
        }
        return true;
    }

    /// Whether the byte may stand somewhere in it.
    boolean holds(int b) {
        for (Part part : parts) {
            boolean held =
                    switch (part) {
                        case Part.Literal(String text) -> text.indexOf(b) >= 0;
                        case Part.Run(CharClass members, _, _) -> members.has(b);
                    };
            if (held) {
                return true;
            }
        }
        return false;
    }

    /// Length of the shortest text that fits.
    int minLength() {
        int length = 0;
        for (Part part : parts) {
            length +=
                    switch (part) {
                        case Part.Literal(String text) -> text.length();
                        case Part.Run(_, int min, _) -> min;
                    };
        }
        return length;
    }

    /// Where the token that begins at `at` ends, or -1 when there is none.
    int end(Text text, int at) {
        return isApart(text, at) ? follow(text, at, 0) : NO;
    }

    /// A mark at the beginning, such as a slash or a quote, keeps a token apart by itself.
    private boolean isApart(Text text, int at) {
        CharClass first = firstClass();
        return !first.glues(text.at(at)) || text.startsToken(at, first);
    }

    private int follow(Text text, int at, int part) {
        if (part == parts.size()) {
            return lastClass().glues(text.at(at)) ? NO : at;
        }
        return switch (parts.get(part)) {
            case Part.Literal(String literal) ->
                    text.has(at, literal) ? follow(text, at + literal.length(), part + 1) : NO;
            case Part.Run run -> followRun(text, at, run, part + 1);
        };
    }

    private int followRun(Text text, int at, Part.Run run, int next) {
        int end = text.runEnd(at, run.members(), run.max());
        if (run.min() == run.max()) {
            return end >= at + run.max() ? follow(text, at + run.max(), next) : NO;
        }
        boolean inside =
                next < parts.size()
                        && parts.get(next) instanceof Part.Literal(String literal)
                        && run.members().has(literal.charAt(0));
        if (!inside) {
            boolean fits = end - at >= run.min() && end - at <= run.max();
            return fits ? follow(text, end, next) : NO;
        }
        String literal = ((Part.Literal) parts.get(next)).text();
        int tries = 0;
        for (int i = at + run.min();
                i <= Math.min(end, at + run.max()) && tries < MOST_TRIES;
                i++) {
            if (text.has(i, literal)) {
                int found = follow(text, i, next);
                if (found >= 0) {
                    return found;
                }
                tries++;
            }
        }
        return NO;
    }

    /// Where a token begins of which a part stands at an offset, or -1. Only what stands before
    /// that part is looked at.
    int start(Text text, int partAt, int part) {
        int i = partAt;
        for (int p = part - 1; p >= 0; p--) {
            switch (parts.get(p)) {
                case Part.Literal(String literal) -> {
                    i -= literal.length();
                    if (!text.has(i, literal)) {
                        return NO;
                    }
                }
                case Part.Run run -> {
                    i = runStart(text, i, run, p - 1);
                    if (i < 0) {
                        return NO;
                    }
                }
            }
        }
        return i;
    }

    private int runStart(Text text, int end, Part.Run run, int before) {
        int first = Math.max(text.runStart(end, run.members(), run.max()), end - run.max());
        if (end - first < run.min()) {
            return NO;
        }
        if (before < 0 || !(parts.get(before) instanceof Part.Literal(String literal))) {
            return run.min() == run.max() ? end - run.max() : first;
        }
        for (int i = end - run.min(); i >= first; i--) {
            if (text.has(i - literal.length(), literal)) {
                return i;
            }
        }
        return NO;
    }

    /// The end of the leading literal, as an offset in the token.
    int prefixLength() {
        return parts.getFirst() instanceof Part.Literal(String text) ? text.length() : 0;
    }

    private CharClass firstClass() {
        return firstClass;
    }

    private CharClass lastClass() {
        return lastClass;
    }

    private static CharClass classOf(List<Part> parts) {
        for (Part part : parts) {
            if (part instanceof Part.Run run) {
                return run.members();
            }
        }
        return CharClass.B62;
    }

    @Override
    public String toString() {
        return written;
    }
}
