// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.ledger;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;

/// How far the full tiles and bundles are known to be on the disk, and the care that they get
/// there: some seconds after they were written, when the system has mostly done it by itself and a
/// sync holds up nobody. What is not known to be there is made anew from the journal at a start.
final class TilesOnDisk {
    private static final String FILE = "tile/synced";
    private static final Duration AGE = Duration.ofSeconds(10);
    private static final Duration LONGEST_TURN = Duration.ofMillis(50);

    private final Path file;
    private final Deque<Written> written = new ArrayDeque<>();
    private final Set<Path> directories = new LinkedHashSet<>();
    private volatile long synced;

    /// @param end entries in the tree up to this file's last
    private record Written(Path file, long end, long at) {}

    private TilesOnDisk(Path file, long synced) {
        this.file = file;
        this.synced = synced;
    }

    static TilesOnDisk of(Path ledger) throws IOException {
        Path file = ledger.resolve(FILE);
        try {
            return new TilesOnDisk(file, Long.parseLong(Files.readString(file).strip()));
        } catch (NoSuchFileException | NumberFormatException e) {
            // Then all is made anew, which is slower and nothing worse.
            return new TilesOnDisk(file, 0);
        }
    }

    /// Entries whose full tiles and bundles are on disk, a multiple of 256.
    long size() {
        return synced;
    }

    /// Notes a full tile or bundle.
    ///
    /// @param end entries in the tree up to the file's last
    void wrote(Path full, long end) {
        written.add(new Written(full, end, System.nanoTime()));
    }

    /// What was noted is made anew.
    void forget() {
        written.clear();
    }

    /// Brings some of the older ones to the disk; all of them when `all`.
    void sync(boolean all) throws IOException {
        long began = System.nanoTime();
        long reached = synced;
        while (!written.isEmpty()) {
            long now = System.nanoTime();
            Written oldest = written.getFirst();
            boolean due = now - oldest.at() > AGE.toNanos() && now - began < LONGEST_TURN.toNanos();
            if (!all && !due) {
                break;
            }
            force(oldest.file());
            directories.add(DurableFile.directory(oldest.file()));
            written.removeFirst();
            boolean more = !written.isEmpty() && written.getFirst().end() == oldest.end();
            reached = more ? reached : oldest.end();
        }
        if (reached > synced) {
            for (Path directory : directories) {
                Disk.force(directory);
            }
            directories.clear();
            DurableFile.replace(file, reached + "\n");
            synced = reached;
        }
    }

    private static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(false);
        } catch (NoSuchFileException e) {
            // A bundle that was pruned meanwhile.
            return;
        }
    }
}
