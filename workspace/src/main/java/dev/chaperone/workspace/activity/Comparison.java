// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.activity;

import dev.chaperone.ledger.Event;
import dev.chaperone.ledger.Ledger;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Compares stored rows with the ledger's entries that they claim to come from. What comes out is
/// what the ledger says; of a row that differs nothing is passed on but the names of its columns.
final class Comparison {
    private static final Collection<Column> ALL = EnumSet.allOf(Column.class);

    private final Ledger ledger;
    private final Endings endings;
    private final Disagreements disagreements;

    Comparison(Ledger ledger, Endings endings, Disagreements disagreements) {
        this.ledger = ledger;
        this.endings = endings;
        this.disagreements = disagreements;
    }

    /// What the ledger says about stored rows, in their order; nothing about a row that no entry
    /// backs.
    ///
    /// @param end where the tables were when the rows were read: outcomes behind it may be missing
    List<Optional<Interaction>> of(List<ObjectNode> rows, long end) {
        List<Long> named = new ArrayList<>();
        for (ObjectNode row : rows) {
            named.add(index(row, Column.INTENT));
            if (has(row, Column.OUTCOME)) {
                named.add(index(row, Column.OUTCOME));
            }
        }
        Entries entries = Entries.read(ledger, named);
        Map<Long, Endings.Ending> found = endings.of(withoutEnd(rows, entries), end);
        return rows.stream().map(row -> compare(row, entries, found)).toList();
    }

    /// Requests that were sent and whose rows name no outcome that is theirs.
    private static List<Long> withoutEnd(List<ObjectNode> rows, Entries entries) {
        List<Long> without = new ArrayList<>();
        for (ObjectNode row : rows) {
            long index = index(row, Column.INTENT);
            Event.Intent intent = entries.intent(index);
            boolean expected =
                    has(row, Column.OUTCOME)
                            || intent != null && intent.verdict().effect() != Event.Effect.BLOCKED;
            if (intent != null
                    && expected
                    && entries.outcome(index(row, Column.OUTCOME), index) == null) {
                without.add(index);
            }
        }
        return without;
    }

    private Optional<Interaction> compare(
            ObjectNode row, Entries entries, Map<Long, Endings.Ending> found) {
        long index = index(row, Column.INTENT);
        if (entries.isUnreadable(index) || entries.isUnreadable(index(row, Column.OUTCOME))) {
            return unchecked(row);
        }
        Event.Intent intent = entries.intent(index);
        if (intent == null) {
            disagreements.foreign(index);
            return Optional.empty();
        }
        ObjectNode truth = Derivation.row(index, intent);
        long end = index(row, Column.OUTCOME);
        Event.Outcome outcome = entries.outcome(end, index);
        Endings.Ending other = found.get(index);
        if (outcome != null) {
            Derivation.end(truth, end, outcome);
        } else if (other != null) {
            Derivation.end(truth, other.index(), other.outcome());
        }
        List<String> altered = Column.different(ALL, row, truth);
        if (altered.isEmpty()) {
            return Optional.of(InteractionRow.read(truth, Standing.CONFIRMED));
        }
        disagreements.altered(index, altered);
        return Optional.of(InteractionRow.read(truth, new Standing.Altered(altered)));
    }

    private static Optional<Interaction> unchecked(ObjectNode row) {
        try {
            return Optional.of(InteractionRow.read(row, Standing.UNCHECKED));
        } catch (IllegalArgumentException | DateTimeException e) {
            // Not even in the form of a row of ours.
            return Optional.empty();
        }
    }

    private static boolean has(ObjectNode row, Column column) {
        return row.path(column.written()).isNumber();
    }

    /// An index that a row names; -1 when it names none.
    private static long index(ObjectNode row, Column column) {
        JsonNode index = row.path(column.written());
        return index.isNumber() ? index.longValue() : -1;
    }
}
