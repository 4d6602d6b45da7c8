// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.activity;

import dev.chaperone.ledger.Event;
import dev.chaperone.ledger.Ledger;
import dev.chaperone.ledger.LedgerDamagedException;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;

/// One walk through the ledger from its beginning, with the tables at its side: what each entry
/// makes of the tables is derived again and compared with what they hold.
///
/// A step is small. What a step read is thrown away when the tables were emptied meanwhile.
final class Walk {
    private static final int LARGEST_STEP = 1_000;
    private static final int KNOWN_CHOICES = 10_000;
    private static final int CHOICES = 500;
    private static final int OUTSIDE = 1_000;

    private final Ledger ledger;
    private final ReconciliationStore store;
    private final LookStore looks;
    private final Disagreements disagreements;
    private final Endings endings;

    /// Whether the tables are still those that this walk began with.
    private final BooleanSupplier same;

    private final Tally tally = new Tally();
    private final Map<Instant, Batch.Span> hours = new HashMap<>();
    private final Set<Facet> known = new HashSet<>();
    private Facet choice = new Facet("", "", "");
    private boolean choicesDone;
    private int limit = LARGEST_STEP;
    private long position;
    private long unreadable;

    Walk(
            Ledger ledger,
            ReconciliationStore store,
            LookStore looks,
            Disagreements disagreements,
            Endings endings,
            BooleanSupplier same) {
        this.ledger = ledger;
        this.store = store;
        this.looks = looks;
        this.disagreements = disagreements;
        this.endings = endings;
        this.same = same;
    }

    /// How many entries were compared.
    long position() {
        return position;
    }

    /// How many of them could not be read.
    long unreadable() {
        return unreadable;
    }

    /// Compares the next entries.
    ///
    /// @param end where the tables are
    void step(long end) throws IOException {
        List<byte[]> entries;
        position = Math.max(position, ledger.first());
        try {
            entries = ledger.read(position, (int) Math.min(limit, end - position));
        } catch (LedgerDamagedException e) {
            passOver();
            return;
        }
        if (entries.isEmpty()) {
            passOver();
            return;
        }
        Batch batch = new Batch(position, entries);
        Set<Long> ended = new TreeSet<>();
        batch.outcomes().forEach(outcome -> ended.add(index(outcome, Column.INTENT)));
        Map<Long, ObjectNode> rows = store.rows(batch.from(), batch.next());
        Map<Long, ObjectNode> earlier = store.rows(ended);
        List<Facet> missing = store.missing(unknown(batch.facets()));
        Set<LookStore.Row> told = looks.between(batch.from(), batch.next());
        if (same.getAsBoolean()) {
            compareRows(batch, rows);
            compareEnds(batch, earlier);
            missing.forEach(disagreements::choice);
            compareLooks(batch, told);
            batch.hours().forEach((hour, span) -> hours.merge(hour, span, Walk::both));
            batch.interactions().forEach(row -> tally.add(index(row, Column.INTENT)));
            position = batch.next();
            limit = Math.min(LARGEST_STEP, 2 * limit);
        }
    }

    /// Counts the rows of what was compared, and looks again where there are not as many as the
    /// ledger has requests.
    ///
    /// @return whether there was such a place
    boolean count() throws IOException {
        NavigableSet<Long> blocks =
                tally.different(store.counts(ledger.first(), position, Tally.BLOCK));
        if (!same.getAsBoolean()) {
            return false;
        }
        for (long block : blocks) {
            long from = Math.max(block * Tally.BLOCK, ledger.first());
            lookAgain(from, Math.min((block + 1) * Tally.BLOCK, position));
        }
        return !blocks.isEmpty();
    }

    private void lookAgain(long from, long to) throws IOException {
        for (long at = from; at < to; ) {
            List<byte[]> entries;
            try {
                entries = ledger.read(at, (int) Math.min(LARGEST_STEP, to - at));
            } catch (LedgerDamagedException e) {
                return; // the whole walk goes around it
            }
            if (entries.isEmpty()) {
                return;
            }
            Batch batch = new Batch(at, entries);
            Set<Long> rows = new HashSet<>(store.rows(batch.from(), batch.next()).keySet());
            if (!same.getAsBoolean()) {
                return;
            }
            for (ObjectNode request : batch.interactions()) {
                long intent = index(request, Column.INTENT);
                if (!rows.remove(intent)) {
                    disagreements.missing(intent);
                }
            }
            rows.forEach(disagreements::foreign);
            at = batch.next();
        }
    }

    /// Ever fewer entries, until the one that can not be read is alone.
    private void passOver() {
        if (limit > 1) {
            limit /= 2;
        } else {
            unreadable++;
            position++;
        }
    }

    private List<Facet> unknown(Set<Facet> facets) {
        if (known.size() > KNOWN_CHOICES) {
            known.clear();
        }
        return facets.stream().filter(known::add).toList();
    }

