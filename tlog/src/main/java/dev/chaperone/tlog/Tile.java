// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.tlog;

import java.util.ArrayList;
import java.util.List;

/// A piece of a Merkle tree: up to 256 hashes of one level, eight levels apart from the next (C2SP
/// tlog-tiles).
///
/// @param level 0 for the hashes of leaves
/// @param index which 256 of the level
/// @param width how many hashes there are, 256 in a full one
public record Tile(int level, long index, int width) {
    /// The width of a full tile.
    public static final int FULL = 256;

    /// How many levels of the tree a tile spans.
    public static final int HEIGHT = 8;

    private static final int LEVELS = 64;
    private static final String START = "tile/";

    public Tile {
        if (level < 0 || level >= LEVELS) {
            throw new IllegalArgumentException("There is no level " + level);
        }
        TileNumber.require(index, width);
    }

    /// The tile as wide as it is in a tree of the given size.
    ///
    /// @throws IllegalArgumentException when that tree has no such tile
    public static Tile at(int level, long index, long size) {
        long width = Math.min(hashes(level, size) - index * FULL, FULL);
        if (width < 1) {
            throw new IllegalArgumentException(
                    "A tree of %d leaves has no tile %d at level %d".formatted(size, index, level));
        }
        return new Tile(level, index, (int) width);
    }

    /// The tiles that a tree needs after growing and did not need before, full and partial ones,
    /// from the lowest level on.
    public static List<Tile> grown(long from, long to) {
        List<Tile> tiles = new ArrayList<>();
        for (int level = 0; hashes(level, to) > 0; level++) {
            long before = hashes(level, from);
            long after = hashes(level, to);
            if (after > before) {
                for (long index = before / FULL; index * FULL < after; index++) {
                    tiles.add(at(level, index, to));
                }
            }
        }
        return tiles;
    }

    /// How many hashes a level has in a tree of the given size.
    private static long hashes(int level, long size) {
        int shift = level * HEIGHT;
        return shift >= Long.SIZE ? 0 : size >>> shift;
    }

    /// Strict: takes exactly what [#path] gives.
    public static Tile parse(String path) throws MalformedException {
        int slash = path.indexOf('/', START.length());
        if (!path.startsWith(START) || slash < 0) {
            throw new MalformedException("Not the path of a tile: " + Fields.shown(path));
        }
        long level = Fields.number(path.substring(START.length(), slash));
        if (level < 0 || level >= LEVELS) {
            throw new MalformedException("There is no such level: " + Fields.shown(path));
        }
        String rest = path.substring(slash + 1);
        Tile tile = new Tile((int) level, TileNumber.index(rest), TileNumber.width(rest));
        if (!tile.path().equals(path)) {
            throw new MalformedException("Not how a tile is written: " + Fields.shown(path));
        }
        return tile;
    }

    public String path() {
        return START + level + '/' + TileNumber.path(index, width);
    }

    public boolean isFull() {
        return width == FULL;
    }

    /// The same tile once it is full.
    public Tile full() {
        return new Tile(level, index, FULL);
    }

    /// How many bytes its hashes are.
    public int bytes() {
        return width * Hash.BYTES;
    }

    /// The index after the last leaf under this tile when it is full, which decides whether pruning
    /// may take it; unsigned, and 2^64 - 1 when there is no such number.
    public long end() {
        int shift = (level + 1) * HEIGHT;
        long next = index + 1;
        boolean fits = shift < Long.SIZE && (next << shift) >>> shift == next;
        return fits ? next << shift : -1;
    }
}
