// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.tlog;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// Up to 256 entries that are served together (C2SP tlog-tiles).
///
/// @param index which 256 entries
/// @param width how many there are, 256 in a full one
public record Bundle(long index, int width) {
    /// How long an entry can be.
    public static final int LONGEST_ENTRY = 65_535;

    private static final String START = "tile/entries/";

    public Bundle {
        TileNumber.require(index, width);
    }

    /// The bundle as wide as it is in a log of the given size.
    ///
    /// @throws IllegalArgumentException when that log has no such bundle
    public static Bundle at(long index, long size) {
        Tile leaves = Tile.at(0, index, size);
        return new Bundle(leaves.index(), leaves.width());
    }

    /// The bundle that holds an entry, as wide as it is in a log of the given size.
    public static Bundle holding(long entry, long size) {
        return at(entry / Tile.FULL, size);
    }

    /// Strict: takes exactly what [#path] gives.
    public static Bundle parse(String path) throws MalformedException {
        if (!path.startsWith(START)) {
            throw new MalformedException("Not the path of a bundle: " + Fields.shown(path));
        }
        String rest = path.substring(START.length());
        Bundle bundle = new Bundle(TileNumber.index(rest), TileNumber.width(rest));
        if (!bundle.path().equals(path)) {
            throw new MalformedException("Not how a bundle is written: " + Fields.shown(path));
        }
        return bundle;
    }

    public String path() {
        return START + TileNumber.path(index, width);
    }

    public boolean isFull() {
        return width == Tile.FULL;
    }

    /// The same bundle once it is full.
    public Bundle full() {
        return new Bundle(index, Tile.FULL);
    }

    /// The index of its first entry.
    public long start() {
        return index * Tile.FULL;
    }

    /// The index after its last entry when it is full, which decides whether pruning may take it.
    public long end() {
        return (index + 1) * Tile.FULL;
    }

    public static byte[] encode(List<byte[]> entries) {
        int length = 0;
        for (byte[] entry : entries) {
            if (entry.length > LONGEST_ENTRY) {
                throw new IllegalArgumentException("An entry of " + entry.length + " bytes");
            }
            length += Short.BYTES + entry.length;
        }
        ByteBuffer bytes = ByteBuffer.allocate(length);
        for (byte[] entry : entries) {
            bytes.putShort((short) entry.length).put(entry);
        }
        return bytes.array();
    }

    public static List<byte[]> decode(byte[] bytes, int width) throws MalformedException {
        List<byte[]> entries = new ArrayList<>();
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
            if (rest.remaining() < Short.BYTES) {
                throw new MalformedException("A bundle with one byte too many");
            }
            int length = Short.toUnsignedInt(rest.getShort());
            if (length > rest.remaining()) {
                throw new MalformedException(
                        "Entry %d of a bundle has %d bytes, of which %d are there"
                                .formatted(entries.size(), length, rest.remaining()));
            }
            byte[] entry = new byte[length];
            rest.get(entry);
            entries.add(entry);
        }
        if (entries.size() != width) {
            throw new MalformedException(
                    "A bundle of %d entries has %d".formatted(width, entries.size()));
        }
        return entries;
    }
}
