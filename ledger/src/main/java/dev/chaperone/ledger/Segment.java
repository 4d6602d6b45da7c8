// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.CRC32C;

/// A file of the journal: a header, then frames, then zeros. It is named by its first entry's
/// index, and its epoch is random.
final class Segment {
    static final String SUFFIX = ".segment";
    static final int HEADER = 64;

    private static final byte[] MAGIC = "chapjrn1".getBytes(StandardCharsets.US_ASCII);
    private static final int CHECKED = 24;
    private static final int STRIDE = 64;

    private final Path file;
    private final long first;
    private final long epoch;
    // Offsets of every 64th entry. Readers see an element because the journal's size, which they
    // read first, is written after it.
    private volatile int[] marks = new int[16];

    private Segment(Path file, long first, long epoch) {
        this.file = file;
        this.first = first;
        this.epoch = epoch;
    }

    static Segment in(Path directory, long first, long epoch) {
        return new Segment(directory.resolve(name(first)), first, epoch);
    }

    Path file() {
        return file;
    }

    /// Index of the first entry.
    long first() {
        return first;
    }

    long epoch() {
        return epoch;
    }

    /// Remembers where an entry's frame starts.
    void added(long index, long offset) {
        long nth = index - first;
        if (nth % STRIDE == 0) {
            int mark = (int) (nth / STRIDE);
            int[] known = marks;
            if (mark == known.length) {
                known = Arrays.copyOf(known, 2 * mark);
            }
            known[mark] = (int) offset;
            marks = known;
        }
    }

    /// The last entry at or before `index` whose offset is known.
    long markedBefore(long index) {
        return index - (index - first) % STRIDE;
    }

    /// Where the frame of an entry that [#markedBefore] named starts.
    long offset(long marked) {
        return marks[(int) ((marked - first) / STRIDE)];
    }

    /// The header's bytes.
    ByteBuffer header() {
        ByteBuffer header = ByteBuffer.allocate(HEADER);
        header.put(MAGIC).putLong(first).putLong(epoch);
        header.putInt(checksum(header)).clear();
        return header;
    }

    /// Reads the header of a file in the journal's directory.
    ///
    /// @throws LedgerDamagedException when it is not a header or belongs to another file
    static Segment read(Path path, Storage.File file) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(HEADER);
        int read = 0;
        while (header.hasRemaining() && read >= 0) {
            read = file.read(header, header.position());
        }
        boolean valid =
                Arrays.equals(header.array(), 0, MAGIC.length, MAGIC, 0, MAGIC.length)
                        && header.getInt(CHECKED) == checksum(header);
        if (!valid) {
            throw new LedgerDamagedException(path, 0, "this is no header of a segment");
        }
        long first = header.getLong(MAGIC.length);
        if (!path.endsWith(name(first))) {
            throw new LedgerDamagedException(
                    path, 0, "the file was renamed, it starts with entry " + first);
        }
        return new Segment(path, first, header.getLong(MAGIC.length + Long.BYTES));
    }

    private static String name(long first) {
        return String.format(Locale.ROOT, "%020d%s", first, SUFFIX);
    }

    private static int checksum(ByteBuffer header) {
        CRC32C crc = new CRC32C();
        crc.update(header.array(), 0, CHECKED);
        return (int) crc.getValue();
    }
}
