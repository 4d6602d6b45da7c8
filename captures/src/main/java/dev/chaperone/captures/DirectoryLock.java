// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.captures;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The right to write in a directory, held by one process and there by one store.
final class DirectoryLock implements Closeable {
    // A second channel on a lock file would, when closed, release the lock of the first one
    // (POSIX), so this process asks itself before it touches the file.
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path key;
    private final FileChannel channel;

    private DirectoryLock(Path key, FileChannel channel) {
        this.key = key;
        this.channel = channel;
    }

    static DirectoryLock acquire(Path directory) throws IOException {
        Path key = directory.toRealPath();
        if (!HELD.add(key)) {
            throw taken(directory, "this process");
        }
        boolean acquired = false;
        try {
            DirectoryLock lock = new DirectoryLock(key, lockedChannel(directory));
            acquired = true;
            return lock;
        } finally {
            if (!acquired) {
                HELD.remove(key);
            }
        }
    }

    private static FileChannel lockedChannel(Path directory) throws IOException {
        Path file = directory.resolve("lock");
        FileChannel channel =
                FileChannel.open(
                        file,
                        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                        Disk.ownerOnly(file, "rw-------"));
        boolean locked = false;
        try {
            locked = channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            throw taken(directory, "this process");
        } finally {
            if (!locked) {
                channel.close();
            }
        }
        if (!locked) {
            throw taken(directory, "another process");
        }
        return channel;
    }

    private static IOException taken(Path directory, String holder) {
        return new IOException(
                "The captures in %s are already open in %s. Stop that one first, or choose another data directory"
                        .formatted(directory, holder));
    }

    @Override
    public void close() throws IOException {
        // Closing twice must not take the lock from whoever has it by then.
        if (channel.isOpen()) {
            try {
                channel.close();
            } finally {
                HELD.remove(key);
            }
        }
    }
}
