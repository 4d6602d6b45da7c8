// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.sweep;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// Tells in one pass which rules have one of their words in a text.
final class Keywords {
    private static final int PAIRS = 1 << 16;

    private final BitSet always = new BitSet();
    private final @Nullable List<Word>[] byBeginning = lists();

    private record Word(String text, int rule) {}

    /// @param rules in whose order the answers are
    Keywords(List<ForeignRule> rules) {
        for (int i = 0; i < rules.size(); i++) {
            List<String> words = rules.get(i).keywords();
            if (words.isEmpty() || words.stream().anyMatch(word -> word.length() < 2)) {
                always.set(i);
            } else {
                for (String word : words) {
                    add(new Word(word, i));
                }
            }
        }
    }

    private void add(Word word) {
        int pair = pair(word.text().charAt(0), word.text().charAt(1));
        List<Word> words = byBeginning[pair];
        if (words == null) {
            words = new ArrayList<>();
            byBeginning[pair] = words;
        }
        words.add(word);
    }

    @SuppressWarnings("unchecked") // there is no other way to make an array of lists
    private static @Nullable List<Word>[] lists() {
        return (List<Word>[]) new List<?>[PAIRS];
    }

    BitSet rulesFor(byte[] bytes, int length) {
        BitSet found = new BitSet();
        found.or(always);
        int before = 0;
        for (int i = 0; i < length; i++) {
            int c = lower(bytes[i]);
            List<Word> words = byBeginning[pair(before, c)];
            if (words != null) {
                for (Word word : words) {
                    if (!found.get(word.rule()) && isAt(bytes, length, i - 1, word.text())) {
                        found.set(word.rule());
                    }
                }
            }
            before = c;
        }
        return found;
    }

    private static boolean isAt(byte[] bytes, int length, int at, String word) {
        if (at + word.length() > length) {
            return false;
        }
        for (int i = 2; i < word.length(); i++) {
            if (lower(bytes[at + i]) != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static int pair(int first, int second) {
        return (first << 8 | second) & (PAIRS - 1);
    }

    private static int lower(byte b) {
        int c = b & 0xff;
        return c >= 'A' && c <= 'Z' ? c + 32 : c;
    }
}
