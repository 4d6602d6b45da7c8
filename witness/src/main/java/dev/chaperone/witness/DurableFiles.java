// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.witness;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// Files that are replaced as a whole and are on disk before anybody hears of it.
interface DurableFiles {
    /// Writes a file anew, down to the disk.
    void write(Path file, byte[] bytes) throws IOException;

    /// Puts a file in the place of another.
    void rename(Path from, Path to) throws IOException;

    /// Makes the names in a directory last.
    void forceDirectory(Path directory) throws IOException;

    /// Replaces a file: after a crash at any point it is there as before or as after.
    default void replace(Path file, byte[] bytes) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".new");
        write(temporary, bytes);
        rename(temporary, file);
        forceDirectory(parent(file));
    }

    private static Path parent(Path file) {
        Path parent = file.getParent();
        return parent == null ? Path.of(".") : parent;
    }

    /// The real ones, for the owner's eyes only.
    static DurableFiles onDisk() {
        return new OnDisk();
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

    /// The real file system.
    final class OnDisk implements DurableFiles {
        private OnDisk() {}

        @Override
        public void write(Path file, byte[] bytes) throws IOException {
            Files.deleteIfExists(file);
            try (FileChannel channel =
                    FileChannel.open(
                            file,
                            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                            ownerOnly(file, "rw-------"))) {
                ByteBuffer rest = ByteBuffer.wrap(bytes);
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
                channel.force(true);
            }
        }

        @Override
        public void rename(Path from, Path to) throws IOException {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        }

        @Override
        public void forceDirectory(Path directory) throws IOException {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
