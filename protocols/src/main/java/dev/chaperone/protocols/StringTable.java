// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.protocols;

import java.util.Arrays;

/// Where the strings of one body stand and how each is laid out as text.
final class StringTable {
    /// The name of a member whose value is a string too: `name: `.
    static final byte LABEL = 0;

    /// Any other member name, and a string that stands for itself: a line of its own.
    static final byte LINE = 1;

    /// A binary attachment: not text.
    static final byte ATTACHMENT = 2;

    private static final int ESCAPED = 0x80;
    private static final int LAYOUT = 0x0F;

    private int[] places = new int[512];
    private byte[] kinds = new byte[256];
    private int size;

    int size() {
        return size;
    }

    void add(int from, int to, boolean escaped, byte layout) {
        if (size == kinds.length) {
            places = Arrays.copyOf(places, places.length * 2);
            kinds = Arrays.copyOf(kinds, kinds.length * 2);
        }
        places[2 * size] = from;
        places[2 * size + 1] = to;
        kinds[size++] = (byte) (escaped ? layout | ESCAPED : layout);
    }

    void layOut(int index, byte layout) {
        kinds[index] = (byte) (kinds[index] & ESCAPED | layout);
    }

    int from(int index) {
        return places[2 * index];
    }

    int to(int index) {
        return places[2 * index + 1];
    }

    boolean escaped(int index) {
        return (kinds[index] & ESCAPED) != 0;
    }

    int layout(int index) {
        return kinds[index] & LAYOUT;
    }
}
