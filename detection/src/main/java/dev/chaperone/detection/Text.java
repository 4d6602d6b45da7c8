// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/// The range of an array that is scanned. Every look at it stays inside the range and, where
/// assertions are on, is counted, so that a test can say how much work an input may cause.
final class Text {
    /// To count takes as long as to look.
    private static final boolean COUNTED = Text.class.desiredAssertionStatus();

    private final byte[] bytes;
    private final int from;
    private final int to;
    private long steps;

    // Of each class the run that was walked last, and the one before: forms of two runs ask for
    // both by turns.
    private final int[] runStarts = new int[2 * CharClass.COUNT];
    private final int[] runEnds = new int[2 * CharClass.COUNT];

    // Where the last long value was that was judged as a whole.
    private int judgedStart;
    private int judgedEnd;

    Text(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.from = from;
        this.to = to;
    }

    static Text of(byte[] bytes) {
        return new Text(bytes, 0, bytes.length);
    }

    /// The byte there as 0–255, or -1 outside the range.
    int at(int i) {
        if (COUNTED) {
            steps++;
        }
        return i < from || i >= to ? -1 : bytes[i] & 0xff;
    }

    /// The whole array, for loops that stay inside what was looked at already; do not write to it.
    byte[] bytes() {
        return bytes;
    }

    int start() {
        return from;
    }

    int end() {
        return to;
    }

    /// Counts looks that were taken at the array itself.
    void looked(int looks) {
        if (COUNTED) {
            steps += looks;
        }
    }

    /// Counts looks that were taken at what was decoded from it.
    void looked(Text inside) {
        steps += inside.steps;
    }

    /// How many looks were taken at it and at what was decoded from it.
    long steps() {
        if (!COUNTED) {
            throw new IllegalStateException("Looks are counted only where assertions are on");
        }
        return steps;
    }

    /// Remembers that a long value was judged as a whole.
    void judged(int start, int end) {
        judgedStart = start;
        judgedEnd = end;
    }

    boolean isJudged(int at) {
        return at >= judgedStart && at < judgedEnd;
    }

    boolean has(int at, String literal) {
        int length = literal.length();
        if (at < from || at > to - length) {
            return false;
        }
        int i = 0;
        while (i < length && (bytes[at + i] & 0xff) == literal.charAt(i)) {
            i++;
        }
        looked(i + 1);
        return i == length;
    }

    /// As [#has], with letters of either case; the literal is in lower case.
    boolean hasAnyCase(int at, String literal) {
        int length = literal.length();
        if (at < from || at > to - length) {
            return false;
        }
        int i = 0;
        while (i < length && lower(bytes[at + i] & 0xff) == literal.charAt(i)) {
            i++;
        }
        looked(i + 1);
        return i == length;
    }

    /// Whether the lower-case literal stands anywhere between the two offsets, in either case.
    boolean containsAnyCase(int start, int end, String literal) {
        for (int i = start; i + literal.length() <= end; i++) {
            if (hasAnyCase(i, literal)) {
                return true;
            }
        }
        return false;
    }

    /// Where the run of class members that begins at `at` ends, or `max` + 1 bytes behind it when
    /// it is longer. Each run is walked once however often it is asked for, so a text full of
    /// beginnings of tokens costs no more than others.
    int runEnd(int at, CharClass members, int max) {
        int memory = 2 * members.number();
        if (!isKnown(memory, at)) {
            if (isKnown(memory + 1, at)) {
                memory++;
            } else {
                runStarts[memory + 1] = runStarts[memory];
                runEnds[memory + 1] = runEnds[memory];
                runStarts[memory] = at;
                runEnds[memory] = walk(at, members);
            }
        }
        return (int) Math.min(Math.max(at, runEnds[memory]), at + (long) max + 1);
    }

    private boolean isKnown(int memory, int at) {
        return at >= runStarts[memory] && at < runEnds[memory];
    }

    private int walk(int at, CharClass members) {
        if (at < from) {
            return at;
        }
        int i = at;
        while (i < to && members.has(bytes[i] & 0xff)) {
            i++;
        }
        looked(i - at + 1);
        return i;
    }

    /// Where the run of token characters ends that goes on at `at`.
    int runEnd(int at) {
        return runEnd(at, CharClass.TOKEN, Integer.MAX_VALUE - 1);
    }

    /// Where the run of class members that ends before `end` begins; looks at `max` + 1 bytes at
    /// most.
    int runStart(int end, CharClass members, int max) {
        int i = end;
        while (end - i <= max && members.has(at(i - 1))) {
            i--;
        }
        return i;
    }

    int skipBlanks(int at, int max) {
        int i = at;
        while (i - at < max && isBlank(at(i))) {
            i++;
        }
        return i;
    }

    /// Whether a token of this class may begin here: what precedes is not of its alphabet, or is
    /// the tail of an escape such as `\n` or `%3D` that a second encoding left behind.
    boolean startsToken(int at, CharClass members) {
        int before = at(at - 1);
        if (!members.glues(before) || before == '=' || before == ':') {
            return true;
        }
        int twoBefore = at(at - 2);
        boolean escape = twoBefore == '\\' && (before == 'n' || before == 't' || before == 'r');
        return escape || at(at - 3) == '%' && isHex(twoBefore) && isHex(before);
    }

    /// Whether fewer than three different bytes stand between the two offsets.
    boolean isMonotonous(int start, int end) {
        int first = at(start);
        int second = first;
        for (int i = start + 1; i < end; i++) {
            int b = at(i);
            if (b != first && second == first) {
                second = b;
            } else if (b != first && b != second) {
                return false;
            }
        }
        return true;
    }

    long crc32(int start, int end) {
        steps += end - start;
        var crc = new CRC32();
        crc.update(bytes, start, end - start);
        return crc.getValue();
    }

    /// A copy of a few bytes, for values that have to be decoded.
    String copy(int start, int end) {
        steps += end - start;
        return new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
    }

    static int lower(int b) {
        return b >= 'A' && b <= 'Z' ? b + 32 : b;
    }

    static boolean isBlank(int b) {
        return b == ' ' || b == '\t';
    }

    static boolean isLineEnd(int b) {
        return b == '\n' || b == '\r' || b < 0;
    }

    static boolean isQuote(int b) {
        return b == '"' || b == '\'' || b == '`';
    }

    static boolean isDigit(int b) {
        return b >= '0' && b <= '9';
    }

    /// Bytes above ASCII are parts of letters as far as this module cares.
    static boolean isLetter(int b) {
        return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= 0x80;
    }

    private static boolean isHex(int b) {
        return isDigit(b) || b >= 'a' && b <= 'f' || b >= 'A' && b <= 'F';
    }
}
