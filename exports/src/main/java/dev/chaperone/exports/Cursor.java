// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.exports;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Set;

/// How far a target is, in a file that survives a crash: the ledger's origin in the first line, how
/// many entries were taken in the second. Each new value is a new file, on disk before it takes the
/// old one's name.
final class Cursor {
    private final Path file;
    private final String origin;

    Cursor(Path file, String origin) {
        this.file = file;
        this.origin = origin;
    }

    /// How many entries were taken; 0 when none ever was.
    ///
    /// @param size of the ledger
    /// @throws IOException when the file can not be read or is not about this ledger: then somebody
    ///   has to say what is wanted, since guessing would lose entries or send all again
    long read(long size) throws IOException {
        String text;
        try {
            text = Files.readString(file);
        } catch (NoSuchFileException e) {
            return 0;
        }
        String[] lines = text.split("\n", -1);
        if (lines.length != 3 || !lines[2].isEmpty()) {
            throw unusable("is not whole");
        }
        if (!lines[0].equals(origin)) {
            throw unusable("is of another ledger, " + lines[0]);
        }
        try {
            long taken = Long.parseLong(lines[1]);
            if (taken >= 0 && taken <= size) {
                return taken;
            }
        } catch (NumberFormatException e) {
            throw unusable("holds no number");
        }
        throw unusable("is " + lines[1] + ", but the ledger has " + size + " entries");
    }

    /// When the target last took entries; null when it never did.
    @Nullable Instant written() throws IOException {
        try {
            return Files.getLastModifiedTime(file).toInstant();
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private IOException unusable(String why) {
        return new IOException(
                file + " " + why + "; delete it to send everything from the first entry again");
    }

    /// Remembers, durably, how many entries were taken.
    void write(long taken) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(draft);
        try (FileChannel channel =
                FileChannel.open(
                        draft,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(origin + "\n" + taken + "\n");
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(
                draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        if (directory != null) {
            FileDelivery.force(directory);
        }
    }
}
