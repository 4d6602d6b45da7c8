// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.ledger;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/// How an entry lies in a segment: magic, u32 length, u64 index, u64 entries that were on disk when
/// the frame was written, u32 CRC32C, the entry; all big-endian.
///
/// The checksum starts with the segment's epoch, so that a frame of another life of the same blocks
/// is not one. The count of entries on disk tells a torn write from damage: a batch that was never
/// synced may reach the disk in any order, but nothing before that count may be missing.
///
/// A frame of length 0 is a mark: no entry, only the statement that all before it is on disk.
final class Frame {
    static final int HEADER = 28;
    static final int LARGEST = HEADER + Ledger.MAX_ENTRY_BYTES;
    // 0xFF is in no UTF-8 text, so the magic is in no JSON.
    static final int MAGIC = 0xFFC4ED01;

    private static final int CHECKED = 24;
    private static final byte[] NO_ENTRY = {};

    private final CRC32C crc = new CRC32C();
    private final ByteBuffer head = ByteBuffer.allocate(Long.BYTES + CHECKED);

    /// Puts a frame into the buffer.
    void put(ByteBuffer into, long epoch, long index, long onDisk, byte[] entry) {
        head.clear().putLong(epoch);
        head.putInt(MAGIC).putInt(entry.length).putLong(index).putLong(onDisk);
        into.put(head.array(), Long.BYTES, CHECKED);
        into.putInt(checksum(entry, 0, entry.length));
        into.put(entry);
    }

    /// Puts a mark into the buffer.
    void putMark(ByteBuffer into, long epoch, long size) {
        put(into, epoch, size, size, NO_ENTRY);
    }

    /// Length of the whole frame that starts at `from`, 0 when no valid one lies between `from` and
    /// `to`.
    int validLength(ByteBuffer bytes, int from, int to, long epoch) {
        if (to - from < HEADER || bytes.getInt(from) != MAGIC) {
            return 0;
        }
        int length = bytes.getInt(from + 4);
        if (length < 0 || length > Ledger.MAX_ENTRY_BYTES || to - from < HEADER + length) {
            return 0;
        }
        head.clear().putLong(epoch).put(bytes.array(), from, CHECKED);
        int sum = checksum(bytes.array(), from + HEADER, length);
        return sum == bytes.getInt(from + CHECKED) ? HEADER + length : 0;
    }

    static long index(ByteBuffer bytes, int from) {
        return bytes.getLong(from + 8);
    }

    static long onDisk(ByteBuffer bytes, int from) {
        return bytes.getLong(from + 16);
    }

    private int checksum(byte[] bytes, int from, int length) {
        crc.reset();
        crc.update(head.array(), 0, Long.BYTES + CHECKED);
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }
}
