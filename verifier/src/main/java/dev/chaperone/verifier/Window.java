// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.verifier;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/// A view on a large file that moves along it.
final class Window implements Closeable {
    private static final int BYTES = 1024 * 1024;
    private static final byte[] ZEROS = new byte[64 * 1024];

    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(BYTES);
    private long from;
    private int filled;

    private Window(FileChannel channel) {
        this.channel = channel;
    }

    static Window on(Path file) throws IOException {
        return new Window(FileChannel.open(file, StandardOpenOption.READ));
    }

    /// Brings bytes of the file into view, at most 1 MiB, and says how many of them there are.
    int need(long offset, int wanted) throws IOException {
        if (offset < from || offset + wanted > from + filled) {
            move(offset);
        }
        return (int) Math.min(wanted, from + filled - offset);
    }

    private void move(long offset) throws IOException {
        int kept = 0;
        if (offset >= from && offset < from + filled) {
            kept = (int) (from + filled - offset);
            System.arraycopy(buffer.array(), filled - kept, buffer.array(), 0, kept);
        }
        from = offset;
        filled = kept;
        int read = 0;
        while (filled < BYTES && read >= 0) {
            // No more at once than a processor's cache holds: the bytes are copied twice.
            buffer.clear().position(filled).limit(Math.min(BYTES, filled + ZEROS.length));
            read = channel.read(buffer, from + filled);
            filled += Math.max(0, read);
        }
        buffer.clear();
    }

    byte[] array() {
        return buffer.array();
    }

    /// Where a byte in view lies in the array.
    int at(long offset) {
        return (int) (offset - from);
    }

    int getInt(long offset) {
        return buffer.getInt(at(offset));
    }

    long getLong(long offset) {
        return buffer.getLong(at(offset));
    }

    /// The end of the bytes that are not zero, `offset` when there are none.
    long endOfDirt(long offset) throws IOException {
        long end = offset;
        long at = offset;
        int there = need(at, ZEROS.length);
        while (there > 0) {
            int start = at(at);
            if (Arrays.mismatch(array(), start, start + there, ZEROS, 0, there) >= 0) {
                int last = there - 1;
                while (array()[start + last] == 0) {
                    last--;
                }
                end = at + last + 1;
            }
            at += there;
            there = need(at, ZEROS.length);
        }
        return end;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
