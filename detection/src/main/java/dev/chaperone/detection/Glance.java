// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/// A look at the place where a token may have been noticed, cheap enough to be taken for every form
/// that is noticed there: whether enough of the run follows, and whether two characters at fixed
/// distances are what they are in every such token. Of all such characters the two are asked for
/// that other text has least often.
///
/// All in one number, so that the looks of many forms lie side by side: the least length of the run
/// in twelve bits, then twice a distance in ten and a character or a class in eight.
final class Glance {
    private static final int LENGTH_BITS = 12;
    private static final int DISTANCE_BITS = 10;
    private static final int WHAT_BITS = 8;
    private static final int SECOND = LENGTH_BITS + DISTANCE_BITS + WHAT_BITS;

    /// What is added to a distance, so that it is not negative.
    private static final int ORIGIN = 1 << DISTANCE_BITS - 1;

    /// From here on it is a class.
    private static final int CLASS = 128;

    /// The class of all bytes.
    private static final int ANY = CharClass.COUNT;

    /// From here on it is what may stand behind a token that ends with a class.
    private static final int BEHIND = ANY + 1;

    /// For each byte a bit for each class that it belongs to, and for each behind which it may
    /// stand.
    private static final long[] CLASSES = new long[256];

    static {
        if (BEHIND + CharClass.COUNT > Long.SIZE) {
            throw new IllegalStateException("There are more classes than a byte has bits for");
        }
        for (CharClass each : CharClass.values()) {
            for (int b = 0; b < CLASSES.length; b++) {
                CLASSES[b] |= each.has(b) ? 1L << each.number() : 0;
                CLASSES[b] |= each.glues(b) ? 0 : 1L << BEHIND + each.number();
            }
        }
        for (int b = 0; b < CLASSES.length; b++) {
            CLASSES[b] |= 1L << ANY;
        }
    }

    /// What is known of a character before the look.
    private enum Seen {
        NOTHING(_ -> true),
        IN_RUN(CharClass.TOKEN::has),
        ALNUM(CharClass.B62::has),
        NO_ALNUM(b -> !CharClass.B62.has(b)),
        SEPARATOR(Hook::isSeparator);

        /// For each class, and for each behind which something may stand, how often other text has
        /// that where it is known so much.
        @SuppressWarnings("ImmutableEnumChecker")
        private final double[] likely = new double[BEHIND + CharClass.COUNT];

        private final double all;

        Seen(IntPredicate members) {
            double sum = 0;
            for (int b = 0; b < CLASSES.length; b++) {
                if (members.test(b)) {
                    sum += Frequency.of(b);
                    for (int what = 0; what < likely.length; what++) {
                        likely[what] += (CLASSES[b] >>> what & 1) != 0 ? Frequency.of(b) : 0;
                    }
                }
            }
            all = sum;
        }

        double likely(int what) {
            return (what < CLASS ? Frequency.of(what) : likely[what - CLASS]) / all;
        }

        static Seen at(int distance, int least, Outline outline) {
            boolean run = distance >= 0 && distance < least;
            if (outline.knows(distance)) {
                return outline.isAlnum(distance) ? ALNUM : run ? SEPARATOR : NO_ALNUM;
            }
            return run ? IN_RUN : NOTHING;
        }
    }

    /// The look that everything passes.
    static final long NONE =
            packed(new Sign(0, CLASS + ANY)) << LENGTH_BITS
                    | packed(new Sign(0, CLASS + ANY)) << SECOND;

    private Glance() {}

    /// A character at a distance from the place.
    private record Sign(int distance, int what) {}

    /// The look for a shape.
    ///
    /// @param part the part of it that stands at the place
    /// @param inside how many characters of that part stand before the place
    /// @param least how much of the run follows the place at least
    /// @param outline what is seen before the look
    /// @param known whether the character at a distance is known to fit already
    static long of(
            Shape shape, int part, int inside, int least, Outline outline, IntPredicate known) {
        List<Sign> signs = new ArrayList<>();
        behind(shape.parts(), part, inside, signs);
        before(shape.parts(), part, inside, signs);
        signs.removeIf(sign -> known.test(sign.distance()));
        Sign first = rarest(signs, least, outline);
        signs.remove(first);
        Sign second = rarest(signs, least, outline);
        return Math.min(least, (1 << LENGTH_BITS) - 1)
                | packed(first) << LENGTH_BITS
                | packed(second) << SECOND;
    }

