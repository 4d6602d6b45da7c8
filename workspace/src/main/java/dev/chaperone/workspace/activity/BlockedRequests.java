// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.activity;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Database;

import java.util.List;
import java.util.Set;

/// Requests that were refused to known people, for those who follow them as they are recorded.
public final class BlockedRequests {
    private final BlockedRequestStore store;

    public BlockedRequests(Database database) {
        this.store = new BlockedRequestStore(database);
    }

    /// The next ones, in the order of the ledger.
    ///
    /// @param seen index of the last entry that is known already
    /// @param without rules that do not count
    public List<BlockedRequest> after(long seen, Set<String> without, int limit) {
        return store.after(seen, without, limit);
    }

    /// The last ones of somebody, the newest first.
    ///
    /// @param upTo index of the last entry that counts
    /// @param without rules that do not count
    public List<BlockedRequest> of(PersonId person, long upTo, Set<String> without, int limit) {
        return store.of(person, upTo, without, limit);
    }
}
