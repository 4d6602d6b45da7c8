// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntConsumer;

/// Five neighbouring bytes that betray a secret, each with its alternatives. Five, because the
/// index reads four bytes at every second place: two overlapping words of four cover five.
///
/// @param places for each of the five bytes the characters that may stand there
record Anchor(List<String> places) {
    static final int LENGTH = 5;
    private static final int WORD = 4;

    Anchor {
        places = List.copyOf(places);
        if (places.size() != LENGTH) {
            throw new IllegalArgumentException("An anchor has 5 places, not " + places.size());
        }
    }

    static Anchor of(String... places) {
        return new Anchor(List.of(places));
    }

    /// The first five bytes of a literal, exactly so.
    static Anchor literal(String text) {
        return new Anchor(text.substring(0, LENGTH).chars().mapToObj(Character::toString).toList());
    }

    /// The first five letters of a word in either case.
    static Anchor word(String lower) {
        var places = new ArrayList<String>();
        for (char c : lower.substring(0, LENGTH).toCharArray()) {
            places.add(eitherCase(c));
        }
        return new Anchor(places);
    }

    static String eitherCase(char c) {
        String lower = String.valueOf(c);
        String upper = lower.toUpperCase(Locale.ROOT);
        return lower.equals(upper) ? lower : lower + upper;
    }

    /// All little-endian words of four bytes that the anchor can have at offset 0 or 1.
    void words(int offset, IntConsumer to) {
        combine(offset, 0, 0, to);
    }

    private void combine(int offset, int index, int word, IntConsumer to) {
        if (index == WORD) {
            to.accept(word);
            return;
        }
        for (char c : places.get(offset + index).toCharArray()) {
            combine(offset, index + 1, word | c << 8 * index, to);
        }
    }
}
