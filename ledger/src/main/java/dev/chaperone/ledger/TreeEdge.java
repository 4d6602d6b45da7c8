// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.ledger;

import dev.chaperone.tlog.Bundle;
import dev.chaperone.tlog.Hash;
import dev.chaperone.tlog.Merkle;
import dev.chaperone.tlog.Proofs;
import dev.chaperone.tlog.Tile;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;

/// The right edge of the tree: the tiles that are not full yet. Hashes of entries go in at the
/// bottom; what becomes full is written out. For one thread.
final class TreeEdge {
    private final TileFiles files;
    private final TilesOnDisk onDisk;
    private final List<Level> levels = new ArrayList<>();
    private long size;

    private TreeEdge(TileFiles files, TilesOnDisk onDisk) {
        this.files = files;
        this.onDisk = onDisk;
        this.size = onDisk.size();
    }

    /// The edge as far as the tiles are on disk: where all of the lowest level are full. What is
    /// not full above them follows from them.
    ///
    /// @throws NoSuchFileException when a tile is missing
    static TreeEdge read(TileFiles files, TilesOnDisk onDisk) throws IOException {
        TreeEdge edge = new TreeEdge(files, onDisk);
        for (int level = 0; level == 0 || edge.size >>> (Tile.HEIGHT * level) > 0; level++) {
            long hashes = edge.size >>> (Tile.HEIGHT * level);
            Level at = edge.level(level);
            at.index = hashes / Tile.FULL;
            at.width = (int) (hashes % Tile.FULL);
            at.tidied = Math.max(0, at.index - 1);
            for (int i = 0; i < at.width; i++) {
                Tile below = new Tile(level - 1, at.index * Tile.FULL + i, Tile.FULL);
                Merkle.root(files.read(below), 0, Tile.FULL).copyTo(at.hashes, i * Hash.BYTES);
            }
        }
        return edge;
    }

    long size() {
        return size;
    }

    /// Adds an entry, and writes the tiles that become full by it.
    ///
    /// @param from its first byte in the array
    /// @param to the byte behind its last one
    void append(byte[] array, int from, int to) throws IOException {
        Level lowest = level(0);
        Merkle.leaf(array, from, to).copyTo(lowest.hashes, lowest.width * Hash.BYTES);
        size++;
        grew(0);
    }

    /// Adds an entry whose hash stands in an array.
    void appendHash(byte[] hashes, int from) throws IOException {
        Level lowest = level(0);
        int end = lowest.width * Hash.BYTES;
        System.arraycopy(hashes, from, lowest.hashes, end, Hash.BYTES);
        size++;
        grew(0);
    }

    /// A hash was added to the level.
    private void grew(int level) throws IOException {
        Level at = level(level);
        at.width++;
        if (at.width == Tile.FULL) {
            Tile full = new Tile(level, at.index, Tile.FULL);
            onDisk.wroteTile(files.write(full.path(), at.hashes, at.hashes.length), size);
            Hash root = Merkle.root(at.hashes, 0, Tile.FULL);
            at.index++;
            at.width = 0;
            at.written = 0;
            Level above = level(level + 1);
            root.copyTo(above.hashes, above.width * Hash.BYTES);
            grew(level + 1);
        }
    }

    /// Writes the tiles that are not full, so that every tree of this size can be read from the
    /// files.
    void writePartials() throws IOException {
        for (int level = 0; level < levels.size(); level++) {
            Level at = levels.get(level);
            if (at.width > at.written) {
                int length = at.width * Hash.BYTES;
                files.write(new Tile(level, at.index, at.width).path(), at.hashes, length);
                at.written = at.width;
            }
        }
    }

    /// Deletes the partial tiles that a wider one has replaced.
    void tidy() throws IOException {
        for (int level = 0; level < levels.size(); level++) {
            Level at = levels.get(level);
            if (at.tidied < at.index) {
                tidy(level, at.tidied, Tile.FULL);
                at.tidied = at.index;
            }
            if (at.width > 0) {
                tidy(level, at.index, at.width);
            }
        }
    }

    private void tidy(int level, long index, int width) throws IOException {
        files.deleteNarrower(new Tile(level, index, Tile.FULL).path(), width);
        if (level == 0) {
            files.deleteNarrower(new Bundle(index, Tile.FULL).path(), width);
        }
    }

    /// The root of the tree of all entries.
    Hash root() throws IOException {
        return new Proofs(this::read).root(size);
    }

    private byte[] read(Tile tile) throws IOException {
        Level at = level(tile.level());
        return tile.index() == at.index && tile.width() <= at.width ? at.hashes : files.read(tile);
    }

    private Level level(int level) {
        while (levels.size() <= level) {
            levels.add(new Level());
        }
        return levels.get(level);
    }

    /// The tile of a level that is being filled.
    private static final class Level {
        private final byte[] hashes = new byte[Tile.FULL * Hash.BYTES];
        private long index;
        private int width;

        /// How wide it was when it was written last.
        private int written;

        /// Of the tiles that became full since the last tidying, only this one had partial ones.
        private long tidied;
    }
}
