// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.verifier;

/// What one thread works with, again and again.
final class Hand {
    final Sha256 sha = new Sha256();
    final Bytes tile = new Bytes();
    final Bytes bundle = new Bytes();
    final BundleReader entries = new BundleReader();
    private final HashList stored = new HashList(TileName.WIDTH);
    private final HashList derived = new HashList(TileName.WIDTH);

    /// Room for the hashes that a tile of leaves has. It is used again for the next one: most tiles
    /// are right, and of those nothing has to be kept.
    HashList stored(TileName leaves) {
        return leaves.isFull() ? stored : new HashList(leaves.width());
    }

    /// Room for the hashes that the entries of such a tile have, as [#stored].
    HashList derived(TileName leaves) {
        return leaves.isFull() ? derived : new HashList(leaves.width());
    }
}
