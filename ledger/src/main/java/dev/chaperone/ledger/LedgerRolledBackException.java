// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.ledger;

import dev.chaperone.tlog.Checkpoint;

import java.io.IOException;

/// The ledger does not hold what was signed before: entries are missing or were changed. Going on
/// would sign a second history.
public final class LedgerRolledBackException extends IOException {
    private static final long serialVersionUID = 1L;

    private LedgerRolledBackException(String message) {
        super(message);
    }

    static LedgerRolledBackException missing(long size, Checkpoint signed, String where) {
        return new LedgerRolledBackException(
                ("The ledger holds %d entries, but %s states that there are %d: entries are missing."
                                + " Nothing was changed. Restore the newest backup of the ledger's"
                                + " directory; if there is none, keep this directory as evidence,"
                                + " move it and the ledger's keys away, and begin a new ledger")
                        .formatted(size, where, signed.size()));
    }

    static LedgerRolledBackException changed(Checkpoint signed, String where) {
        return new LedgerRolledBackException(
                ("The ledger's first %d entries are not the ones that %s states: something was changed."
                                + " Nothing was written. 'chaperone ledger fsck' names the entry."
                                + " If it names only files of 'tile', move that directory away: the"
                                + " next start makes it again from the journal, and accepts it only"
                                + " when it gives the root that was signed. Otherwise restore the"
                                + " ledger's directory from a backup")
                        .formatted(signed.size(), where));
    }
}
