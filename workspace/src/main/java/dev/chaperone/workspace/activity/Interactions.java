// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.activity;

import dev.chaperone.ledger.Event;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.vocabulary.ToolId;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.Page;
import dev.chaperone.workspace.RejectedException;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.node.ObjectNode;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// The requests to AI tools, for reading. [Projection] brings them here.
public final class Interactions {
    /// The longest list to choose from; texts of clients may be ever new.
    private static final int CHOICES = 1_000;

    /// So many rows that are gone are told by the id of their request.
    private static final int MISSING = 1_000;

    private static final String ANY = "%";

    private final InteractionStore store;
    private final OwnUseStore ownUse;
    private final Projection projection;
    private final Reconciliation reconciliation;
    private final Comparison comparison;

    /// @param reconciliation which also learns of every row that was found changed here
    public Interactions(Database database, Projection projection, Reconciliation reconciliation) {
        this.store = new InteractionStore(database);
        this.ownUse = new OwnUseStore(database);
        this.projection = projection;
        this.reconciliation = reconciliation;
        this.comparison = reconciliation.comparison();
    }

    /// Requests, the newest first, each compared with the ledger.
    ///
    /// @param cursor from the page before; null for the first page
    public Listing list(Scope scope, Filter filter, @Nullable String cursor, int limit) {
        long before = Page.before(cursor);
        int rows = Page.checkLimit(limit) + 1;
        Found found = read(() -> store.list(scope, filter, before, rows));
        Page<ObjectNode> page =
                Page.of(found.rows(), limit, row -> row.path(Column.INTENT.written()).longValue());
        List<Interaction> items = compare(scope, page.items(), found.end());
        return new Listing(items, page.next(), page.items().size() - items.size());
    }

    /// A request, compared with the ledger.
    ///
    /// @throws RejectedException when the database has such a request and the ledger has not, or
    ///   the other way round
    public Optional<Interaction> find(Scope scope, String id) {
        Found found = read(() -> store.find(scope, StoredText.of(id)));
        Optional<Interaction> first =
                compare(scope, found.rows(), found.end()).stream().findFirst();
        if (first.isEmpty() && !found.rows().isEmpty() && scope instanceof Scope.Everybody) {
            throw RejectedException.conflict(
                    "The database has a request with this id, but no entry of the ledger backs it:"
                            + " somebody wrote it there. Nothing of it is shown.");
        }
        if (first.isEmpty()) {
            refuseMissing(scope, id);
        }
        return first;
    }

    /// Says that the ledger has this request, when its row is known to be gone.
    private void refuseMissing(Scope scope, String id) {
        List<Long> missing = reconciliation.missing().stream().limit(MISSING).toList();
        Entries entries = reconciliation.entries(missing);
        for (long index : missing) {
            Event.Intent intent = entries.intent(index);
            if (intent != null && intent.id().equals(id) && isIn(scope, intent.caller())) {
                throw RejectedException.conflict(
                        "The ledger holds this request as entry "
                                + index
                                + ", but its row in the database is gone: somebody deleted it."
                                + " Making the rows anew brings it back.");
            }
        }
    }

    /// Stored rows.
    ///
    /// @param end where the tables were when they were read
    private record Found(List<ObjectNode> rows, long end) {}

    private Found read(Supplier<List<ObjectNode>> query) {
        Projection.Reach before = projection.reach();
        List<ObjectNode> rows = query.get();
        // Emptied in between: nothing is known about what the rows must hold.
        boolean same = projection.reach().filling() == before.filling();
        return new Found(rows, same ? before.position() : 0);
    }

    private List<Interaction> compare(Scope scope, List<ObjectNode> rows, long end) {
        return comparison.of(rows, end).stream()
                .flatMap(Optional::stream)
                .filter(it -> isIn(scope, it.caller()))
                .toList();
    }

    /// Whether the reader may see it by what the ledger says, whatever the row said.
    private static boolean isIn(Scope scope, Event.@Nullable Caller caller) {
        return switch (scope) {
            case Scope.Everybody() -> true;
            case Scope.Only(var person) -> caller != null && caller.person().equals(person);
        };
    }

    /// What was sent to models since then, for each person, tool and model.
    public List<Used> used(Instant since) {
        return store.used(since);
    }

    /// How much is recorded about one person, for them.
    ///
    /// @param since begin of the time that counts as lately
    public OwnUse ownUse(PersonId person, Instant since) {
        return ownUse.of(person, since);
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

    /// How often each detector fired since then; without those that did not.
    public List<Hits> hits(Scope scope, Instant since) {
        return store.hits(scope, since);
    }

    /// How often one detector fired since then; nothing when it did not.
    public Optional<Hits> hits(Scope scope, String detector, Instant since) {
        return store.hits(scope, detector, since);
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
