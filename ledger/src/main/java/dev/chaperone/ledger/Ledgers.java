// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.ledger;

import java.io.IOException;
import java.nio.file.Path;

/// Where a [Ledger] comes from.
public final class Ledgers {
    private Ledgers() {}

    /// Opens the ledger in a directory, which is created when it is missing, and reads back what is
    /// on disk: entries that were promised are there, an unfinished write at the end is dropped.
    ///
    /// A full disk does not fail the opening: the ledger is [Ledger.State.Full] until there is
    /// room.
    ///
    /// @throws LedgerDamagedException when an entry that was promised can not be read
    /// @throws IOException when the directory can not be used or another process has it; the
    ///   message says what to do
    public static Ledger open(Path directory) throws IOException {
        return Journal.open(directory, JournalLimits.DEFAULT, Disk::new);
    }
}
