// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.function.IntConsumer;

/// Finds which of many words stand in a stretch of text, in one walk over it (Aho and Corasick,
/// Efficient String Matching, 1975). Only letters and digits count, in either case: `api_key`,
/// `apiKey` and `api key` are one word.
final class Words {
    private static final int LETTERS = 36;
    private static final int OTHER = -1;
    private static final byte[] LETTER = new byte[256];

    static {
        Arrays.fill(LETTER, (byte) OTHER);
        for (int i = 0; i < 26; i++) {
            LETTER['a' + i] = (byte) i;
            LETTER['A' + i] = (byte) i;
        }
        for (int i = 0; i < 10; i++) {
            LETTER['0' + i] = (byte) (26 + i);
        }
    }

    private final List<int[]> next = new ArrayList<>();
    private final List<int[]> ends = new ArrayList<>();

    /// @param words the index of each is what [#in] tells
    Words(Collection<String> words) {
        addState();
        int index = 0;
        for (String word : words) {
            add(word, index);
            index++;
        }
        link();
    }

    private int addState() {
        int[] to = new int[LETTERS];
        Arrays.fill(to, -1);
        next.add(to);
        ends.add(new int[0]);
        return next.size() - 1;
    }

    private void add(String word, int index) {
        int state = 0;
        for (char c : word.toLowerCase(Locale.ROOT).toCharArray()) {
            int letter = c < 256 ? LETTER[c] : OTHER;
            if (letter == OTHER) {
                continue;
            }
            if (next.get(state)[letter] < 0) {
                next.get(state)[letter] = addState();
            }
            state = next.get(state)[letter];
        }
        ends.set(state, with(ends.get(state), index));
    }

    private static int[] with(int[] ends, int index) {
        int[] more = Arrays.copyOf(ends, ends.length + 1);
        more[ends.length] = index;
        return more;
    }

    /// Makes of the tree an automaton that never goes back in the text.
    private void link() {
        int[] fallback = new int[next.size()];
        Queue<Integer> waiting = new ArrayDeque<>();
        int[] root = next.getFirst();
        for (int letter = 0; letter < LETTERS; letter++) {
            if (root[letter] < 0) {
                root[letter] = 0;
            } else {
                waiting.add(root[letter]);
            }
        }
        while (!waiting.isEmpty()) {
            int state = waiting.remove();
            int[] to = next.get(state);
            int[] shorter = next.get(fallback[state]);
            for (int end : ends.get(fallback[state])) {
                ends.set(state, with(ends.get(state), end));
            }
            for (int letter = 0; letter < LETTERS; letter++) {
                if (to[letter] < 0) {
                    to[letter] = shorter[letter];
                } else {
                    fallback[to[letter]] = shorter[letter];
                    waiting.add(to[letter]);
                }
            }
        }
    }

    /// Tells the index of each word that stands between two offsets, some more than once.
    void in(Text text, int start, int end, IntConsumer found) {
        int state = 0;
        for (int i = start; i < end; i++) {
            int b = text.at(i);
            int letter = b < 0 ? OTHER : LETTER[b];
            if (letter != OTHER) {
                state = next.get(state)[letter];
                for (int word : ends.get(state)) {
                    found.accept(word);
                }
            }
        }
    }

    /// Whether any word stands between two offsets.
    boolean isIn(Text text, int start, int end) {
        int state = 0;
        for (int i = start; i < end; i++) {
            int b = text.at(i);
            int letter = b < 0 ? OTHER : LETTER[b];
            if (letter != OTHER) {
                state = next.get(state)[letter];
                if (ends.get(state).length > 0) {
                    return true;
                }
            }
        }
        return false;
    }
}
