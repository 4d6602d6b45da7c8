// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.captures;

import com.github.luben.zstd.Zstd;

import org.jspecify.annotations.Nullable;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;

import javax.crypto.AEADBadTagException;

/// The file of one [Generation], read with its key. For one thread at a time.
final class DrawerFile implements Closeable {
    private final Path path;
    private final Storage.File file;
    private final FrameFormat format;
    private final Sealing sealing;

    DrawerFile(Path path, Storage.File file, Generation generation, Sealing sealing) {
        this.path = path;
        this.file = file;
        this.format = new FrameFormat(generation);
        this.sealing = sealing;
    }

    Path path() {
        return path;
    }

    Storage.File file() {
        return file;
    }

    FrameFormat format() {
        return format;
    }

    Sealing sealing() {
        return sealing;
    }

    FrameScan scan(long limit) {
        return new FrameScan(file, format, limit);
    }

    boolean hasHeader() throws IOException {
        int length = FrameFormat.FILE_HEADER.length;
        return file.size() >= length
                && Arrays.equals(file.read(0, length), FrameFormat.FILE_HEADER);
    }

    /// The frame that ends at a place, null when none does.
    @Nullable Frame ending(long end) throws IOException {
        return ending(file, format, end);
    }

    static @Nullable Frame ending(Storage.File file, FrameFormat format, long end)
            throws IOException {
        long tail = end - Frame.TAIL;
        if (tail < FrameFormat.FILE_HEADER.length + Frame.HEAD) {
            return null;
        }
        long start = format.startOf(ByteBuffer.wrap(file.read(tail, Frame.TAIL)), 0, tail);
        if (start < 0) {
            return null;
        }
        Frame frame = format.head(ByteBuffer.wrap(file.read(start, Frame.HEAD)), 0, start);
        return frame != null && frame.end() == end ? frame : null;
    }

    /// Whether what is between head and tail is what was written.
    boolean intact(Frame frame) throws IOException {
        byte[] payload = file.read(frame.idAt(), frame.payloadLength());
        return format.checksum(payload, 0, payload.length) == frame.checksum();
    }

    /// Whether the tail is what was written.
    boolean hasTail(Frame frame) throws IOException {
        byte[] tail = file.read(frame.tailAt(), Frame.TAIL);
        return format.startOf(ByteBuffer.wrap(tail), 0, frame.tailAt()) == frame.offset();
    }

    /// @throws DamagedException when it is not what was written
    Index index(Frame frame) throws IOException {
        byte[] plain = section(Sealing.Section.INDEX, frame, frame.indexAt(), frame.indexLength());
        try {
            return Index.read(plain);
        } catch (IllegalArgumentException e) {
            throw (IOException) damaged(frame, "its index can not be read").initCause(e);
        }
    }

    /// The bytes of the parts that came with a frame, one behind the other.
    ///
    /// @throws DamagedException when they are not what was written
    byte[] content(Frame frame, Index index) throws IOException {
        int length = index.contentLength();
        byte[] plain = new byte[length];
        if (length > 0) {
            byte[] packed =
                    section(
                            Sealing.Section.CONTENT,
                            frame,
                            frame.contentAt(),
                            frame.contentLength());
            long got = Zstd.decompressByteArray(plain, 0, length, packed, 0, packed.length);
            if (got != length) {
                throw damaged(frame, "its content can not be decompressed");
            }
        }
        return plain;
    }

    private byte[] section(Sealing.Section section, Frame frame, long at, int length)
            throws IOException {
        byte[] sealed = file.read(at, length);
        try {
            return sealing.open(section, frame, sealed, 0, length);
        } catch (AEADBadTagException e) {
            String name = section == Sealing.Section.INDEX ? "index" : "content";
            throw (IOException)
                    damaged(frame, "its " + name + " is not what was encrypted").initCause(e);
        }
    }

    DamagedException damaged(Frame frame, String what) {
        return new DamagedException(path, frame.offset(), what);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
