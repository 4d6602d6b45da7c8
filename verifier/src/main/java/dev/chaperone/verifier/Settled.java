// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.verifier;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// What is known of level 0 beyond its files: the true hashes where a tile is damaged, and the
/// tiles of which nothing could be proved.
final class Settled {
    // 8 KiB each
    private static final int MAX_KEPT = 4096;

    private final Map<Long, HashList> hashes = new ConcurrentHashMap<>();
    private final Map<Long, Boolean> bundlesInDoubt = new ConcurrentHashMap<>();

    /// @param list the true hashes; with none that are known when nothing is proved
    void put(long index, HashList list) {
        if (hashes.size() < MAX_KEPT) {
            hashes.put(index, list);
        }
    }

    @Nullable HashList of(long index) {
        return hashes.get(index);
    }

    void doubtBundle(long index) {
        if (bundlesInDoubt.size() < MAX_KEPT) {
            bundlesInDoubt.put(index, true);
        }
    }

    boolean trustsBundle(long index) {
        return bundlesInDoubt.size() < MAX_KEPT && !bundlesInDoubt.containsKey(index);
    }
}
