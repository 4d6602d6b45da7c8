// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.captures;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/// The bytes of heads and tails in the file of one [Generation].
///
/// A head is 56 bytes, big-endian: `CF`, kind, length of the interaction's id (1 each), length of
/// the index, length of the content, parts so far, bodies so far (4 each), time, synced (8 each),
/// nonce (12), CRC-32C of what is between head and tail (4), CRC-32C (4). A tail is 16 bytes: `CT`,
/// kind, length of the id, length of the index, length of the content, CRC-32C: enough to find the
/// frame from its end, also when the head is damaged. Both CRCs begin with the generation and the
/// frame's offset, so that a frame in another place or file is not taken for one of this.
///
/// For one thread at a time.
final class FrameFormat {
    /// What a drawer's file begins with; the first frame follows.
    static final byte[] FILE_HEADER = {
        'C', 'H', 'A', 'P', 'E', 'R', 'O', 'N', 'E', ' ', 'D', 'R', 'A', 'W', '1', '\n'
    };

    private static final short HEAD_MAGIC = 0x4346;
    private static final short TAIL_MAGIC = 0x4354;
    private static final int LONGEST_ID = 255;

    private final byte[] label;
    private final CRC32C crc = new CRC32C();
    private final ByteBuffer place = ByteBuffer.allocate(Long.BYTES);

    FrameFormat(Generation generation) {
        this.label = generation.label();
    }

    void putHead(ByteBuffer into, int at, Frame frame) {
        ByteBuffer head = into.duplicate().clear().position(at);
        head.putShort(HEAD_MAGIC).put(frame.kind().code()).put((byte) frame.idLength());
        head.putInt(frame.indexLength()).putInt(frame.contentLength());
        head.putInt(frame.parts()).putInt(frame.bodies());
        head.putLong(frame.time()).putLong(frame.synced()).put(frame.nonce());
        head.putInt(frame.checksum());
        head.putInt(sum(frame.offset(), into, at, Frame.HEAD - Integer.BYTES));
    }

    void putTail(ByteBuffer into, int at, Frame frame) {
        ByteBuffer tail = into.duplicate().clear().position(at);
        tail.putShort(TAIL_MAGIC).put(frame.kind().code()).put((byte) frame.idLength());
        tail.putInt(frame.indexLength()).putInt(frame.contentLength());
        tail.putInt(sum(frame.offset(), into, at, Frame.TAIL - Integer.BYTES));
    }

    /// The head at a place of a buffer, null when there is none.
    ///
    /// @param offset of that place in the file
    @Nullable Frame head(ByteBuffer bytes, int at, long offset) {
        if (bytes.limit() - at < Frame.HEAD || bytes.getShort(at) != HEAD_MAGIC) {
            return null;
        }
        int checked = Frame.HEAD - Integer.BYTES;
        Frame.Kind kind = Frame.Kind.of(bytes.get(at + 2));
        if (kind == null || bytes.getInt(at + checked) != sum(offset, bytes, at, checked)) {
            return null;
        }
        byte[] nonce = new byte[Sealing.NONCE_BYTES];
        bytes.get(at + 36, nonce);
        Frame frame =
                new Frame(
                        offset,
                        kind,
                        bytes.get(at + 3) & LONGEST_ID,
                        bytes.getInt(at + 4),
                        bytes.getInt(at + 8),
                        bytes.getInt(at + 12),
                        bytes.getInt(at + 16),
                        bytes.getLong(at + 20),
                        bytes.getLong(at + 28),
                        nonce,
                        bytes.getInt(at + 48));
        boolean lengths = frame.indexLength() >= 0 && frame.contentLength() >= 0;
        return lengths && frame.tailAt() - frame.idAt() <= Integer.MAX_VALUE ? frame : null;
    }

    /// Where the frame begins whose tail is at a place of a buffer, -1 when there is no tail.
    ///
    /// @param offset of that place in the file
    long startOf(ByteBuffer bytes, int at, long offset) {
        if (bytes.limit() - at < Frame.TAIL || bytes.getShort(at) != TAIL_MAGIC) {
            return -1;
        }
        long length =
                (long) Frame.HEAD
                        + (bytes.get(at + 3) & LONGEST_ID)
                        + bytes.getInt(at + 4)
                        + bytes.getInt(at + 8);
        long start = offset - length;
        int checked = Frame.TAIL - Integer.BYTES;
        boolean valid =
                start >= FILE_HEADER.length
                        && bytes.getInt(at + checked) == sum(start, bytes, at, checked);
        return valid ? start : -1;
    }

    /// The checksum of what stands between head and tail.
    int checksum(byte[] bytes, int from, int length) {
        crc.reset();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }

    private int sum(long offset, ByteBuffer bytes, int at, int length) {
        crc.reset();
        crc.update(label);
        crc.update(place.putLong(0, offset).array());
        crc.update(bytes.duplicate().limit(at + length).position(at));
        return (int) crc.getValue();
    }
}
