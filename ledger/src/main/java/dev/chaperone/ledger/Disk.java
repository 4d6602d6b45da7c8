// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/// The real file system.
///
/// What is written goes past the system's cache of files where the file system can do that: it is
/// read back seldom, and memory for the cache would cost more than the write itself.
final class Disk implements Storage {
    /// Opens a file past the system's cache. By name, since not every JDK has it.
    private static final Optional<OpenOption> PAST_CACHE =
            option("com.sun.nio.file.ExtendedOpenOption", "DIRECT");

    private final FileStore store;
    private final int block;

    /// @param directory exists
    Disk(Path directory) throws IOException {
        this.store = Files.getFileStore(directory);
        this.block = Math.clamp(store.getBlockSize(), 512, 64 * 1024);
    }

    @Override
    public int block() {
        return block;
    }

    @Override
    public File create(Path path) throws IOException {
        // In two steps: where going past the cache is not possible, some systems have made the
        // file before they say so.
        FileChannel.open(
                        path,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        ownerOnly(path, "rw-------"))
                .close();
        return openToWrite(path);
    }

    @Override
    public File openToWrite(Path path) throws IOException {
        if (PAST_CACHE.isPresent()) {
            try {
                return new Channel(
                        FileChannel.open(path, StandardOpenOption.WRITE, PAST_CACHE.get()));
            } catch (UnsupportedOperationException | FileSystemException e) {
                // Some file systems can not, tmpfs for example. What else is wrong shows again.
                return throughCache(path);
            }
        }
        return throughCache(path);
    }

    private static File throughCache(Path path) throws IOException {
        return new Channel(FileChannel.open(path, StandardOpenOption.WRITE));
    }

    @Override
    public File openToMend(Path path) throws IOException {
        return new Channel(
                FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    @Override
    public File openToRead(Path path) throws IOException {
        return new Channel(FileChannel.open(path, StandardOpenOption.READ));
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
        force(directory);
    }

    @Override
    public long freeBytes() throws IOException {
        return store.getUsableSpace();
    }

    private static Optional<OpenOption> option(String type, String name) {
        try {
            return Arrays.stream(Class.forName(type).getEnumConstants())
                    .filter(each -> each.toString().equals(name))
                    .map(OpenOption.class::cast)
                    .findFirst();
        } catch (ClassNotFoundException e) {
            return Optional.empty();
        }
    }

    static void force(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /// Permissions for something new, where the file system has such.
    static FileAttribute<?>[] ownerOnly(Path path, String permissions) {
        boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private record Channel(FileChannel channel) implements File {
        @Override
        public void write(ByteBuffer bytes, long position) throws IOException {
            long at = position;
            while (bytes.hasRemaining()) {
                at += channel.write(bytes, at);
            }
        }

        @Override
        public int read(ByteBuffer into, long position) throws IOException {
            return channel.read(into, position);
        }

        @Override
        public void force(boolean withSize) throws IOException {
            channel.force(withSize);
        }

        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
