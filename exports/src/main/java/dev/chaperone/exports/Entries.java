// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.exports;

import dev.chaperone.ledger.Event;
import dev.chaperone.ledger.Leaves;
import dev.chaperone.ledger.Ledger;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads a ledger in order for one export, and puts the request to each outcome. For one thread.
final class Entries {
    /// An outcome mostly follows its request closely; others are read from the disk again.
    private static final int REMEMBERED = 256;

    private final Ledger ledger;
    private final String origin;
    private final Map<Long, Event.Intent> requests =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Long, Event.Intent> eldest) {
                    return size() > REMEMBERED;
                }
            };

    Entries(Ledger ledger, String origin) {
        this.ledger = ledger;
        this.origin = origin;
    }

    /// Entries from `from` on, in order; at least one unless the ledger ends there.
    ///
    /// @param limit of their number
    /// @param bytes of their sizes together, unless the first alone is larger
    List<Exported> read(long from, int limit, long bytes) throws IOException {
        List<Exported> entries = new ArrayList<>();
        long size = 0;
        for (byte[] leaf : ledger.read(from, limit)) {
            size += leaf.length;
            if (size > bytes && !entries.isEmpty()) {
                break;
            }
            entries.add(of(from + entries.size(), leaf));
        }
        return entries;
    }

    Exported of(long index, byte[] leaf) throws IOException {
        Event event = event(leaf);
        if (event instanceof Event.Intent intent) {
            requests.put(index, intent);
        }
        Event.Intent request =
                event instanceof Event.Outcome outcome ? request(index, outcome.intent()) : null;
        return new Exported(origin, index, leaf, event, request);
    }

    private Event.@Nullable Intent request(long outcome, long index) throws IOException {
        Event.Intent known = requests.remove(index);
        if (known != null || index < 0 || index >= outcome) {
            return known;
        }
        List<byte[]> found = ledger.read(index, 1);
        return !found.isEmpty() && event(found.getFirst()) instanceof Event.Intent intent
                ? intent
                : null;
    }

    private static @Nullable Event event(byte[] leaf) {
        try {
            return Leaves.read(leaf);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
