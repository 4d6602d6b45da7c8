// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.captures;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/// What the store asks of a file system: few calls, so that a test can make each of them fail.
interface Storage {
    /// A new file that only the owner may read and write; an existing one is opened.
    File create(Path path) throws IOException;

    /// An existing file, to go on writing.
    File open(Path path) throws IOException;

    /// An existing file, to read. Its own channel: an interrupted reader closes its channel and
    /// must not take the writer's along.
    File openToRead(Path path) throws IOException;

    /// Gives a file its name; what had that name is replaced.
    void rename(Path from, Path to) throws IOException;

    /// Removes a file, if it is there.
    void delete(Path path) throws IOException;

    /// Makes names in a directory durable.
    void forceDirectory(Path directory) throws IOException;

    /// Makes a directory for the owner alone, and those above it, durable.
    void makeDirectory(Path directory) throws IOException;

    /// Makes a small file that is either whole and durable or not there.
    default void publish(Path path, byte[] content) throws IOException {
        Path directory = Disk.parentOf(path);
        makeDirectory(directory);
        Path draft = path.resolveSibling(path.getFileName() + ".new");
        try (File file = create(draft)) {
            file.truncate(0);
            file.write(ByteBuffer.wrap(content), 0);
            file.force();
        }
        rename(draft, path);
        forceDirectory(directory);
    }

    /// A file, read and written at given positions.
    interface File extends Closeable {
        /// Writes all of it.
        void write(ByteBuffer bytes, long position) throws IOException;

        /// Reads some bytes, -1 at the end.
        int read(ByteBuffer into, long position) throws IOException;

        /// Returns when the content is on disk, and the size that is needed to read it.
        void force() throws IOException;

        void truncate(long size) throws IOException;

        long size() throws IOException;

        /// Reads as many bytes as are asked for.
        default byte[] read(long position, int length) throws IOException {
            ByteBuffer into = ByteBuffer.allocate(length);
            while (into.hasRemaining()) {
                if (read(into, position + into.position()) < 0) {
                    throw new EOFException("The file ends at " + (position + into.position()));
                }
            }
            return into.array();
        }
    }
}