    private static Sign rarest(List<Sign> signs, int least, Outline outline) {
        Sign rarest = new Sign(0, CLASS + ANY);
        double lowest = Double.MAX_VALUE;
        for (Sign sign : signs) {
            double likely = Seen.at(sign.distance(), least, outline).likely(sign.what());
            // Of equals the farther one says more: text goes on as it began for a while.
            likely -= Math.abs(sign.distance()) * 1e-3;
            if (likely < lowest) {
                lowest = likely;
                rarest = sign;
            }
        }
        return rarest;
    }

    private static long packed(Sign sign) {
        return sign.distance() + ORIGIN | (long) sign.what() << DISTANCE_BITS;
    }

    private static void behind(List<Shape.Part> parts, int part, int inside, List<Sign> to) {
        int distance = -inside;
        for (int i = part; i < parts.size(); i++) {
            switch (parts.get(i)) {
                case Shape.Part.Literal(String text) -> {
                    for (int c = 0; c < text.length(); c++, distance++) {
                        add(to, distance, text.charAt(c));
                    }
                }
                case Shape.Part.Run(CharClass members, int min, int max) -> {
                    for (int c = 0; c < min; c++, distance++) {
                        add(to, distance, members);
                    }
                    if (min < max) {
                        return;
                    }
                    if (i == parts.size() - 1) {
                        add(to, distance, CLASS + BEHIND + members.number());
                    }
                }
            }
        }
    }

    private static void before(List<Shape.Part> parts, int part, int inside, List<Sign> to) {
        int distance = -inside;
        for (int i = part - 1; i >= 0; i--) {
            switch (parts.get(i)) {
                case Shape.Part.Literal(String text) -> {
                    for (int c = text.length() - 1; c >= 0; c--) {
                        distance--;
                        add(to, distance, text.charAt(c));
                    }
                }
                case Shape.Part.Run(CharClass members, int min, int max) -> {
                    for (int c = 0; c < min; c++) {
                        distance--;
                        add(to, distance, members);
                    }
                    if (min < max) {
                        return;
                    }
                }
            }
        }
    }

    private static void add(List<Sign> to, int distance, char c) {
        if (c < CLASS) {
            add(to, distance, (int) c);
        }
    }

    private static void add(List<Sign> to, int distance, CharClass members) {
        add(to, distance, CLASS + members.number());
    }

    private static void add(List<Sign> to, int distance, int what) {
        if (distance >= -ORIGIN && distance < ORIGIN) {
            to.add(new Sign(distance, what));
        }
    }

    /// The same look where more of the run has to follow.
    static long withLength(long glance, int least) {
        int most = (1 << LENGTH_BITS) - 1;
        return glance & ~most | Math.min(least, most);
    }

    /// How much of the run has to follow the place.
    static int length(long glance) {
        return (int) glance & (1 << LENGTH_BITS) - 1;
    }

    /// Whether a token may have been noticed there, when enough of the run follows.
    static boolean isWorthALook(long glance, Text text, int place) {
        return fits((int) (glance >>> LENGTH_BITS), text, place)
                && fits((int) (glance >>> SECOND), text, place);
    }

    private static boolean fits(int sign, Text text, int place) {
        int at = place - ORIGIN + (sign & (1 << DISTANCE_BITS) - 1);
        int what = sign >>> DISTANCE_BITS & (1 << WHAT_BITS) - 1;
        if (at < text.start() || at >= text.end()) {
            return what >= CLASS + BEHIND;
        }
        byte b = text.bytes()[at];
        return what < CLASS ? b == what : (CLASSES[b & 0xff] >>> what - CLASS & 1) != 0;
    }
}
