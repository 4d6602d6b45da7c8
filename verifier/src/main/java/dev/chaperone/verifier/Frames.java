// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.verifier;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/// The frames of one segment of a journal: magic, u32 length, u64 index, u64 entries that were on
/// disk before, u32 CRC32C, the entry; all big-endian. The checksum covers the segment's epoch, the
/// header up to itself, and the entry. A frame of length 0 is a mark: it only states what is on
/// disk. For one thread.
final class Frames {
    static final int HEADER = 28;

    private static final int MAGIC = 0xFFC4ED01;
    private static final byte FIRST_OF_MAGIC = (byte) 0xFF;
    private static final int LARGEST_ENTRY = 65_535;
    private static final int LENGTH_AT = 4;
    private static final int INDEX_AT = 8;
    private static final int ON_DISK_AT = 16;
    private static final int SUM_AT = 24;
    private static final int STEP = 64 * 1024;

    private final Window window;
    private final CRC32C sum = new CRC32C();
    // What the checksum covers before the entry: the epoch, and the header up to itself.
    private final byte[] covered = new byte[Long.BYTES + SUM_AT];

    Frames(Window window, long epoch) {
        this.window = window;
        ByteBuffer.wrap(covered).putLong(epoch);
    }

    Window window() {
        return window;
    }

    /// The length of the entry in a valid frame that starts here; -1 when there is no such frame.
    /// The frame is in view then.
    int entryAt(long offset) throws IOException {
        if (window.need(offset, HEADER) < HEADER || window.getInt(offset) != MAGIC) {
            return -1;
        }
        int length = window.getInt(offset + LENGTH_AT);
        boolean possible = length >= 0 && length <= LARGEST_ENTRY;
        if (!possible || window.need(offset, HEADER + length) < HEADER + length) {
            return -1;
        }
        System.arraycopy(window.array(), window.at(offset), covered, Long.BYTES, SUM_AT);
        sum.reset();
        sum.update(covered, 0, covered.length);
        sum.update(window.array(), window.at(offset + HEADER), length);
        return (int) sum.getValue() == window.getInt(offset + SUM_AT) ? length : -1;
    }

    /// Of a frame in view.
    long index(long offset) {
        return window.getLong(offset + INDEX_AT);
    }

    /// Of a frame in view: how many entries were on disk when it was written.
    long onDisk(long offset) {
        return window.getLong(offset + ON_DISK_AT);
    }

    /// Where the next valid frame starts, at or behind an offset; -1 when there is none.
    long next(long offset) throws IOException {
        long at = offset;
        int there = window.need(at, STEP);
        while (there >= HEADER) {
            int start = window.at(at);
            int skipped = 0;
            while (skipped < there && window.array()[start + skipped] != FIRST_OF_MAGIC) {
                skipped++;
            }
            at += skipped;
            if (skipped < there) {
                if (entryAt(at) >= 0) {
                    return at;
                }
                at++;
            }
            there = window.need(at, STEP);
        }
        return -1;
    }
}
