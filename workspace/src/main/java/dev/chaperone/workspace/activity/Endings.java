// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.activity;

import dev.chaperone.ledger.Event;
import dev.chaperone.ledger.Leaves;
import dev.chaperone.ledger.Ledger;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/// Finds the outcomes of requests whose rows do not name them, by looking into the ledger behind
/// the intent. Most are near; what the walk of [Reconciliation] finds farther away it remembers.
final class Endings {
    /// How far behind an intent is looked.
    static final int NEAR = 2_048;

    private static final int PIECE = 512;
    private static final int REMEMBERED = 10_000;
    private static final byte[] OF_AN_OUTCOME = "\"intent\":".getBytes(StandardCharsets.UTF_8);

    private final Ledger ledger;

    /// What the ledger says never changes, so it need not be forgotten when tables are.
    private final Map<Long, Long> remembered = new ConcurrentHashMap<>();

    /// Until where nothing was found behind a request, so that no entry is looked at twice.
    private final Map<Long, Long> searched = new ConcurrentHashMap<>();

    Endings(Ledger ledger) {
        this.ledger = ledger;
    }

    /// An outcome and the index of its entry.
    record Ending(long index, Event.Outcome outcome) {}

    /// Remembers where the first outcome of a request is.
    void remember(long intent, long index) {
        if (remembered.size() < REMEMBERED) {
            remembered.putIfAbsent(intent, index);
        }
    }

    /// The outcomes of some requests, as far as they are known or near.
    ///
    /// @param end where the tables are: a row need not know what comes later
    Map<Long, Ending> of(Collection<Long> intents, long end) {
        Map<Long, Ending> found = recall(intents, end);
        NavigableSet<Long> open = new TreeSet<>(intents);
        open.removeAll(found.keySet());
        open.removeIf(intent -> from(intent) >= Math.min(end, intent + 1 + NEAR));
        while (!open.isEmpty()) {
            long first = open.first();
            NavigableSet<Long> neighbours = open.headSet(first + NEAR, true);
            look(new TreeSet<>(neighbours), end, found);
            neighbours.clear();
        }
        return found;
    }

    private long from(long intent) {
        return searched.getOrDefault(intent, intent + 1);
    }

    private Map<Long, Ending> recall(Collection<Long> intents, long end) {
        Map<Long, Long> known = new HashMap<>();
        for (long intent : intents) {
            Long index = remembered.get(intent);
            if (index != null && index < end) {
                known.put(intent, index);
            }
        }
        Map<Long, Ending> found = new HashMap<>();
        Entries entries = Entries.read(ledger, known.values());
        known.forEach((intent, index) -> {
            Event.Outcome outcome = entries.outcome(index, intent);
            if (outcome != null) {
                found.put(intent, new Ending(index, outcome));
            }
        });
        return found;
    }

    /// Goes once through what lies behind some requests that are near to each other.
    private void look(NavigableSet<Long> open, long end, Map<Long, Ending> found) {
        long at = open.stream().mapToLong(this::from).min().orElseThrow();
        long until = Math.min(end, open.last() + 1 + NEAR);
        while (at < until && !open.isEmpty()) {
            List<byte[]> piece = read(at, (int) Math.min(PIECE, until - at));
            if (piece.isEmpty()) {
                return;
            }
            for (byte[] entry : piece) {
                take(at, entry, open, found);
                at++;
            }
        }
        if (searched.size() + open.size() > REMEMBERED) {
            searched.clear();
        }
        open.forEach(intent -> searched.put(intent, until));
    }

    private List<byte[]> read(long from, int limit) {
        try {
            return ledger.read(from, limit);
        } catch (IOException e) {
            return List.of();
        }
    }

    private void take(long index, byte[] entry, NavigableSet<Long> open, Map<Long, Ending> found) {
        if (!contains(entry, OF_AN_OUTCOME)) {
            return;
        }
        try {
            if (Leaves.read(entry) instanceof Event.Outcome outcome
                    && outcome.intent() < index
                    && open.remove(outcome.intent())) {
                found.put(outcome.intent(), new Ending(index, outcome));
                remember(outcome.intent(), index);
            }
        } catch (IllegalArgumentException e) {
            // No outcome that this version knows.
        }
    }

    private static boolean contains(byte[] text, byte[] part) {
        for (int i = 0; i + part.length <= text.length; i++) {
            int same = 0;
            while (same < part.length && text[i + same] == part[same]) {
                same++;
            }
            if (same == part.length) {
                return true;
            }
        }
        return false;
    }
}
