// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

/// Finds the runs of sixteen or more token characters in a text. Nearly all secrets that a provider
/// gives out hold one, and of other text little does.
///
/// Every sixteenth byte is looked at: a run of sixteen holds one of them. Only when it is a token
/// character its neighbours are looked at too.
final class Runs {
    /// The shortest run.
    static final int MIN = 16;

    private static final byte[] TOKEN = new byte[256];

    static {
        for (int i = 0; i < TOKEN.length; i++) {
            TOKEN[i] = (byte) (CharClass.TOKEN.has(i) ? 1 : 0);
        }
    }

    private final byte[] bytes;
    private final int to;
    private int start;
    private int end;

    Runs(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.to = to;
        this.start = from;
        this.end = from;
    }

    /// Goes to the next run; false when there is none.
    boolean next() {
        // What is before `free` belongs to no later run.
        int free = end;
        int at = free + MIN - 1;
        while (at < to) {
            if (TOKEN[bytes[at] & 0xff] == 0) {
                free = at + 1;
                at += MIN;
                continue;
            }
            int first = at;
            while (first > free && TOKEN[bytes[first - 1] & 0xff] != 0) {
                first--;
            }
            int last = at + 1;
            int needed = Math.min(to, first + MIN);
            while (last < needed && TOKEN[bytes[last] & 0xff] != 0) {
                last++;
            }
            if (last - first >= MIN) {
                start = first;
                end = endOf(last);
                return true;
            }
            free = last;
            at = last + MIN - 1;
        }
        end = to;
        return false;
    }

    private int endOf(int from) {
        int i = from;
        while (i < to && TOKEN[bytes[i] & 0xff] != 0) {
            i++;
        }
        return i;
    }

    /// Offset of its first byte.
    int start() {
        return start;
    }

    /// Offset behind its last byte.
    int end() {
        return end;
    }
}
