// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.verifier;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// The tiles of a ledger. Where one is gone because the log grew, a wider one of its place, which
/// starts with it, takes its place.
record Tiles(Source source) {
    private static final int MAX_ENTRY = 2 + 65_535;

    /// Reads a tile; gives the one that was read, null when there is none.
    @Nullable TileName read(TileName tile, Bytes into) throws IOException {
        // A second time, because the newest partial tile is replaced while the log grows.
        for (int round = 0; round < 2; round++) {
            for (TileName candidate : candidates(tile)) {
                if (source.read(candidate.path(), limit(candidate), into)) {
                    return candidate;
                }
            }
            if (tile.isFull()) {
                return null;
            }
        }
        return null;
    }

    /// The largest that a tile can be.
    static int limit(TileName tile) {
        return tile.width() * (tile.level() == TileName.ENTRIES ? MAX_ENTRY : Hash.BYTES);
    }

    private List<TileName> candidates(TileName tile) throws IOException {
        if (tile.isFull()) {
            return List.of(tile);
        }
        List<TileName> candidates = new ArrayList<>(List.of(tile));
        for (int width : source.widths(tile)) {
            if (width > tile.width()) {
                candidates.add(tile.ofWidth(width));
            }
        }
        candidates.add(tile.full());
        return candidates;
    }

    /// Whether a narrower tile lies at this place: the log was copied while it grew.
    boolean hasNarrower(TileName tile) {
        try {
            return source.widths(tile).stream().anyMatch(width -> width < tile.width());
        } catch (IOException e) {
            // It is a hint only.
            return false;
        }
    }
}
