// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.activity;

import dev.chaperone.ledger.Event;
import dev.chaperone.ledger.Leaves;
import dev.chaperone.ledger.Ledger;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/// Some entries of the ledger, read together: neighbours in one go.
final class Entries {
    /// Reading what lies between costs less than going there again: the ledger knows the place of
    /// every 64th entry.
    private static final long NEAR = 64;

    private static final int LONGEST_RUN = 1_000;

    private final Map<Long, Event> known = new HashMap<>();
    private final NavigableSet<Long> unreadable = new TreeSet<>();

    private Entries() {}

    static Entries read(Ledger ledger, Collection<Long> indices) {
        Entries entries = new Entries();
        long size = ledger.size();
        NavigableSet<Long> wanted = new TreeSet<>(indices);
        wanted.removeIf(index -> index < 0 || index >= size);
        while (!wanted.isEmpty()) {
            long from = wanted.first();
            long to = endOfRun(wanted);
            NavigableSet<Long> run = wanted.headSet(to, true);
            entries.readRun(ledger, from, run);
            run.clear();
        }
        return entries;
    }

    /// The last of the indices that are read together with the first.
    private static long endOfRun(NavigableSet<Long> wanted) {
        long first = wanted.first();
        long last = first;
        for (long index : wanted) {
            if (index - last > NEAR || index - first >= LONGEST_RUN) {
                return last;
            }
            last = index;
        }
        return last;
    }

    private void readRun(Ledger ledger, long from, NavigableSet<Long> run) {
        List<byte[]> read = read(ledger, from, (int) (run.last() - from + 1));
        for (long index : run) {
            long at = index - from;
            if (at < read.size()) {
                take(index, read.get((int) at));
            } else {
                // Something among its neighbours is damaged, or they are very large.
                List<byte[]> alone = read(ledger, index, 1);
                if (alone.isEmpty()) {
                    unreadable.add(index);
                } else {
                    take(index, alone.getFirst());
                }
            }
        }
    }

    private static List<byte[]> read(Ledger ledger, long from, int limit) {
        try {
            return ledger.read(from, limit);
        } catch (IOException e) {
            return List.of();
        }
    }

    private void take(long index, byte[] entry) {
        try {
            known.put(index, Leaves.read(entry));
        } catch (IllegalArgumentException e) {
            // Of a newer version, or none of ours: no row comes from it.
        }
    }

    /// Whether the ledger has this entry but can not show it.
    boolean isUnreadable(long index) {
        return unreadable.contains(index);
    }

    /// What stands at an index; null when nothing does, or nothing that can be read.
    @Nullable Event event(long index) {
        return known.get(index);
    }

    /// The intent at an index; null when something else is there, or nothing.
    Event.@Nullable Intent intent(long index) {
        return known.get(index) instanceof Event.Intent intent ? intent : null;
    }

    /// The outcome of a request at an index; null when something else is there, or nothing.
    Event.@Nullable Outcome outcome(long index, long intent) {
        return index > intent
                        && known.get(index) instanceof Event.Outcome outcome
                        && outcome.intent() == intent
                ? outcome
                : null;
    }
}
