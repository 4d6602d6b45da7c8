// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

/// Marks byte by byte, for where vectors are not to be had.
final class ScalarMarker implements Marker {
    private static final int TOKEN = 1;
    private static final int DIGIT = 1 << 1;
    private static final int CAPITAL = 1 << 2;
    private static final int SMALL = 1 << 3;
    private static final int SEPARATOR = 1 << 4;
    private static final int ESCAPE = 1 << 5;
    private static final int AT = 1 << 6;
    private static final byte[] KINDS = new byte[256];

    static {
        for (int b = 0; b < KINDS.length; b++) {
            int kinds = CharClass.TOKEN.has(b) ? TOKEN : 0;
            kinds |= CharClass.DIGIT.has(b) ? DIGIT : 0;
            kinds |= CharClass.LOWER.has(b) ? SMALL : 0;
            kinds |= CharClass.ALPHA.has(b) && !CharClass.LOWER.has(b) ? CAPITAL : 0;
            kinds |= Hook.SEPARATORS.indexOf(b) >= 0 ? SEPARATOR : 0;
            kinds |= b == '\\' || b == '%' ? ESCAPE : 0;
            kinds |= b == '@' ? AT : 0;
            KINDS[b] = (byte) kinds;
        }
    }

    // For each byte the groups of literals that have it first, second and third.
    private final byte[] first;
    private final byte[] second;
    private final byte[] third;

    ScalarMarker(Literals literals) {
        first = groups(literals.tables(), 0);
        second = groups(literals.tables(), 1);
        third = groups(literals.tables(), 2);
    }

    private static byte[] groups(byte[][] tables, int place) {
        byte[] groups = new byte[256];
        for (int b = 0; b < groups.length; b++) {
            groups[b] = tables[place][b & (1 << Literals.LOW_BITS) - 1];
        }
        return groups;
    }

    @Override
    public void mark(byte[] bytes, int from, int words, Marks marks) {
        for (int word = 0; word < words; word++) {
            mark(bytes, from + word * Long.SIZE, marks, word);
        }
    }

    private void mark(byte[] bytes, int at, Marks marks, int word) {
        long tokens = 0;
        long digits = 0;
        long capitals = 0;
        long smalls = 0;
        long separators = 0;
        long escapes = 0;
        long ats = 0;
        long literals = 0;
        int b = bytes[at] & 0xff;
        int next = bytes[at + 1] & 0xff;
        for (int i = 0; i < Long.SIZE; i++) {
            int afterNext = bytes[at + i + 2] & 0xff;
            long kinds = KINDS[b];
            // Each is shifted in from above, so the first byte ends lowest.
            tokens = tokens >>> 1 | kinds << 63;
            digits = digits >>> 1 | kinds >>> 1 << 63;
            capitals = capitals >>> 1 | kinds >>> 2 << 63;
            smalls = smalls >>> 1 | kinds >>> 3 << 63;
            separators = separators >>> 1 | kinds >>> 4 << 63;
            escapes = escapes >>> 1 | kinds >>> 5 << 63;
            ats = ats >>> 1 | kinds >>> 6 << 63;
            boolean literal = (first[b] & second[next] & third[afterNext]) != 0;
            literals = literals >>> 1 | (literal ? Long.MIN_VALUE : 0);
            b = next;
            next = afterNext;
        }
        marks.tokens[word] = tokens;
        marks.digits[word] = digits;
        marks.capitals[word] = capitals;
        marks.smalls[word] = smalls;
        marks.separators[word] = separators;
        marks.escapes[word] = escapes;
        marks.ats[word] = ats;
        marks.literals[word] = literals;
    }
}
