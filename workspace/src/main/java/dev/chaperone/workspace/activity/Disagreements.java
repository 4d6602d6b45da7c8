// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.activity;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/// Where the tables were found to disagree with the ledger: by the walk of [Reconciliation] and by
/// everybody who read a row. A disagreement is forgotten when a whole later walk did not find it.
final class Disagreements {
    /// More are counted but not told apart.
    private static final int MOST = 10_000;

    private static final int EXAMPLES = 10;
    private static final Logger LOG = LoggerFactory.getLogger(Disagreements.class);

    private final Map<Place, Integer> found = new HashMap<>(); // by the walk that saw it last
    private int walk = 1;

    /// What kind of disagreement it is.
    enum Kind {
        /// An entry has no row.
        MISSING,
        /// A row has no entry.
        FOREIGN,
        /// Row and entry differ.
        ALTERED,
        /// A value to choose from is missing or comes from nowhere.
        CHOICE,
        /// Who was looked at is missing or comes from nowhere.
        LOOK,
        /// The list's pieces by the hour are wrong.
        HOUR;

        /// The spelling in the ledger and in the API.
        String written() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// A place in the tables. It is never logged: a choice is a text of clients.
    private record Place(Kind kind, String key) {}

    void missing(long intent) {
        if (note(Kind.MISSING, Long.toString(intent))) {
            LOG.warn("Entry {} of the ledger has no row in the table of requests", intent);
        }
    }

    void foreign(long intent) {
        if (note(Kind.FOREIGN, Long.toString(intent))) {
            LOG.warn(
                    "Row {} of the table of requests comes from no entry of the ledger; it is not"
                            + " shown",
                    intent);
        }
    }

    void altered(long intent, List<String> columns) {
        if (note(Kind.ALTERED, Long.toString(intent))) {
            LOG.warn(
                    "Row {} of the table of requests was changed in the database: {}",
                    intent,
                    columns);
        }
    }

    void choice(Facet facet) {
        note(Kind.CHOICE, facet.kind() + '\0' + facet.person() + '\0' + facet.value());
    }

    void look(LookStore.Row look) {
        note(Kind.LOOK, look.person() + ' ' + look.entry());
    }

    void hour(String hour) {
        note(Kind.HOUR, hour);
    }

    /// Whether it is new.
    private synchronized boolean note(Kind kind, String key) {
        Place place = new Place(kind, key);
        if (found.size() >= MOST && !found.containsKey(place)) {
            return false;
        }
        return found.put(place, walk) == null;
    }

    /// A walk begins.
    synchronized void begin() {
        walk++;
    }

    /// The walk has seen everything: what neither it nor a reader saw since it began is over.
    synchronized void end() {
        int now = walk;
        found.values().removeIf(seen -> seen < now);
    }

    /// The tables are made anew.
    synchronized void forget() {
        found.clear();
    }

    /// How many of each kind.
    synchronized Map<Kind, Integer> counts() {
        Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
        found.keySet().forEach(place -> counts.merge(place.kind(), 1, Integer::sum));
        return counts;
    }

    /// The requests without a row, the newest first, by the index of their intent.
    synchronized List<Long> missing() {
        return found.keySet().stream()
                .filter(place -> place.kind() == Kind.MISSING)
                .map(place -> Long.valueOf(place.key()))
                .sorted(Comparator.reverseOrder())
                .toList();
    }

    /// Whether there are so many that not all were counted.
    synchronized boolean more() {
        return found.size() >= MOST;
    }

    /// The first requests that are concerned, by the index of their intent.
    synchronized List<Long> examples() {
        TreeSet<Long> intents = new TreeSet<>();
        for (Place place : found.keySet()) {
            switch (place.kind()) {
                case MISSING, FOREIGN, ALTERED -> intents.add(Long.valueOf(place.key()));
                case CHOICE, LOOK, HOUR -> {
                    // Of no request in particular.
                }
            }
        }
        return intents.stream().limit(EXAMPLES).toList();
    }
}
