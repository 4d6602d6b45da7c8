// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import org.jspecify.annotations.Nullable;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.function.Supplier;

/// Where an instance keeps everything, held by one process at a time and readable by its owner
/// only.
final class DataDirectory implements Closeable {
    /// Grows when an older version could no longer read what is written here.
    private static final int FORMAT = 1;

    private final Path root;
    private final FileChannel lock;

    private DataDirectory(Path root, FileChannel lock) {
        this.root = root;
        this.lock = lock;
    }

    static DataDirectory hold(Path root) throws StartFailure {
        Path lockFile = root.resolve("lock");
        try {
            Files.createDirectories(
                    root,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
            FileChannel channel =
                    FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock held = tryLock(channel);
            if (held != null) {
                return new DataDirectory(root, channel).ofKnownFormat();
            }
            channel.close();
        } catch (IOException e) {
            throw new StartFailure(
                    StartFailure.CANNOT_OPEN,
                    "the data directory "
                            + root
                            + " can not be used ("
                            + e
                            + "). Make it writable"
                            + " for this user or choose another with --data.");
        }
        throw new StartFailure(
                StartFailure.CANNOT_OPEN,
                "the data directory "
                        + root
                        + " is in use by another Chaperone. Stop that one or"
                        + " choose another directory with --data.");
    }

    private DataDirectory ofKnownFormat() throws IOException, StartFailure {
        if (!Files.exists(file("format"))) {
            writePrivate("format", FORMAT + "\n");
            return this;
        }
        String written = Files.readString(file("format")).strip();
        if (!written.equals(Integer.toString(FORMAT))) {
            lock.close();
            throw new StartFailure(
                    StartFailure.CANNOT_OPEN,
                    "the data directory "
                            + root
                            + " was written by a newer version of Chaperone (format "
                            + written
                            + ", this one knows "
                            + FORMAT
                            + "). Start that version, or choose another directory with --data.");
        }
        return this;
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    Path file(String name) {
        return root.resolve(name);
    }

    /// The text of a file that only its owner may read; the first time it is made.
    String secret(String name, Supplier<String> first) throws IOException {
        if (!Files.exists(file(name))) {
            writePrivate(name, first.get() + "\n");
        }
        return Files.readString(file(name)).strip();
    }

    /// Writes a file that only its owner may read, all of it or nothing.
    void writePrivate(String name, String text) throws IOException {
        Path draft = file(name + ".new");
        Files.createDirectories(
                Objects.requireNonNull(draft.getParent()),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.deleteIfExists(draft);
        Files.createFile(
                draft,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(draft, text);
        Files.move(
                draft,
                file(name),
                java.nio.file.StandardCopyOption.ATOMIC_MOVE,
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file("server.json"));
        lock.close();
    }
}
