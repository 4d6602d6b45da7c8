// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.tlog;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;

/// A tree in memory: its leaves, its root after each of them, and the tiles it is served as, made
/// level by level.
final class GrownTree implements Tiles {
    private final LongFunction<byte[]> entries;
    private final List<Hash> leaves = new ArrayList<>();
    private final List<Hash> roots = new ArrayList<>(List.of(Merkle.EMPTY));
    private final Map<Tile, byte[]> full = new HashMap<>();
    private final Frontier frontier = new Frontier();
    private boolean serveFullInPlaceOfPartial;

    GrownTree(LongFunction<byte[]> entries) {
        this.entries = entries;
    }

    /// Entries "leaf 0", "leaf 1", and so on.
    static GrownTree ofLeaves(int size) {
        GrownTree tree = new GrownTree(i -> ("leaf " + i).getBytes(UTF_8));
        tree.growTo(size);
        return tree;
    }

    void growTo(int size) {
        while (leaves.size() < size) {
            Hash leaf = Merkle.leaf(entries.apply(leaves.size()));
            leaves.add(leaf);
            frontier.append(leaf);
            roots.add(frontier.root());
        }
    }

    /// As a server does that cleaned its partial tiles up.
    GrownTree withoutPartialTiles() {
        serveFullInPlaceOfPartial = true;
        return this;
    }

    byte[] entry(long index) {
        return entries.apply(index);
    }

    Hash leaf(long index) {
        return leaves.get((int) index);
    }

    Hash root(long size) {
        return roots.get((int) size);
    }

    @Override
    public byte[] read(Tile tile) throws IOException {
        boolean growsFull = (tile.index() + 1) * Tile.FULL <= hashes(tile.level());
        Tile served = serveFullInPlaceOfPartial && growsFull ? tile.full() : tile;
        return served.isFull() ? full(served) : content(served);
    }

    private byte[] full(Tile tile) {
        byte[] content = full.get(tile);
        if (content == null) {
            content = content(tile);
            full.put(tile, content);
        }
        return content;
    }

    private byte[] content(Tile tile) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (int i = 0; i < tile.width(); i++) {
            content.writeBytes(hash(tile.level(), tile.index() * Tile.FULL + i).bytes());
        }
        return content.toByteArray();
    }

    private Hash hash(int level, long index) {
        if (level == 0) {
            return leaf(index);
        }
        byte[] content = full(new Tile(level - 1, index, Tile.FULL));
        return Merkle.root(content, 0, Tile.FULL);
    }

    private long hashes(int level) {
        return (long) leaves.size() >>> (8 * level);
    }

    /// The root by the definition of RFC 6962, which is slow and plain.
    Hash plainRoot(int from, int to) {
        if (to == from) {
            return Merkle.EMPTY;
        }
        if (to - from == 1) {
            return leaf(from);
        }
        int middle = from + Integer.highestOneBit(to - from - 1);
        return Merkle.node(plainRoot(from, middle), plainRoot(middle, to));
    }
}
