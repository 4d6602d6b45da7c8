// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Reads the frames of a segment one after the other.
final class FrameReader {
    private final Storage.File file;
    private final long epoch;
    private final ByteBuffer buffer;
    private final Frame frame = new Frame();
    private long position;
    private int start;
    private int length;

    /// @param position where the first frame starts
    /// @param bufferBytes at least [Frame#LARGEST]
    FrameReader(Storage.File file, long epoch, long position, int bufferBytes) {
        this.file = file;
        this.epoch = epoch;
        this.position = position;
        this.buffer = ByteBuffer.allocate(bufferBytes).limit(0);
    }

    /// Goes to the next frame. False when what follows is not the entry of that index; the position
    /// is then where it should have been.
    boolean next(long index) throws IOException {
        position += length;
        start += length;
        length = 0;
        fill(Frame.HEADER);
        if (buffer.limit() - start >= Frame.HEADER) {
            int entry = buffer.getInt(start + 4);
            if (entry > 0 && entry <= Ledger.MAX_ENTRY_BYTES) {
                fill(Frame.HEADER + entry);
                int valid = frame.validLength(buffer, start, buffer.limit(), epoch);
                length = valid > 0 && Frame.index(buffer, start) == index ? valid : 0;
            }
        }
        return length > 0;
    }

    /// Shows the current entry and returns how many bytes it has.
    int show(Segments.Taker taker) throws IOException {
        taker.take(buffer.array(), start + Frame.HEADER, start + length);
        return length - Frame.HEADER;
    }

    /// Where the current frame starts.
    long position() {
        return position;
    }

    private void fill(int wanted) throws IOException {
        if (buffer.limit() - start >= wanted) {
            return;
        }
        buffer.position(start);
        buffer.compact();
        start = 0;
        while (buffer.position() < wanted) {
            if (file.read(buffer, position + buffer.position()) < 0) {
                break;
            }
        }
        buffer.flip();
    }
}
