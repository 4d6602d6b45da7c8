// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import dev.chaperone.protocols.EventStream;

import io.vertx.core.buffer.Buffer;

import java.util.Arrays;

/// Bytes of an answer that came and have not gone on yet.
final class Held {
    private static final int FIRST_GUESS = 2 * 1024;

    /// More room than this is not kept when little is left to hold: an answer with one long event
    /// may go on for long.
    private static final int ROOMY = 256 * 1024;

    private byte[] bytes = new byte[FIRST_GUESS];
    private int length;
    private int shown;

    /// So many of the first bytes are known to hold no end of an event.
    private int searched;

    /// Looks at bytes as they pass.
    interface Watcher {
        void saw(byte[] bytes, int from, int to);
    }

    int length() {
        return length;
    }

    /// How many bytes of memory it takes.
    int room() {
        return bytes.length;
    }

    void add(Buffer chunk) {
        int needed = length + chunk.length();
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, 2 * bytes.length));
        }
        chunk.getBytes(0, chunk.length(), bytes, length);
        length = needed;
    }

    /// Shows what came since the last time.
    void show(Watcher watcher) {
        if (shown < length) {
            watcher.saw(bytes, shown, length);
            shown = length;
        }
    }

    /// All that came and has not gone on.
    byte[] copy() {
        return Arrays.copyOf(bytes, length);
    }

    /// How many of the bytes, from the first on, are whole events.
    int wholeEvents() {
        int from = Math.max(0, searched - EventStream.LONGEST_BOUNDARY);
        int end = EventStream.lastBoundary(bytes, from, length);
        if (end > from) {
            return end;
        }
        searched = length;
        return 0;
    }

    /// How many of the bytes were shown.
    int shown() {
        return shown;
    }

    /// The first bytes, which were shown and go on now.
    Buffer take(int count) {
        Buffer taken = Buffer.buffer(count).appendBytes(bytes, 0, count);
        length -= count;
        byte[] rest = bytes.length > ROOMY && length < ROOMY / 4 ? new byte[ROOMY] : bytes;
        System.arraycopy(bytes, count, rest, 0, length);
        bytes = rest;
        shown -= count;
        searched = Math.max(0, searched - count);
        return taken;
    }
}
