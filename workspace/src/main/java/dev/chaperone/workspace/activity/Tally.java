// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.activity;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/// How many requests the ledger has, by blocks of entries. Counting the rows beside it is cheap, so
/// a row that is gone is missed long before a walk comes by again.
final class Tally {
    /// Entries of a block: few enough to look through when it differs.
    static final long BLOCK = 65_536;

    private final Map<Long, Integer> requests = new HashMap<>();

    /// The ledger has a request here.
    void add(long intent) {
        requests.merge(intent / BLOCK, 1, Integer::sum);
    }

    /// The blocks of which another number of rows is stored, in order.
    ///
    /// @param rows their numbers by block
    NavigableSet<Long> different(Map<Long, Integer> rows) {
        NavigableSet<Long> blocks = new TreeSet<>(requests.keySet());
        blocks.addAll(rows.keySet());
        blocks.removeIf(
                block -> requests.getOrDefault(block, 0).equals(rows.getOrDefault(block, 0)));
        return blocks;
    }
}
