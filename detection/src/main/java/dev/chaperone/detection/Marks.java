// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import java.util.Arrays;

/// Which bytes of a stretch of text are of which kind: a bit for each byte, the first one lowest.
/// What the engine does with every byte it does by these bits, 64 at a time.
final class Marks {
    /// How many token characters make a run. Nearly all secrets that a provider gives out hold one,
    /// and of other text little does.
    static final int MIN_RUN = 16;

    /// How many bytes are gone through at once.
    static final int BLOCK = 4_096;

    /// How many bits of a word are listed without asking how many there are.
    private static final int FORESEEN = 3;

    private static final int BLOCK_WORDS = BLOCK / Long.SIZE;

    /// So many words more than a block has, because what begins in its last one goes on behind it.
    private static final int BEHIND = 2;

    /// How many words of bits there are for a whole block.
    static final int WORDS = BLOCK_WORDS + BEHIND;

    /// How many bytes behind the marked ones a [Marker] may read.
    static final int SLACK = Long.SIZE;

    /// Members of [CharClass#TOKEN].
    final long[] tokens;

    final long[] digits;
    final long[] capitals;
    final long[] smalls;

    /// The sign of e-mail addresses.
    final long[] ats;

    /// Members of [Hook#SEPARATORS].
    final long[] separators;

    /// Backslashes and percent signs.
    final long[] escapes;

    /// Where one of the [Literals] may stand.
    final long[] literals;

    /// What was listed last.
    final int[] places;

    private final byte[] rest;
    private int base;

    Marks() {
        this(BLOCK);
    }

    /// @param most bytes of a text or a block, so that a short text does not take long to begin
    Marks(int most) {
        int filled = Math.min(most / Long.SIZE + 1, BLOCK_WORDS);
        int words = filled + BEHIND;
        tokens = new long[words];
        digits = new long[words];
        capitals = new long[words];
        smalls = new long[words];
        ats = new long[words];
        separators = new long[words];
        escapes = new long[words];
        literals = new long[words];
        rest = new byte[words * Long.SIZE + SLACK];
        places = new int[filled * Long.SIZE + FORESEEN];
    }

    /// Marks a block of the text. Bytes behind its end are of no kind.
    ///
    /// @return how many words belong to the block
    int mark(Marker marker, Text text, int from) {
        base = from;
        int left = text.end() - from;
        if (left >= rest.length) {
            marker.mark(text.bytes(), from, WORDS, this);
            return BLOCK_WORDS;
        }
        int filled = left / Long.SIZE + 1;
        int words = Math.min(filled + BEHIND, WORDS);
        System.arraycopy(text.bytes(), from, rest, 0, left);
        Arrays.fill(rest, left, words * Long.SIZE + SLACK, (byte) 0);
        marker.mark(rest, 0, words, this);
        return Math.min(filled, BLOCK_WORDS);
    }

    /// Where runs of at least [#MIN_RUN] token characters begin in a word of the block.
    ///
    /// @param before whether a token character stands before the word
    long runs(int word, boolean before) {
        long here = tokens[word];
        // Of each character whether 1, 3, 7 and 15 more follow it.
        long next = tokens[word + 1];
        long run = here & (here >>> 1 | next << 63);
        next &= next >>> 1;
        run &= run >>> 2 | next << 62;
        next &= next >>> 2;
        run &= run >>> 4 | next << 60;
        next &= next >>> 4;
        run &= run >>> 8 | next << 56;
        return run & ~(here << 1 | (before ? 1 : 0));
    }

    /// Where rows of digits begin in a word of the block that are more than a short number: of the
    /// three characters behind the first digit two are digits, and one of the next three; or
    /// capitals stand around them, as in `GB82WEST` and `ABCDE1234F`.
    ///
    /// @param before whether a digit stands before the word
    long numbers(int word, boolean before) {
        long here = digits[word];
        long next = digits[word + 1];
        // no form has a small letter before its first digit
        long small = smalls[word] << 1 | (word == 0 ? 0 : smalls[word - 1] >>> 63);
        long begins = here & ~(here << 1 | (before ? 1 : 0)) & ~small;
        long second = here >>> 1 | next << 63;
        long third = here >>> 2 | next << 62;
        long fourth = here >>> 3 | next << 61;
        long more = here >>> 4 | next << 60 | here >>> 5 | next << 59 | here >>> 6 | next << 58;
        long two = second & (third | fourth) | third & fourth;
        // of what stands before the block nothing is known
        long earlier = word == 0 ? -1 : capitals[word - 1];
        long country = capitals[word] << 1 | earlier >>> 63;
        country &= capitals[word] << 2 | earlier >>> 62;
        long capital = capitals[word] >>> 4 | capitals[word + 1] << 60;
        return begins & (two & (more | capital) | second & country);
    }

    /// Where the block begins.
    int start() {
        return base;
    }

    /// Where the block ends, also when the text ends before.
    int end() {
        return base + BLOCK;
    }

    /// Lists where the bits of a kind stand, in [#places], until something else is listed.
    ///
    /// The first few of a word are written whether there are so many or not, because nothing
    /// foresees how many there are, and a wrong guess takes longer than they do (Langdale and
    /// Lemire, Parsing Gigabytes of JSON per Second, 2019).
    ///
    /// @return how many there are
    int list(long[] kind, int words) {
        int count = 0;
        for (int word = 0; word < words; word++) {
            long bits = kind[word];
            int many = Long.bitCount(bits);
            for (int i = 0; i < FORESEEN; i++) {
                places[count + i] = place(word, bits);
                bits &= bits - 1;
            }
            for (int i = FORESEEN; i < many; i++) {
                places[count + i] = place(word, bits);
                bits &= bits - 1;
            }
            count += many;
        }
        return count;
    }

    /// Which of the 64 characters from a place of the block on are letters and digits.
    long alnums(int place) {
        return window(tokens, place) & ~window(separators, place);
    }

    /// Where a bit of a word stands in the text.
    int place(int word, long bits) {
        return base + word * Long.SIZE + Long.numberOfTrailingZeros(bits);
    }

    /// The 64 bits from a place of the block on.
    long window(long[] kind, int place) {
        int word = place - base >>> 6;
        int shift = place - base;
        // in two steps, because to shift by 64 is not to shift at all
        return kind[word] >>> shift | kind[word + 1] << 1 << ~shift;
    }

    /// Where the run of token characters ends that holds a place of the block.
    int runEnd(Text text, int place) {
        int word = place - base >>> 6;
        long others = ~tokens[word] & -1L << (place - base);
        while (others == 0 && word + 1 < tokens.length) {
            word++;
            others = ~tokens[word];
        }
        return others != 0 ? place(word, others) : text.runEnd(base + tokens.length * Long.SIZE);
    }

    /// Whether the same bits are set in both.
    boolean equalTo(Marks other) {
        return Arrays.equals(tokens, other.tokens)
                && Arrays.equals(digits, other.digits)
                && Arrays.equals(capitals, other.capitals)
                && Arrays.equals(smalls, other.smalls)
                && Arrays.equals(ats, other.ats)
                && Arrays.equals(separators, other.separators)
                && Arrays.equals(escapes, other.escapes)
                && Arrays.equals(literals, other.literals);
    }
}
