// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.verifier;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.LongFunction;
import java.util.zip.CRC32C;

/// Writes ledgers for tests from the published formats alone; it uses nothing of the verifier and
/// nothing of the ledger.
final class SampleLog {
    static final String ORIGIN = "chaperone.test/sample";
    static final TestKey LOG = TestKey.ed25519(ORIGIN, 1);
    static final TestKey LOG_PQ = TestKey.mlDsa(ORIGIN);
    static final TestKey WITNESS = TestKey.ed25519("witness.test/w1", 4);
    static final TestKey WITNESS_PQ = TestKey.mlDsa("witness.test/w2");
    static final long TIME = 1_764_000_000L;

    final Path directory;
    final List<byte[]> entries = new ArrayList<>();
    final List<byte[]> leaves = new ArrayList<>();

    SampleLog(Path directory, int size) {
        this(directory, size, i -> ("leaf " + i).getBytes(StandardCharsets.UTF_8));
    }

    SampleLog(Path directory, int size, LongFunction<byte[]> entry) {
        this.directory = directory;
        for (int i = 0; i < size; i++) {
            entries.add(entry.apply(i));
            leaves.add(leaf(entries.getLast()));
        }
    }

    /// A whole ledger with a journal and cosignatures.
    static SampleLog written(Path directory, int size) throws IOException {
        return new SampleLog(directory, size)
                .writeTree(size)
                .writeWitnessed(size)
                .writeJournal(size);
    }

    SampleLog writeTree(int size) throws IOException {
        Files.createDirectories(directory);
        List<byte[]> level = leaves.subList(0, size);
        for (int number = 0; !level.isEmpty(); number++) {
            writeLevel(number, level);
            level = above(level);
        }
        for (int from = 0; from < size; from += 256) {
            int to = Math.min(size, from + 256);
            ByteArrayOutputStream bundle = new ByteArrayOutputStream();
            for (byte[] entry : entries.subList(from, to)) {
                bundle.write(entry.length >>> 8);
                bundle.write(entry.length);
                bundle.writeBytes(entry);
            }
            write(path("entries", from / 256, to - from), bundle.toByteArray());
        }
        write("checkpoint", checkpoint(size).getBytes(StandardCharsets.UTF_8));
        write("vkey", (LOG.vkey() + "\n" + LOG_PQ.vkey() + "\n").getBytes(StandardCharsets.UTF_8));
        return this;
    }

    private void writeLevel(int number, List<byte[]> level) throws IOException {
        for (int from = 0; from < level.size(); from += 256) {
            int to = Math.min(level.size(), from + 256);
            ByteArrayOutputStream tile = new ByteArrayOutputStream();
            level.subList(from, to).forEach(tile::writeBytes);
            write(path(Integer.toString(number), from / 256, to - from), tile.toByteArray());
        }
    }

    private static List<byte[]> above(List<byte[]> level) {
        List<byte[]> above = new ArrayList<>();
        for (int from = 0; from + 256 <= level.size(); from += 256) {
            above.add(root(level.subList(from, from + 256)));
        }
        return above;
    }

    static String path(String kind, int index, int width) {
        String number = String.format("%09d", index);
        String groups =
                index >= 1_000_000
                        ? "x" + number.substring(0, 3) + "/x" + number.substring(3, 6) + "/"
                        : index >= 1000 ? "x" + number.substring(3, 6) + "/" : "";
        String partial = width == 256 ? "" : ".p/" + width;
        return "tile/" + kind + "/" + groups + number.substring(6) + partial;
    }

    void write(String path, byte[] content) throws IOException {
        Path file = directory.resolve(path);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
    }

    String body(int size) {
        String root = Base64.getEncoder().encodeToString(root(leaves.subList(0, size)));
        return ORIGIN + "\n" + size + "\n" + root + "\n";
    }

    String checkpoint(int size) {
        return signed(body(size));
    }

    static String signed(String body) {
        return body + "\n" + LOG.sign(body, TIME) + LOG_PQ.sign(body, TIME);
    }

