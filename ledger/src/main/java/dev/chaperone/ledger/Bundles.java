// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.ledger;

import dev.chaperone.tlog.Bundle;
import dev.chaperone.tlog.Tile;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/// Writes entry bundles: the entries of the journal once more, in the files that outsiders read.
/// For one thread.
///
/// Under a load that no company of people makes they would take the disk away from the journal.
/// Then the tree goes on without them, and they are written when it is quiet.
final class Bundles {
    private final Journal journal;
    private final TileFiles files;
    private final TilesOnDisk onDisk;

    /// Entries whose full bundles are written, a multiple of 256.
    private long written;

    /// How far the bundle that is not full was written last.
    private long partlyWritten;

    Bundles(Journal journal, TileFiles files, TilesOnDisk onDisk) {
        this.journal = journal;
        this.files = files;
        this.onDisk = onDisk;
        this.written = onDisk.size();
    }

    /// Writes what a tree of this size has, as far as the time allows; the bundle that is not full
    /// comes last.
    void write(long size, Duration longest) throws IOException {
        long until = System.nanoTime() + longest.toNanos();
        while (written + Tile.FULL <= size && System.nanoTime() < until) {
            Bundle next = new Bundle(written / Tile.FULL, Tile.FULL);
            onDisk.wroteBundle(write(next), next.end());
            written = next.end();
        }
        if (written + Tile.FULL > size && size > Math.max(written, partlyWritten)) {
            var _ = write(Bundle.at(written / Tile.FULL, size));
            partlyWritten = size;
        }
    }

    private Path write(Bundle bundle) throws IOException {
        byte[] content = Bundle.encode(journal.readAll(bundle.start(), bundle.width()));
        return files.write(bundle.path(), content, content.length);
    }
}
