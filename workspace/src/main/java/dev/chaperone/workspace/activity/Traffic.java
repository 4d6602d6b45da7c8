// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.activity;

import dev.chaperone.policy.Recorded;
import dev.chaperone.policy.Register;
import dev.chaperone.workspace.Database;

import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/// The recorded requests of a time, one by one in the order of the ledger, as policies go by them.
///
/// The rows are as good as the last whole check of [Reconciliation], as all figures are that add up
/// many.
public final class Traffic {
    private final TrafficStore store;

    public Traffic(Database database) {
        this.store = new TrafficStore(database);
    }

    /// Reads all requests of a time; they never lie in memory together. An exception of the reader
    /// ends it.
    ///
    /// @param since the first moment
    /// @param until the moment after the last
    /// @param people everybody by id, as policies go by them
    /// @param number is told first how many will come
    public void read(
            Instant since,
            Instant until,
            Map<String, Register.Member> people,
            LongConsumer number,
            Consumer<Recorded> reader) {
        store.read(since, until, new TrafficRow(people), number, reader);
    }
}
