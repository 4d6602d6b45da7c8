// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.protocols;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// One line of a stream of server-sent events (HTML standard, section 9.2.6).
final class EventLine {
    private static final byte[] DATA = "data".getBytes(StandardCharsets.US_ASCII);

    private static final int LONGEST_PING = 40;

    private EventLine() {}

    /// Where the data of the line begins; -1 when it is of another kind.
    static int data(byte[] in, int from, int to) {
        int colon = from + DATA.length;
        boolean data = Bytes.startsWith(in, from, to, DATA) && (colon == to || in[colon] == ':');
        return data ? value(in, from, to) : -1;
    }

    /// Where the value of the line begins: behind the colon and one space; its end when it has
    /// none.
    static int value(byte[] in, int from, int to) {
        int colon = Bytes.first(':', in, from, to);
        if (colon == to) {
            return from;
        }
        int value = colon + 1;
        return value < to && in[value] == ' ' ? value + 1 : value;
    }

    /// Whether the data says that the stream is at its end, as the chat format does.
    static boolean isDone(byte[] in, int from, int to) {
        return Arrays.equals(in, from, to, OpenAiAnswer.DONE, 0, OpenAiAnswer.DONE.length);
    }

    /// Whether the data only says that the connection lives.
    static boolean isPing(byte[] in, int from, int to) {
        String start =
                new String(in, from, Math.min(to - from, LONGEST_PING), StandardCharsets.US_ASCII);
        return start.replace(" ", "").startsWith("{\"type\":\"ping\"");
    }
}
