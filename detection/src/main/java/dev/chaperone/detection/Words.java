// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
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

    /// For each state and letter the next state. Those near the beginning come first: they are
    /// where most text leads. Those in which words end come last.
    private final char[] next;

    /// The first state in which a word ends, and for each from there on which words do.
    private final int firstEnd;

    private final int[][] ends;

    /// @param words the index of each is what [#in] tells
    Words(Collection<String> words) {
        Tree tree = new Tree();
        int index = 0;
        for (String word : words) {
            tree.add(word, index);
            index++;
        }
        int[] order = tree.order();
        next = new char[order.length * LETTERS];
        firstEnd = tree.withoutEnds();
        ends = new int[order.length - firstEnd][];
        int[] renamed = new int[order.length];
        for (int state = 0; state < order.length; state++) {
            renamed[order[state]] = state;
        }
        for (int state = 0; state < order.length; state++) {
            if (state >= firstEnd) {
                ends[state - firstEnd] = tree.ends.get(order[state]);
            }
            int[] to = tree.next.get(order[state]);
            for (int letter = 0; letter < LETTERS; letter++) {
                next[state * LETTERS + letter] = (char) renamed[to[letter]];
            }
        }
    }

    /// The automaton while it grows.
    private static final class Tree {
        private final List<int[]> next = new ArrayList<>();
        private final List<int[]> ends = new ArrayList<>();

        Tree() {
            addState();
        }

        private int addState() {
            int[] to = new int[LETTERS];
            Arrays.fill(to, -1);
            next.add(to);
            ends.add(new int[0]);
            return next.size() - 1;
        }

        void add(String word, int index) {
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

        int withoutEnds() {
            int count = 0;
            for (int[] each : ends) {
                count += each.length == 0 ? 1 : 0;
            }
            return count;
        }

        /// The states, linked, those in which words end last.
        int[] order() {
            int[] linked = link();
            int[] order = new int[linked.length];
            int at = 0;
            int end = withoutEnds();
            for (int state : linked) {
                if (ends.get(state).length == 0) {
                    order[at++] = state;
                } else {
                    order[end++] = state;
                }
            }
            return order;
        }

        /// Makes of the tree an automaton that never goes back in the text.
        ///
        /// @return the states by their distance from the first one
        private int[] link() {
            if (next.size() > Character.MAX_VALUE) {
                throw new IllegalStateException("More words than one automaton takes");
            }
            // Those that were met; the first of them are done.
            int[] order = new int[next.size()];
            int met = 1;
            int[] fallback = new int[next.size()];
            int[] root = next.getFirst();
            for (int letter = 0; letter < LETTERS; letter++) {
                if (root[letter] < 0) {
                    root[letter] = 0;
                } else {
                    order[met] = root[letter];
                    met++;
                }
            }
            for (int done = 1; done < met; done++) {
                int state = order[done];
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
                        order[met] = to[letter];
                        met++;
                    }
                }
            }
            return order;
        }
    }

    /// Tells the index of each word that stands between two offsets in the text, some more than
    /// once.
    void in(Text text, int start, int end, IntConsumer found) {
        byte[] bytes = text.bytes();
        text.looked(end - start);
        int state = 0;
        for (int i = start; i < end; i++) {
            int letter = LETTER[bytes[i] & 0xff];
            if (letter != OTHER) {
                state = next[state * LETTERS + letter];
                if (state >= firstEnd) {
                    for (int word : ends[state - firstEnd]) {
                        found.accept(word);
                    }
                }
            }
        }
    }

    /// Whether one of some words stands between two offsets.
    ///
    /// @param wanted their indices
    boolean isIn(Text text, int start, int end, BitSet wanted) {
        byte[] bytes = text.bytes();
        text.looked(end - start);
        int state = 0;
        for (int i = start; i < end; i++) {
            int letter = LETTER[bytes[i] & 0xff];
            if (letter != OTHER) {
                state = next[state * LETTERS + letter];
                if (state >= firstEnd && isOneOf(wanted, ends[state - firstEnd])) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isOneOf(BitSet wanted, int[] ends) {
        for (int word : ends) {
            if (wanted.get(word)) {
                return true;
            }
        }
        return false;
    }
}
