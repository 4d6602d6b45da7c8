// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.retention;

import dev.chaperone.ledger.Event;
import dev.chaperone.ledger.Leaves;
import dev.chaperone.ledger.Ledger;
import dev.chaperone.ledger.TransparencyLog;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.Journal;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/// Lets go the entries of the ledger whose time is over. Their hashes stay in the tree: it still
/// verifies, and how many went is known. Each time is recorded before it happens.
public final class Retention {
    /// Auditors look back a year at least.
    public static final Duration SHORTEST = Duration.ofDays(400);

    private final TransparencyLog log;
    private final Journal journal;
    private final Clock clock;
    private final @Nullable Duration keep;

    /// @param keep how long an entry is kept; null for ever
    public Retention(TransparencyLog log, Journal journal, Clock clock, @Nullable Duration keep) {
        if (keep != null && keep.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException(
                    "Entries are kept for at least " + SHORTEST.toDays() + " days");
        }
        this.log = log;
        this.journal = journal;
        this.clock = clock;
        this.keep = keep;
    }

    /// Removes what is older; nothing when nothing is, or when the tree does not cover it yet.
    ///
    /// @return how many entries went
    public long prune() throws IOException {
        if (keep == null) {
            return 0;
        }
        Instant before = clock.instant().minus(keep);
        long from = log.minimum();
        long to = Math.min(firstSince(before), log.standing().onDisk());
        if (to <= from) {
            return 0;
        }
        journal.record(
                Actor.SYSTEM,
                "ledger.pruned",
                log.origin(),
                Map.of(
                        "from", Long.toString(from),
                        "to", Long.toString(to),
                        "count", Long.toString(to - from),
                        "before", before.toString(),
                        "checkpoint", Long.toString(log.standing().size())));
        return log.prune(to) - from;
    }

    /// Index of the first whole bundle that holds an entry of this time or later. Entries stand in
    /// the order they were written in, which is nearly the order of time.
    private long firstSince(Instant time) throws IOException {
        Ledger ledger = log.ledger();
        long low = Math.max(ledger.first(), log.minimum()) / TransparencyLog.BUNDLE;
        long high = ledger.size() / TransparencyLog.BUNDLE;
        while (low < high) {
            long middle = (low + high) >>> 1;
            long last = (middle + 1) * TransparencyLog.BUNDLE - 1;
            if (at(ledger, last).isBefore(time)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low * TransparencyLog.BUNDLE;
    }

    /// What can not be read is not old.
    private static Instant at(Ledger ledger, long index) throws IOException {
        try {
            Event event = Leaves.read(ledger.read(index, 1).getFirst());
            return event.at();
        } catch (IllegalArgumentException e) {
            return Instant.MAX;
        }
    }
}
