// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.protocols;

/// Where a stream of server-sent events may be cut.
public final class EventStream {
    /// Bytes of the longest end of an event: two line ends of two bytes each.
    public static final int LONGEST_BOUNDARY = 4;

    private EventStream() {}

    /// The offset just behind the last blank line, which ends an event; `from` if there is none.
    /// Looks from the end, where chunks usually have it.
    public static int lastBoundary(byte[] bytes, int from, int to) {
        for (int end = to; end >= from + 2; end--) {
            int line = beforeLineEnd(bytes, from, end);
            if (line < end && line > from && beforeLineEnd(bytes, from, line) < line) {
                return end;
            }
        }
        return from;
    }

    /// The offset just behind the first blank line; `to` if there is none.
    static int firstBoundary(byte[] bytes, int from, int to) {
        int start = from;
        while (start < to) {
            int end = Bytes.lineEnd(bytes, start, to);
            if (end == to) {
                return to;
            }
            boolean both = bytes[end] == '\r' && end + 1 < to && bytes[end + 1] == '\n';
            int next = end + (both ? 2 : 1);
            if (end == start) {
                return next;
            }
            start = next;
        }
        return to;
    }

    /// Where the line end that stands just before `end` begins; `end` itself if there is none.
    private static int beforeLineEnd(byte[] bytes, int from, int end) {
        byte last = bytes[end - 1];
        if (last == '\r') {
            return end - 1;
        }
        if (last != '\n') {
            return end;
        }
        return end - 2 >= from && bytes[end - 2] == '\r' ? end - 2 : end - 1;
    }
}
