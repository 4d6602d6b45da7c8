// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.openings;

import java.util.List;

/// What an opening shows.
///
/// @param entry index of the ledger entry that was written before
public record Content(Opening opening, long entry, List<ShownBody> bodies) {
    public Content {
        bodies = List.copyOf(bodies);
    }
}
