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
        reserve(to - from); // no escape sequence is shorter than what it stands for
        segment(from);
        int i = from;
        while (escaped) {
            int backslash = Bytes.backslash(body, i, to);
            copy(body, i, backslash);
            if (backslash == to) {
                return;
            }
            i = unescape(body, backslash, to);
            segment(i);
        }
        copy(body, i, to);
    }

    private void copy(byte[] body, int from, int to) {
        System.arraycopy(body, from, bytes, length, to - from);
        length += to - from;
    }

    private int unescape(byte[] body, int backslash, int to) {
        byte kind = body[backslash + 1];
        switch (kind) {
            case 'n' -> bytes[length++] = '\n';
            case 't' -> bytes[length++] = '\t';
            case 'r' -> bytes[length++] = '\r';
            case 'b' -> bytes[length++] = '\b';
            case 'f' -> bytes[length++] = '\f';
            case 'u' -> {
                return unicode(body, backslash, to);
            }
            default -> bytes[length++] = kind; // quote, backslash, slash
        }
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
