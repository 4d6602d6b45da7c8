// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.ledger;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// The record that nobody changes: entries get dense indices from 0 and are never altered.
///
/// Safe for use by many threads. Readers never see an entry before it is on disk.
public interface Ledger extends Closeable {
    /// The largest entry, a limit of the log format (C2SP tlog-tiles entry bundles).
    int MAX_ENTRY_BYTES = 65_535;

    /// Appends an entry. The future completes with its index once its bytes are on disk, on one of
    /// the ledger's own threads: hop away before doing work there. The array is the ledger's until
    /// then.
    ///
    /// It completes exceptionally, within a bounded time even when the disk hangs, with
    /// [LedgerUnavailableException] when the entry was not promised; with
    /// [IllegalArgumentException] when the entry is empty or too large. An entry refused because a
    /// write failed or hung may nevertheless be found on disk later; one refused for any other
    /// reason never is.
    CompletableFuture<Long> append(byte[] entry);

    /// As [#append(byte\[\])], but nobody waits for it: it goes to disk with the next batch, at the
    /// latest 10 ms later.
    CompletableFuture<Long> appendSoon(byte[] entry);

    /// How many entries were ever written and are on disk: one more than the last one's index.
    long size();

    /// Index of the oldest entry that is kept; those before were pruned.
    default long first() {
        return 0;
    }

    /// Entries from `from` on, in order, at most `limit`; fewer at the end and when they are large
    /// (16 MiB); none only at the end.
    ///
    /// @throws LedgerDamagedException when an entry is not what was written
    /// @throws PrunedException when `from` is before [#first]
    List<byte[]> read(long from, int limit) throws IOException;

    /// Whether the ledger takes entries now.
    State state();

    /// Writes what waits, then closes the files. Later appends are refused.
    @Override
    void close() throws IOException;

    /// Whether the ledger takes entries, and if not, why.
    sealed interface State {
        /// Entries are taken.
        record Writing() implements State {}

        /// Nothing can be promised: there is no space, or the disk does not answer. The ledger
        /// looks again by itself and goes on when it can.
        record Full(String reason) implements State {}

        /// A write or a sync failed, so what the disk holds is unknown: only a restart, which reads
        /// the files again, can tell.
        record Poisoned(String reason) implements State {}

        /// Closed by its owner.
        record Closed() implements State {}
    }
}