    private static Batch.Span both(Batch.Span one, Batch.Span other) {
        return new Batch.Span(
                Math.min(one.first(), other.first()), Math.max(one.last(), other.last()));
    }

    private void compareRows(Batch batch, Map<Long, ObjectNode> rows) {
        Entries later = laterEnds(batch, rows);
        Map<Long, ObjectNode> left = new HashMap<>(rows);
        for (ObjectNode truth : batch.interactions()) {
            long intent = index(truth, Column.INTENT);
            ObjectNode row = left.remove(intent);
            if (row == null) {
                disagreements.missing(intent);
                continue;
            }
            long end = index(row, Column.OUTCOME);
            Set<Column> columns = EnumSet.allOf(Column.class);
            if (end >= batch.next() && later.isUnreadable(end)) {
                columns.removeAll(Column.OF_THE_END);
                // The answer's, when nothing is kept of the prompt.
                columns.remove(Column.CAPTURE_RETENTION);
            } else if (end >= batch.next() && index(truth, Column.OUTCOME) < 0) {
                Event.Outcome outcome = later.outcome(end, intent);
                if (outcome != null) {
                    Derivation.end(truth, end, outcome);
                }
            }
            differ(intent, Column.different(columns, row, truth));
        }
        left.keySet().forEach(disagreements::foreign);
    }

    /// The outcomes behind this step that its rows name. Whether each is the first of its request
    /// comes out when the walk is there.
    private Entries laterEnds(Batch batch, Map<Long, ObjectNode> rows) {
        List<Long> later = new ArrayList<>();
        for (ObjectNode row : rows.values()) {
            long end = index(row, Column.OUTCOME);
            if (end >= batch.next()) {
                later.add(end);
            }
        }
        return Entries.read(ledger, later);
    }

    private void compareEnds(Batch batch, Map<Long, ObjectNode> rows) {
        for (ObjectNode truth : batch.outcomes()) {
            long intent = index(truth, Column.INTENT);
            long end = index(truth, Column.OUTCOME);
            ObjectNode row = rows.get(intent);
            long named = row == null ? -1 : index(row, Column.OUTCOME);
            // One that came before was compared when the walk was there, and of several it counts.
            if (row != null && (named < 0 || named >= end)) {
                List<String> different = Column.different(Column.OF_THE_END, row, truth);
                if (!different.isEmpty()) {
                    endings.remember(intent, end);
                }
                differ(intent, different);
            }
        }
    }

    /// That somebody was looked at is not to be hidden from them.
    private void compareLooks(Batch batch, Set<LookStore.Row> told) {
        Set<LookStore.Row> left = new HashSet<>(told);
        for (LookStore.Row look : batch.looks()) {
            if (!left.remove(look)) {
                disagreements.look(look);
            }
        }
        left.forEach(disagreements::look);
    }

    private void differ(long intent, List<String> columns) {
        if (!columns.isEmpty()) {
            disagreements.altered(intent, columns);
        }
    }

    /// Compares what no single entry makes: true when there is nothing left to do.
    boolean conclude() {
        if (!choicesDone) {
            choicesDone = concludeChoices();
            return false;
        }
        for (long intent : store.outside(ledger.size(), OUTSIDE)) {
            // The ledger may have grown meanwhile, and the table with it.
            if (intent < 0 || intent >= ledger.size()) {
                disagreements.foreign(intent);
            }
        }
        concludeHours();
        return true;
    }

    private boolean concludeChoices() {
        List<ReconciliationStore.Choice> choices = store.choices(choice, CHOICES);
        if (same.getAsBoolean()) {
            for (ReconciliationStore.Choice one : choices) {
                if (!one.backed()) {
                    disagreements.choice(one.facet());
                }
                choice = one.facet();
            }
        }
        return choices.size() < CHOICES;
    }

    private void concludeHours() {
        Map<Instant, Batch.Span> stored = store.hours();
        // An hour with an entry that can not be read any more is rightly wider than what is left.
        if (!same.getAsBoolean() || unreadable > 0) {
            return;
        }
        hours.forEach((hour, span) -> {
            Batch.Span there = stored.get(hour);
            if (there == null
                    || there.first() != span.first()
                    || there.last() < span.last()
                    || there.last() > span.last() && there.last() < position) {
                disagreements.hour(hour.toString());
            }
        });
        stored.forEach((hour, span) -> {
            if (!hours.containsKey(hour) && span.first() < position) {
                disagreements.hour(hour.toString());
            }
        });
    }

    /// An index that a row names; -1 when it names none.
    private static long index(ObjectNode row, Column column) {
        JsonNode index = row.path(column.written());
        return index.isNumber() ? index.longValue() : -1;
    }
}
