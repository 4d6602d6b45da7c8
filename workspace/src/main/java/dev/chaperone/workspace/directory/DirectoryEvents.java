// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.directory;

import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.Page;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/// What the directory wanted, newest first: refusals too, so that whoever sets it up sees why.
/// Lookups change nothing and are not kept.
public final class DirectoryEvents {
    private final DirectoryEventStore store;

    public DirectoryEvents(Database database) {
        this.store = new DirectoryEventStore(database);
    }

    public void note(DirectoryEvent event) {
        store.insert(event);
    }

    /// Events, the newest first.
    ///
    /// @param cursor from the page before; null for the first page
    public Page<DirectoryEvent> list(@Nullable String cursor, int limit) {
        return store.list(Page.before(cursor), Page.checkLimit(limit));
    }

    /// The last one; empty when the directory has never wanted anything.
    public Optional<DirectoryEvent> last() {
        return store.list(Long.MAX_VALUE, 1).items().stream().findFirst();
    }
}
