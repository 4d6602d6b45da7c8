// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.tlog;

import java.io.IOException;

/// Where proofs get the hashes of a tree from.
@FunctionalInterface
public interface Tiles {
    /// The content of a tile: at least as many hashes as the tile is wide. More of them are fine,
    /// because a tile only ever grows: a wider partial one or the full one can take the place of
    /// one that was cleaned up.
    byte[] read(Tile tile) throws IOException;
}
