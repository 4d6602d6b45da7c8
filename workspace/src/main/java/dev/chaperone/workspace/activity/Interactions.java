// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.activity;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.vocabulary.ToolId;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.Page;
import dev.chaperone.workspace.RejectedException;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The requests to AI tools, for reading. [Projection] brings them here.
public final class Interactions {
    /// The longest list to choose from; texts of clients may be ever new.
    private static final int CHOICES = 1_000;

    private static final String ANY = "%";

    private final InteractionStore store;

    public Interactions(Database database) {
        this.store = new InteractionStore(database);
    }

    /// Requests, the newest first.
    ///
    /// @param cursor from the page before; null for the first page
    public Page<Interaction> list(Scope scope, Filter filter, @Nullable String cursor, int limit) {
        long before = Page.before(cursor);
        int rows = Page.checkLimit(limit) + 1;
        return Page.of(store.list(scope, filter, before, rows), limit, Interaction::intent);
    }

    public Optional<Interaction> find(Scope scope, String id) {
        return store.find(scope, StoredText.of(id));
    }

    /// The hours in which there were requests, oldest first.
    ///
    /// @param from the first moment
    /// @param to the moment after the last
    public List<Hour> hours(Scope scope, Instant from, Instant to) {
        if (from.isAfter(to)) {
            throw RejectedException.invalid("from is after to.");
        }
        return store.hours(scope, from, to);
    }

    /// The tools that were used, by id.
    public List<ToolId> tools(Scope scope) {
        return values("tool", scope).stream().map(ToolId::new).toList();
    }

    /// The repositories that were named, sorted; the first 1,000.
    public List<String> repositories(Scope scope) {
        return values("repository", scope);
    }

    /// The people who made requests, by id.
    public List<PersonId> people(Scope scope) {
        return store.values("person", scope, ANY, Integer.MAX_VALUE).stream()
                .map(PersonId::new)
                .toList();
    }

    /// How many requests there are.
    public long count(Scope scope) {
        return store.count(scope);
    }

    private List<String> values(String kind, Scope scope) {
        return store.values(kind, scope, ANY, CHOICES);
    }
}
