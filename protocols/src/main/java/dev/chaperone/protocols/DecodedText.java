// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.protocols;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/// A reusable buffer: the UTF-8 text of parts, plus a table back to the bytes of the body it was
/// decoded from. For one thread at a time.
public final class DecodedText {
    private static final int SMALL = 8 * 1024;

    /// Buffers above this are not kept for the next body.
    private static final int LARGE = 4 * 1024 * 1024;

    /// Buffers above this are not kept for what is left of a text.
    private static final int ROOMY = 64 * 1024;

    private static final int REPLACEMENT = 0xFFFD;

    private byte[] bytes = new byte[SMALL];
    private int length;

    /// Pairs: from this offset of the text on, the body's bytes from that offset on. Between two
    /// pairs text and body run side by side.
    private int[] segments = new int[256];

    private int segmentCount;

    /// An empty buffer.
    public DecodedText() {}

    /// The text; only the first [#length()] bytes count, and only until the next change.
    public byte[] bytes() {
        return bytes;
    }

    /// The number of bytes of the text.
    public int length() {
        return length;
    }

    /// The offset in the body of what stands at this offset of the text. An escape sequence counts
    /// from its backslash; the end of a finding may be asked for too.
    public int rawOffset(int decodedOffset) {
        Objects.checkIndex(decodedOffset, length + 1);
        int low = 0;
        int high = segmentCount - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (segments[2 * middle] <= decodedOffset) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return segmentCount == 0 ? 0 : segments[2 * low + 1] + (decodedOffset - segments[2 * low]);
    }

    /// Makes the buffer empty.
    public void clear() {
        length = 0;
        segmentCount = 0;
        if (bytes.length > LARGE) {
            bytes = new byte[SMALL];
            segments = new int[256];
        }
    }

    /// Gives up the first bytes, and where the others stood in the body.
    void dropFirst(int count) {
        int left = length - count;
        boolean roomy = bytes.length > ROOMY && left < bytes.length / 4;
        byte[] into = roomy ? new byte[2 * left] : bytes;
        System.arraycopy(bytes, count, into, 0, left);
        bytes = into;
        length = left;
        segmentCount = 0;
    }

    /// The text as a string.
    @Override
    public String toString() {
        // Prompt text must not get into a log by way of a careless concatenation.
        return "DecodedText[" + length + " bytes]";
    }

    String asString() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    void append(String ascii) {
        reserve(ascii.length());
        for (int i = 0; i < ascii.length(); i++) {
            bytes[length++] = (byte) ascii.charAt(i);
        }
    }

    /// Appends the content of a JSON string that the lexer has accepted.
    void append(byte[] body, int from, int to, boolean escaped) {
        // No escape sequence is shorter than what it stands for, and the last word may be copied
        // whole though only its beginning counts.
        reserve(to - from + Long.BYTES);
        segment(from);
        int i = from;
        while (escaped) {
            i = copyToBackslash(body, i, to);
            if (i == to) {
                return;
            }
            i = unescape(body, i, to);
            segment(i);
        }
        System.arraycopy(body, i, bytes, length, to - i);
        length += to - i;
    }

    /// Copies while it searches: lines of code are short, and a call for each would cost more than
    /// its bytes.
    private int copyToBackslash(byte[] body, int from, int to) {
        byte[] into = bytes;
        int at = length;
        int i = from;
        for (; i <= to - Long.BYTES; i += Long.BYTES, at += Long.BYTES) {
            long word = Bytes.word(body, i);
            Bytes.put(into, at, word);
            int before = Bytes.beforeBackslash(word);
            if (before < Long.BYTES) {
                length = at + before;
                return i + before;
            }
        }
        while (i < to && body[i] != '\\') {
            into[at++] = body[i++];
        }
        length = at;
        return i;
    }

    private int unescape(byte[] body, int backslash, int to) {
        byte kind = body[backslash + 1];
        if (kind == 'u') {
            return unicode(body, backslash, to);
        }
        bytes[length++] =
                switch (kind) {
                    case 'n' -> '\n';
                    case 't' -> '\t';
                    case 'r' -> '\r';
                    case 'b' -> '\b';
                    case 'f' -> '\f';
                    default -> kind; // quote, backslash, slash
                };
        return backslash + 2;
    }

    private int unicode(byte[] body, int backslash, int to) {
        char unit = unit(body, backslash);
        int behind = backslash + 6;
        if (Character.isHighSurrogate(unit)
                && behind + 6 <= to
                && body[behind] == '\\'
                && body[behind + 1] == 'u') {
            char low = unit(body, behind);
            if (Character.isLowSurrogate(low)) {
                put(Character.toCodePoint(unit, low));
                return behind + 6;
            }
        }
        put(Character.isSurrogate(unit) ? REPLACEMENT : unit);
        return behind;
    }

    private static char unit(byte[] body, int backslash) {
        int value = 0;
        for (int i = backslash + 2; i < backslash + 6; i++) {
            value = value << 4 | Character.digit(body[i], 16);
        }
        return (char) value;
    }

    private void put(int character) {
        if (character < 0x80) {
            bytes[length++] = (byte) character;
        } else if (character < 0x800) {
            bytes[length++] = (byte) (0xC0 | character >> 6);
            follow(character);
        } else if (character < 0x10000) {
            bytes[length++] = (byte) (0xE0 | character >> 12);
            follow(character >> 6);
            follow(character);
        } else {
            bytes[length++] = (byte) (0xF0 | character >> 18);
            follow(character >> 12);
            follow(character >> 6);
            follow(character);
        }
    }

    private void follow(int bits) {
        bytes[length++] = (byte) (0x80 | bits & 0x3F);
    }

    private void segment(int raw) {
        if (2 * segmentCount == segments.length) {
            segments = Arrays.copyOf(segments, segments.length * 2);
        }
        segments[2 * segmentCount] = length;
        segments[2 * segmentCount + 1] = raw;
        segmentCount++;
    }

    private void reserve(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
        }
    }
}
