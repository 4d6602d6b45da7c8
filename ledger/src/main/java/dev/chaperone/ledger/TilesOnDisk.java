// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.ledger;

import dev.chaperone.tlog.Tile;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.MalformedInputException;
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
    private static final Duration LONGEST_END = Duration.ofSeconds(5);

    private final Path file;
    private final Written tiles;
    private final Written bundles;
    private final Set<Path> directories = new LinkedHashSet<>();
    private volatile long synced;

    private TilesOnDisk(Path file, long synced) {
        this.file = file;
        this.synced = synced;
        this.tiles = new Written(synced);
        this.bundles = new Written(synced);
    }

    /// @param entries in the journal
    static TilesOnDisk of(Path ledger, long entries) throws IOException {
        Path file = ledger.resolve(FILE);
        if (!Files.exists(file)) {
            // For whoever verifies the directory: what is missing behind it is in the journal.
            SegmentWriter.createDirectory(DurableFile.directory(file));
            DurableFile.replace(file, "0\n");
        }
        return new TilesOnDisk(file, read(file, entries));
    }

    /// 0 when the file can not be right: then all is made anew, which is slower and nothing worse.
    private static long read(Path file, long entries) throws IOException {
        try {
            long read = Long.parseLong(Files.readString(file).strip());
            return read >= 0 && read <= entries && read % Tile.FULL == 0 ? read : 0;
        } catch (NoSuchFileException | NumberFormatException | MalformedInputException e) {
            return 0;
        }
    }

    /// Entries whose full tiles and bundles are on disk, a multiple of 256.
    long size() {
        return synced;
    }

    /// Notes a full tile.
    ///
    /// @param end entries in the tree up to the file's last
    void wroteTile(Path full, long end) {
        tiles.add(full, end);
    }

    /// Notes a full bundle.
    ///
    /// @param end entries in the tree up to the file's last
    void wroteBundle(Path full, long end) {
        bundles.add(full, end);
    }

    /// What was noted is made anew.
    void forget() {
        tiles.forget(synced);
        bundles.forget(synced);
    }

    /// Brings some of the older ones to the disk.
    void sync() throws IOException {
        sync(AGE, LONGEST_TURN);
    }

    /// Brings all to the disk, or as many as a few seconds allow: a start makes the others anew.
    void syncAll() throws IOException {
        sync(Duration.ZERO, LONGEST_END);
    }

    private void sync(Duration age, Duration longest) throws IOException {
        long until = System.nanoTime() + longest.toNanos();
        boolean more = true;
        while (more && System.nanoTime() < until) {
            Written behind = bundles.reached <= tiles.reached ? bundles : tiles;
            more = behind.syncOldest(age);
        }
        long reached = Math.min(tiles.reached, bundles.reached);
        if (reached > synced) {
            for (Path directory : directories) {
                Disk.force(directory);
            }
            directories.clear();
            DurableFile.replace(file, reached + "\n");
            synced = reached;
        }
    }

    /// @param end entries in the tree up to the file's last
    private record Noted(Path file, long end, long at) {}

    /// Files that were written and not yet synced, in the order of the tree.
    private final class Written {
        private final Deque<Noted> files = new ArrayDeque<>();
        private long reached;

        Written(long reached) {
            this.reached = reached;
        }

        void add(Path full, long end) {
            files.add(new Noted(full, end, System.nanoTime()));
        }

        /// False when there is none of that age.
        boolean syncOldest(Duration age) throws IOException {
            Noted oldest = files.peekFirst();
            if (oldest == null || System.nanoTime() - oldest.at() < age.toNanos()) {
                return false;
            }
            force(oldest.file());
            directories.add(DurableFile.directory(oldest.file()));
            files.removeFirst();
            // Tiles of several levels end with the same entry.
            Noted next = files.peekFirst();
            if (next == null || next.end() > oldest.end()) {
                reached = oldest.end();
            }
            return true;
        }

        void forget(long synced) {
            files.clear();
            reached = synced;
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
