// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.protocols;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Searches in byte arrays, eight bytes at a step: bodies are long, the bytes looked for are rare.
final class Bytes {
    private static final VarHandle WORDS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long QUOTES = ONES * '"';
    private static final int BACKSLASH = '\\';
    private static final long BACKSLASHES = ONES * BACKSLASH;
    private static final long SPACES = ONES * ' ';
    private static final long LINE_FEEDS = ONES * '\n';
    private static final long RETURNS = ONES * '\r';

    private Bytes() {}

    /// The first byte that a JSON string may not simply contain as it is: a quote, a backslash, a
    /// control character or anything outside ASCII; `to` if there is none.
    static int endOfPlain(byte[] in, int from, int to) {
        int i = from;
        for (; i <= to - Long.BYTES; i += Long.BYTES) {
            long word = (long) WORDS.get(in, i);
            // A borrow can only raise flags above a true one, and the lowest flag is the one taken.
            long control = (word - SPACES) & ~word;
            long hits = (zeros(word ^ QUOTES) | zeros(word ^ BACKSLASHES) | control | word) & HIGHS;
            if (hits != 0) {
                return i + (Long.numberOfTrailingZeros(hits) >>> 3);
            }
        }
        while (i < to && isPlain(in[i])) {
            i++;
        }
        return i;
    }

    /// The eight bytes from `at` on.
    static long word(byte[] in, int at) {
        return (long) WORDS.get(in, at);
    }

    static void put(byte[] into, int at, long word) {
        WORDS.set(into, at, word);
    }

    /// How many bytes of the word stand before its first backslash; eight when it has none.
    static int beforeBackslash(long word) {
        return Long.numberOfTrailingZeros(zeros(word ^ BACKSLASHES) & HIGHS) >>> 3;
    }

    /// The first byte that is this ASCII character, or `to`.
    static int first(int ascii, byte[] in, int from, int to) {
        long wanted = ONES * ascii;
        int i = from;
        for (; i <= to - Long.BYTES; i += Long.BYTES) {
            long hits = zeros((long) WORDS.get(in, i) ^ wanted) & HIGHS;
            if (hits != 0) {
                return i + (Long.numberOfTrailingZeros(hits) >>> 3);
            }
        }
        while (i < to && in[i] != ascii) {
            i++;
        }
        return i;
    }

    /// The first line feed or carriage return, or `to`.
    static int lineEnd(byte[] in, int from, int to) {
        int i = from;
        for (; i <= to - Long.BYTES; i += Long.BYTES) {
            long word = (long) WORDS.get(in, i);
            long hits = (zeros(word ^ LINE_FEEDS) | zeros(word ^ RETURNS)) & HIGHS;
            if (hits != 0) {
                return i + (Long.numberOfTrailingZeros(hits) >>> 3);
            }
        }
        while (i < to && in[i] != '\n' && in[i] != '\r') {
            i++;
        }
        return i;
    }

    /// The first byte that is no space, or `to`.
    static int nonSpace(byte[] in, int from, int to) {
        int i = from;
        while (i < to && in[i] == ' ') {
            i++;
        }
        return i;
    }

    /// Whether the bytes at `from` are these; false if fewer are left.
    static boolean startsWith(byte[] in, int from, int to, byte[] start) {
        if (to - from < start.length) {
            return false;
        }
        for (int i = 0; i < start.length; i++) {
            if (in[from + i] != start[i]) {
                return false;
            }
        }
        return true;
    }

    /// Where `wanted` first stands as a whole, or -1.
    static int indexOf(byte[] in, int from, int to, byte[] wanted) {
        for (int i = from; i <= to - wanted.length; i++) {
            if (in[i] == wanted[0] && startsWith(in, i, to, wanted)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isPlain(byte b) {
        return b >= ' ' && b != '"' && b != '\\';
    }

    private static long zeros(long word) {
        return (word - ONES) & ~word;
    }
}
