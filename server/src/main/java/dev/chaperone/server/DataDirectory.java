// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import org.jspecify.annotations.Nullable;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

/// Where an instance keeps everything, held by one process at a time and readable by its owner
/// only.
final class DataDirectory implements Closeable {
    /// Grows when an older version could no longer read what is written here.
    private static final int FORMAT = 1;

    private static final String DEMO = "demo";
    private static final String REAL = "instance";

    private final Path root;
    private final FileChannel lock;

    private DataDirectory(Path root, FileChannel lock) {
        this.root = root;
        this.lock = lock;
    }

    static DataDirectory hold(Path root) throws StartFailure {
        Path lockFile = root.resolve("lock");
        try {
            ownOnly(root);
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

    /// Keeps the demo, whose doors are open to everybody on this machine, away from real people,
    /// and the other way round.
    ///
    /// @param demo whether this start is the demo's
    DataDirectory foundedAs(boolean demo) throws IOException, StartFailure {
        if (!Files.exists(file("kind"))) {
            writePrivate("kind", (demo ? DEMO : REAL) + "\n");
        }
        String founded = Files.readString(file("kind")).strip();
        if (!founded.equals(demo ? DEMO : REAL)) {
            throw new StartFailure(
                    StartFailure.BAD_INPUT,
                    demo
                            ? "the data directory "
                                    + root
                                    + " is not a demo's: there --demo would open it to everybody on"
                                    + " this machine. Choose another directory with --data."
                            : "the data directory "
                                    + root
                                    + " is a demo's. Start it with --demo, or choose another"
                                    + " directory with --data.");
        }
        return this;
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

    /// A directory inside, for its owner only, also when it was there before.
    Path directory(String name) throws IOException {
        return ownOnly(file(name));
    }

    /// Makes a directory, or closes one that is there, to everybody but its owner.
    static Path ownOnly(Path directory) throws IOException {
        Files.createDirectories(directory);
        return Files.setPosixFilePermissions(
                directory, PosixFilePermissions.fromString("rwx------"));
    }

    Path file(String name) {
        return root.resolve(name);
    }

    /// The text of a file that only its owner may read; the first time it is made.
    String secret(String name, Supplier<String> first) throws IOException {
        // An empty one would be a secret that everybody knows.
        if (!Files.exists(file(name)) || Files.readString(file(name)).isBlank()) {
            writePrivate(name, first.get() + "\n");
        }
        return Files.readString(file(name)).strip();
    }

    /// Writes a file that only its owner may read, all of it or nothing.
    void writePrivate(String name, String text) throws IOException {
        Path file = file(name);
        Path parent = ownOnly(Objects.requireNonNull(file.getParent()));
        Path draft = file(name + ".new");
        Files.deleteIfExists(draft);
        try (FileChannel channel =
                FileChannel.open(
                        draft,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(
                draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel names = FileChannel.open(parent, StandardOpenOption.READ)) {
            names.force(true);
        }
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file("server.json"));
        lock.close();
    }
}
