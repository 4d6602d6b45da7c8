// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.exports;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// A file that only grows, on disk before a batch counts as taken. From a size on it is put aside
/// under its name and the index of the first entry that is no longer in it; what was put aside is
/// never touched again.
final class FileDelivery implements Delivery {
    private static final int LOOK_BACK = 64 * 1024;

    private final Target.File target;
    private final Format format;
    private volatile @Nullable FileChannel open;

    /// Tells whether the name still means the file that is open.
    private @Nullable Object key;

    FileDelivery(Target.File target, Format format) {
        this.target = target;
        this.format = format;
    }

    @Override
    public void send(List<Exported> batch) throws IOException {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (Exported entry : batch) {
            lines.writeBytes(format.event(entry));
            lines.writeBytes(lineEnd());
        }
        FileChannel channel = channel();
        try {
            if (channel.size() >= target.rotateAt()) {
                putAside(batch.getFirst().index());
                channel = channel();
            }
            write(channel, lines.toByteArray());
            channel.force(true);
        } catch (IOException e) {
            // What of the batch is in the file is not known: opening again finds out.
            close();
            throw e;
        }
    }

    /// The file, looked at anew each time: somebody may have moved it away.
    private FileChannel channel() throws IOException {
        FileChannel channel = open;
        if (channel != null && channel.isOpen() && Objects.equals(key, key(target.path()))) {
            return channel;
        }
        close();
        Path directory = target.path().toAbsolutePath().getParent();
        boolean made = !Files.exists(target.path());
        FileChannel opened =
                FileChannel.open(
                        target.path(),
                        Set.of(
                                StandardOpenOption.CREATE,
                                StandardOpenOption.READ,
                                StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-r-----")));
        open = opened;
        key = key(target.path());
        opened.truncate(wholeLines(opened));
        opened.position(opened.size());
        byte[] header = format.header();
        if (opened.size() == 0 && header != null) {
            write(opened, header);
            write(opened, lineEnd());
        }
        if (made && directory != null) {
            force(directory);
        }
        return opened;
    }

    private static @Nullable Object key(Path path) throws IOException {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /// The size up to the last end of a line: what stands behind it is half of a batch that did not
    /// count as taken and comes again.
    private static long wholeLines(FileChannel channel) throws IOException {
        for (long end = channel.size(); end > 0; ) {
            long start = Math.max(0, end - LOOK_BACK);
            ByteBuffer piece = ByteBuffer.allocate((int) (end - start));
            int read = 0;
            while (piece.hasRemaining() && read >= 0) {
                read = channel.read(piece, start + piece.position());
            }
            for (int i = piece.position() - 1; i >= 0; i--) {
                if (piece.get(i) == '\n') {
                    return start + i + 1;
                }
            }
            end = start;
        }
        return 0;
    }

    private void putAside(long next) throws IOException {
        close();
        Path path = target.path();
        String name = "%s.%012d".formatted(path.getFileName(), next);
        Path aside = path.resolveSibling(name);
        // A batch that fills a file alone and comes again after a crash.
        for (int again = 2; Files.exists(aside); again++) {
            aside = path.resolveSibling(name + "." + again);
        }
        Files.move(path, aside, StandardCopyOption.ATOMIC_MOVE);
    }

    private byte[] lineEnd() {
        return format.lineEnd().getBytes(StandardCharsets.US_ASCII);
    }

    private static void write(FileChannel channel, byte[] bytes) throws IOException {
        ByteBuffer all = ByteBuffer.wrap(bytes);
        while (all.hasRemaining()) {
            channel.write(all);
        }
    }

    /// Makes names in a directory durable.
    static void force(Path directory) throws IOException {
        try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
            names.force(true);
        }
    }

    @Override
    public void close() {
        FileChannel channel = open;
        open = null;
        Quietly.close(channel);
    }
}
