// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.ledger;

import java.io.IOException;
import java.nio.file.Path;

/// Entries that were on disk can no longer be read. Nothing is repaired by guessing: a person has
/// to decide.
public final class LedgerDamagedException extends IOException {
    private static final long serialVersionUID = 1L;

    LedgerDamagedException(Path file, long offset, String what) {
        super(
                "The ledger is damaged: %s, offset %d: %s. Nothing was changed. Restore this file from a backup; or keep the whole directory as evidence, move it away, and start with an empty one"
                        .formatted(file, offset, what));
    }
}
