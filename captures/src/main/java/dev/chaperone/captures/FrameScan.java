// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.captures;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Walks through the frames of a drawer's file from its begin to its end, over damaged places too.
///
/// A place that is not valid is damaged when a later frame says that it was on disk before; else it
/// is a write that was cut off, and the end.
final class FrameScan {
    private static final int CHUNK = 64 * 1024;
    private static final int NEAR = 320;

    private final Storage.File file;
    private final FrameFormat format;
    private final long limit;
    private final ByteBuffer near = ByteBuffer.allocate(NEAR);
    private long position = FrameFormat.FILE_HEADER.length;

    /// What is found.
    sealed interface Step {}

    /// A frame whose head is valid, and the interaction's id as it stands in clear.
    record Whole(Frame frame, String interaction) implements Step {}

    /// A place that was written once and is not valid now.
    ///
    /// @param interaction whose frame it was, null when that can not be told
    record Broken(long from, long to, @Nullable String interaction) implements Step {}

    /// The end.
    ///
    /// @param torn bytes behind it that a crash left
    record End(long at, long torn) implements Step {}

    /// @param limit end of what is looked at
    FrameScan(Storage.File file, FrameFormat format, long limit) {
        this.file = file;
        this.format = format;
        this.limit = limit;
    }

    Step next() throws IOException {
        long at = position;
        if (at >= limit) {
            return new End(limit, 0);
        }
        Frame frame = headAt(at);
        if (frame != null && frame.end() <= limit) {
            position = frame.end();
            return new Whole(frame, idIn(near, frame.idLength()));
        }
        // A valid head tells the length: nothing follows that a crash did not cut off.
        long found = frame == null ? nextValid(at + 1) : limit;
        if (!wasOnDisk(at, found)) {
            return new End(at, limit - at);
        }
        position = found;
        return new Broken(at, found, nameOf(at, found));
    }

    /// Whether frames from `from` on say that `offset` was on disk when they were written.
    boolean wasOnDisk(long offset, long from) throws IOException {
        long at = from;
        while (at < limit) {
            Frame frame = headAt(at);
            if (frame != null && frame.synced() > offset) {
                return true;
            }
            at = frame != null && frame.end() <= limit ? frame.end() : nextValid(at + 1);
        }
        return false;
    }

    private @Nullable Frame headAt(long at) throws IOException {
        fill(near, at);
        return format.head(near, 0, at);
    }

    private static String idIn(ByteBuffer bytes, int length) {
        return new String(bytes.array(), Frame.HEAD, length, StandardCharsets.US_ASCII);
    }

    /// The next place where a frame begins or one has just ended; the limit when there is none.
    private long nextValid(long from) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
        for (long base = from; base < limit; base += CHUNK - Frame.HEAD + 1) {
            fill(chunk, base);
            for (int i = 0; i < chunk.limit(); i++) {
                if (chunk.get(i) == 'C') {
                    if (format.head(chunk, i, base + i) != null) {
                        return base + i;
                    }
                    if (format.startOf(chunk, i, base + i) >= 0) {
                        return base + i + Frame.TAIL;
                    }
                }
            }
        }
        return limit;
    }

    /// A frame whose head is damaged is still told by its tail.
    private @Nullable String nameOf(long from, long to) throws IOException {
        fill(near, to - Frame.TAIL);
        boolean one = to - from > Frame.TAIL && format.startOf(near, 0, to - Frame.TAIL) == from;
        int length = one ? near.get(3) & 0xff : 0;
        if (length == 0) {
            return null;
        }
        fill(near, from);
        return idIn(near, length);
    }

    private void fill(ByteBuffer buffer, long at) throws IOException {
        buffer.clear().limit((int) Math.max(0, Math.min(buffer.capacity(), limit - at)));
        int read = 0;
        while (read >= 0 && buffer.hasRemaining()) {
            read = file.read(buffer, at + buffer.position());
        }
        buffer.flip();
    }
}