    SampleLog writeWitnessed(int size) throws IOException {
        String cosigned =
                checkpoint(size)
                        + WITNESS.sign(body(size), TIME + 1)
                        + WITNESS_PQ.sign(body(size), TIME + 2);
        write("witnessed", cosigned.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /// One segment, closed properly.
    SampleLog writeJournal(int size) throws IOException {
        writeSegment(0, size, 7, true, 4096);
        return this;
    }

    /// A segment of the journal.
    ///
    /// @param zeros behind the last frame
    void writeSegment(int from, int to, long epoch, boolean closed, int zeros) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ByteBuffer header = ByteBuffer.allocate(64);
        header.put("chapjrn1".getBytes(StandardCharsets.US_ASCII)).putLong(from).putLong(epoch);
        CRC32C sum = new CRC32C();
        sum.update(header.array(), 0, 24);
        header.putInt((int) sum.getValue());
        file.writeBytes(header.array());
        for (int i = from; i < to; i++) {
            // Batches of four.
            file.writeBytes(frame(epoch, i, i - i % 4, entries.get(i)));
        }
        if (closed) {
            file.writeBytes(frame(epoch, to, to, new byte[0]));
        }
        file.writeBytes(new byte[zeros]);
        write(String.format("journal/%020d.segment", from), file.toByteArray());
    }

    static byte[] frame(long epoch, long index, long onDisk, byte[] entry) {
        ByteBuffer frame = ByteBuffer.allocate(28 + entry.length);
        frame.putInt(0xFFC4ED01).putInt(entry.length).putLong(index).putLong(onDisk);
        CRC32C sum = new CRC32C();
        sum.update(ByteBuffer.allocate(8).putLong(epoch).array());
        sum.update(frame.array(), 0, 24);
        sum.update(entry);
        return frame.putInt((int) sum.getValue()).put(entry).array();
    }

    /// RFC 6962, section 2.1, as it stands there.
    static byte[] root(List<byte[]> leaves) {
        if (leaves.isEmpty()) {
            return sha256().digest();
        }
        if (leaves.size() == 1) {
            return leaves.getFirst();
        }
        int split = Integer.highestOneBit(leaves.size() - 1);
        return node(root(leaves.subList(0, split)), root(leaves.subList(split, leaves.size())));
    }

    /// The PATH of RFC 6962, section 2.1.1.
    static List<byte[]> inclusion(int index, List<byte[]> leaves) {
        if (leaves.size() <= 1) {
            return new ArrayList<>();
        }
        int split = Integer.highestOneBit(leaves.size() - 1);
        List<byte[]> left = leaves.subList(0, split);
        List<byte[]> right = leaves.subList(split, leaves.size());
        List<byte[]> path =
                index < split ? inclusion(index, left) : inclusion(index - split, right);
        path.add(root(index < split ? right : left));
        return path;
    }

    /// The PROOF of RFC 6962, section 2.1.2.
    static List<byte[]> consistency(int from, List<byte[]> leaves, boolean whole) {
        if (from == leaves.size()) {
            return whole ? new ArrayList<>() : new ArrayList<>(List.of(root(leaves)));
        }
        int split = Integer.highestOneBit(leaves.size() - 1);
        List<byte[]> left = leaves.subList(0, split);
        List<byte[]> right = leaves.subList(split, leaves.size());
        List<byte[]> path =
                from <= split
                        ? consistency(from, left, whole)
                        : consistency(from - split, right, false);
        path.add(root(from <= split ? right : left));
        return path;
    }

    String receipt(int index, int size) {
        StringBuilder receipt = new StringBuilder("c2sp.org/tlog-proof@v1\nindex " + index + "\n");
        for (byte[] hash : inclusion(index, leaves.subList(0, size))) {
            receipt.append(Base64.getEncoder().encodeToString(hash)).append('\n');
        }
        return receipt + "\n" + checkpoint(size);
    }

    static byte[] leaf(byte[] entry) {
        MessageDigest sha = sha256();
        sha.update((byte) 0);
        return sha.digest(entry);
    }

    private static byte[] node(byte[] left, byte[] right) {
        MessageDigest sha = sha256();
        sha.update((byte) 1);
        sha.update(left);
        return sha.digest(right);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
