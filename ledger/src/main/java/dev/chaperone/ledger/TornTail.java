// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// What lies behind the last valid frame of the last segment: zeros; or what is left of writes that
/// were never synced, which is wiped so that it can never be taken for entries; or the proof that
/// entries are missing.
final class TornTail {
    private static final int CHUNK = 1024 * 1024;
    private static final byte[] ZEROS = new byte[CHUNK];

    private final Segment segment;
    private final Storage.File file;

    TornTail(Segment segment, Storage.File file) {
        this.segment = segment;
        this.file = file;
    }

    /// Returns how many bytes were wiped.
    ///
    /// @param end where the valid frames end
    /// @param size how many entries there are up to there
    /// @throws LedgerDamagedException when a later frame says that there must have been more
    long wipe(long end, long size) throws IOException {
        long dirt = dirtFrom(end);
        if (dirt > 0) {
            refuseIfMissing(end, Math.toIntExact(dirt), size);
            writeZeros(end, dirt);
        }
        return dirt;
    }

    private void writeZeros(long from, long length) throws IOException {
        for (long done = 0; done < length; done += CHUNK) {
            int now = (int) Math.min(CHUNK, length - done);
            file.write(ByteBuffer.wrap(ZEROS, 0, now), from + done);
        }
    }

    /// Reads until the buffer is full or the file ends.
    static void readAll(Storage.File file, ByteBuffer into, long position) throws IOException {
        int read = 0;
        while (into.hasRemaining() && read >= 0) {
            read = file.read(into, position + into.position());
        }
    }

    /// How many bytes from here on up to the last that is not zero.
    private long dirtFrom(long from) throws IOException {
        long dirt = 0;
        byte[] bytes = new byte[CHUNK];
        long at = from;
        while (true) {
            int read = file.read(ByteBuffer.wrap(bytes), at);
            if (read < 0) {
                return dirt;
            }
            if (Arrays.mismatch(bytes, 0, read, ZEROS, 0, read) >= 0) {
                int last = read - 1;
                while (bytes[last] == 0) {
                    last--;
                }
                dirt = at + last + 1 - from;
            }
            at += read;
        }
    }

    private void refuseIfMissing(long end, int length, long size) throws IOException {
        ByteBuffer dirt = ByteBuffer.allocate(length);
        readAll(file, dirt, end);
        Frame frame = new Frame();
        for (int at = 0; at + Frame.HEADER <= length; at++) {
            boolean later =
                    frame.validLength(dirt, at, length, segment.epoch()) > 0
                            && Frame.onDisk(dirt, at) > size;
            if (later) {
                throw new LedgerDamagedException(
                        segment.file(),
                        end,
                        "entry %d is not valid, but %d entries were on disk when offset %d was written"
                                .formatted(size, Frame.onDisk(dirt, at), end + at));
            }
        }
    }
}
