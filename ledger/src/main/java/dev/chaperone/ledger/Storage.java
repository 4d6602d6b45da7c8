// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.ledger;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/// What the journal asks of a file system: few calls, so that a test can make each of them fail.
interface Storage {
    /// Writes to files of [#create] and [#openToWrite] start and end at multiples of this, and come
    /// from a buffer that [#aligned] gave.
    int block();

    /// A new file that only the owner may read and write.
    File create(Path path) throws IOException;

    /// An existing file, to go on writing.
    File openToWrite(Path path) throws IOException;

    /// An existing file, to read it and to mend what a crash has left.
    File openToMend(Path path) throws IOException;

    /// An existing file, to read. Its own channel: an interrupted reader closes its channel and
    /// must not take the writer's along.
    File openToRead(Path path) throws IOException;

    /// Renames a file of the journal.
    void rename(Path from, Path to) throws IOException;

    /// Makes names in a directory durable.
    void forceDirectory(Path directory) throws IOException;

    /// Space this process may still use.
    long freeBytes() throws IOException;

    /// A buffer of whole blocks, at least this long.
    default ByteBuffer aligned(int bytes) {
        int block = block();
        int length = (bytes + block - 1) / block * block;
        return ByteBuffer.allocateDirect(length + block).alignedSlice(block).limit(length).slice();
    }

    /// A file, read and written at given positions.
    interface File extends Closeable {
        /// Writes all of it.
        void write(ByteBuffer bytes, long position) throws IOException;

        /// Reads some bytes, -1 at the end.
        int read(ByteBuffer into, long position) throws IOException;

        /// Returns when the content is on disk; the file's size too when `withSize`.
        void force(boolean withSize) throws IOException;

        long size() throws IOException;
    }
}
