// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/// Words that say what a number is. Unlike [Words] it takes them whole, because `sin` and `pan`
/// stand in many others: a word is what stands between blanks, signs, digits and changes of case,
/// or two or three of those together, so that `socialSecurity`, `SOCIAL_SECURITY` and `social
/// security` are one.
final class NearWords {
    /// How far before a number its word may stand, and how far behind.
    private static final int BEFORE = 60;

    private static final int BEHIND = 24;

    private static final int PRIME = 1_000_003;

    private static final int SLOTS = 1 << 11;

    // Hashes of the words, each at its slot or behind it; the slot is its number.
    private final long[] hashes = new long[SLOTS];
    private final List<String> foreign = new ArrayList<>();

    /// Those of other alphabets are looked for one by one.
    NearWords(Collection<String> words) {
        for (String word : words) {
            if (isForeign(word)) {
                foreign.add(bytes(word));
            } else {
                long hash = hash(word);
                hashes[slot(hash)] = hash;
            }
        }
    }

    private static boolean isForeign(String word) {
        return word.chars().anyMatch(c -> c >= 0x80);
    }

    /// The word as a [Text] compares it.
    private static String bytes(String word) {
        byte[] utf8 = word.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
        byte[] written = isForeign(word) ? word.getBytes(StandardCharsets.UTF_8) : utf8;
        return new String(written, StandardCharsets.ISO_8859_1);
    }

    private static long hash(String word) {
        long hash = 0;
        for (int i = 0; i < word.length(); i++) {
            hash = hash * PRIME + Text.lower(word.charAt(i));
        }
        return hash;
    }

    /// Where a hash is, or where it would be.
    private int slot(long hash) {
        int slot = (int) ((hash ^ hash >>> 23) & SLOTS - 1);
        while (hashes[slot] != 0 && hashes[slot] != hash) {
            slot = slot + 1 & SLOTS - 1;
        }
        return slot;
    }

    /// Which of the words are meant; pass it to [Place#hasOne].
    Wanted wanted(Collection<String> words) {
        BitSet indices = new BitSet();
        List<String> others = new ArrayList<>();
        for (String word : words) {
            if (isForeign(word)) {
                others.add(bytes(word));
            } else {
                indices.set(slot(hash(word)));
            }
        }
        return new Wanted(indices, List.copyOf(others));
    }

    /// Words of which one has to stand near.
    record Wanted(BitSet indices, List<String> foreign) {}

    /// The surroundings of a number.
    Place around(Text text, int start, int end) {
        return new Place(text, start, end);
    }

    /// The words around one number, read when they are first asked for.
    final class Place {
        private final Text text;
        private final int from;
        private final int start;
        private final BitSet found = new BitSet();
        private boolean other;

        // Hashes of the word, of it with the one before, and with the two before.
        private long one;
        private long two;
        private long three;
        private boolean open;

        private Place(Text text, int start, int end) {
            this.text = text;
            this.start = start;
            int first = start;
            boolean listed = isListed(text, start);
            while (!listed && start - first < BEFORE && !Text.isLineEnd(text.at(first - 1))) {
                first--;
            }
            from = first;
            read(from, start);
            if (!listed) {
                readBehind(end);
            }
        }

        /// Whether it stands in a list of numbers, where no word belongs to it.
        private static boolean isListed(Text text, int start) {
            int i = start - 1;
            while (start - i <= 3 && Text.isBlank(text.at(i))) {
                i--;
            }
            return text.at(i) == ',' && Text.isDigit(text.at(i - 1));
        }

        boolean hasOne(Wanted wanted) {
            return found.intersects(wanted.indices())
                    || other
                            && wanted.foreign().stream()
                                    .anyMatch(word -> text.containsAnyCase(from, start, word));
        }

        private void read(int begin, int stop) {
            one = two = three = 0;
            open = false;
            boolean small = false;
            for (int i = begin; i < stop; i++) {
                int b = text.at(i);
                if (!Text.isLetter(b)) {
                    endWord();
                    small = false;
                    continue;
                }
                boolean capital = b >= 'A' && b <= 'Z';
                if (capital && small) {
                    endWord();
                }
                small = !capital;
                other |= b >= 0x80;
                add(Text.lower(b));
            }
            endWord();
        }

        /// Only what goes on as a sentence does: behind a sign another field begins.
        private void readBehind(int end) {
            int stop = end;
            while (stop - end < BEHIND && isProse(text.at(stop))) {
                stop++;
            }
            read(end, stop);
        }

        private static boolean isProse(int b) {
            return Text.isLetter(b) || b == ' ' || b == '(' || b == ')' || b == '.';
        }

        private void add(int letter) {
            if (!open) {
                three = two;
                two = one;
                one = 0;
                open = true;
            }
            one = one * PRIME + letter;
            two = two * PRIME + letter;
            three = three * PRIME + letter;
        }

        private void endWord() {
            if (open) {
                mark(one);
                mark(two);
                mark(three);
                open = false;
            }
        }

        private void mark(long hash) {
            int slot = slot(hash);
            if (hashes[slot] == hash) {
                found.set(slot);
            }
        }
    }
}
