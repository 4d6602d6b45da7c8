// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.activity;

import dev.chaperone.ledger.Ledger;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.Journal;
import dev.chaperone.workspace.NotRecordedException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Watches that the tables of the activity say what the ledger says: a thread that walks through
/// both again and again, in small steps with long rests, and follows new entries between. Every
/// minute it counts the rows of what it has been through, so that one that is gone is soon missed.
///
/// What it knows is in memory alone, where nobody who can write into the database changes it: after
/// a start nothing is known until a walk is whole.
public final class Reconciliation implements AutoCloseable {
    private static final Duration BETWEEN_WALKS = Duration.ofHours(6);
    private static final Duration BETWEEN_COUNTS = Duration.ofMinutes(1);
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final Duration SHORT_PAUSE = Duration.ofMillis(20);
    private static final Duration PATIENCE_AT_CLOSING = Duration.ofSeconds(5);

    /// How much longer it rests than it works.
    private static final int RESTS = 9;

    private static final Logger LOG = LoggerFactory.getLogger(Reconciliation.class);

    private final Ledger ledger;
    private final Projection projection;
    private final Journal journal;
    private final Clock clock;
    private final ReconciliationStore store;
    private final LookStore looks;
    private final Disagreements disagreements = new Disagreements();
    private final Endings endings;
    private final Thread thread;

    private final Demand demand = new Demand();
    private volatile Status status = new Status(-1, 0, null, 0); // written by the thread alone
    private volatile boolean faulty;

    // Of the thread alone.
    private @Nullable Walk walk;
    private long goal;
    private boolean whole;
    private Instant counted = Instant.EPOCH;
    private Map<Disagreements.Kind, Integer> recorded = Map.of();

    /// What is told of the walk.
    private record Status(int filling, long position, @Nullable Instant whole, long unreadable) {}

    Reconciliation(
            Ledger ledger, Database database, Projection projection, Journal journal, Clock clock) {
        this.ledger = ledger;
        this.projection = projection;
        this.journal = journal;
        this.clock = clock;
        this.store = new ReconciliationStore(database);
        this.looks = new LookStore(database);
        this.endings = new Endings(ledger);
        this.thread =
                Thread.ofPlatform().daemon().name("activity-reconciliation").unstarted(this::run);
    }

    /// Begins to walk.
    public static Reconciliation start(
            Ledger ledger, Database database, Projection projection, Journal journal, Clock clock) {
        Reconciliation reconciliation =
                new Reconciliation(ledger, database, projection, journal, clock);
        reconciliation.thread.start();
        return reconciliation;
    }

    /// For those who read rows: what they find out is known here too.
    Comparison comparison() {
        return new Comparison(ledger, endings, disagreements);
    }

    /// Requests of the ledger that have no row, as far as is known, by index.
    List<Long> missing() {
        return disagreements.missing();
    }

    Entries entries(List<Long> indices) {
        return Entries.read(ledger, indices);
    }

    /// What is known now.
    public Agreement agreement() {
        Projection.Reach reach = projection.reach();
        Map<Disagreements.Kind, Integer> counts = disagreements.counts();
        Status told = status;
        Status now =
                told.filling() == reach.filling() ? told : new Status(reach.filling(), 0, null, 0);
        return new Agreement(
                now.position(),
                ledger.size(),
                now.whole(),
                counts.getOrDefault(Disagreements.Kind.MISSING, 0),
                counts.getOrDefault(Disagreements.Kind.FOREIGN, 0),
                counts.getOrDefault(Disagreements.Kind.ALTERED, 0),
                counts.getOrDefault(Disagreements.Kind.CHOICE, 0)
                        + counts.getOrDefault(Disagreements.Kind.LOOK, 0),
                counts.getOrDefault(Disagreements.Kind.HOUR, 0),
                disagreements.more(),
                disagreements.examples(),
                now.unreadable(),
                faulty);
    }

    /// Asks for a whole walk from now on, without rests.
    public void check() {
        demand.ask();
    }

    /// Lets the walk under way go on without rests, or begins one, unless that is so already.
    public void hasten() {
        if (!demand.isThere()) {
            demand.ask();
        }
    }

    /// As [#check()], and waits for its end; false when that takes too long.
    public boolean check(Duration patience) throws InterruptedException {
        return demand.await(patience);
    }

    /// Empties the tables and lets them fill again from the ledger. It is recorded first, with what
    /// was known to be wrong.
    ///
    /// @throws NotRecordedException when the ledger does not take the record
    public void rebuild(Actor by) {
        journal.record(by, "search.rebuilt", "activity", details(disagreements.counts()));
        projection.rebuild();
        disagreements.forget();
        check();
    }

    private static Map<String, String> details(Map<Disagreements.Kind, Integer> counts) {
        return counts.entrySet().stream()
                .collect(
                        Collectors.toMap(
                                count -> count.getKey().written(),
                                count -> Integer.toString(count.getValue()),
                                (one, _) -> one,
                                TreeMap::new));
    }

    @Override
    public void close() {
        demand.close();
        try {
            if (!thread.join(PATIENCE_AT_CLOSING)) {
                LOG.warn("The database has not finished the last look at the rows");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        Duration rest = Duration.ZERO;
        try {
            while (demand.rest(rest)) {
                rest = stepAndRest();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Error e) {
            // Not to be repaired from here, but nobody may take the rows for checked.
            faulty = true;
            LOG.error("Rows are not compared with the ledger any more; only a restart helps", e);
            throw e;
        }
    }

    private Duration stepAndRest() {
        long start = System.nanoTime();
        try {
            boolean more = step();
            if (faulty) {
                faulty = false;
                LOG.info("Rows are compared with the ledger again");
            }
            if (demand.isThere()) {
                return more ? Duration.ZERO : SHORT_PAUSE;
            }
            Duration rest = Duration.ofNanos(RESTS * (System.nanoTime() - start));
            return more && rest.compareTo(PAUSE) < 0 ? rest : PAUSE;
        } catch (IOException | RuntimeException e) {
            if (!faulty) {
                faulty = true;
                LOG.warn(
                        "Rows can not be compared with the ledger ({}); trying again until they can",
                        e.getClass().getSimpleName());
            }
            return PAUSE;
        }
    }

    /// Does a little; false when there is nothing to do for now.
    private boolean step() throws IOException {
        Projection.Reach reach = projection.reach();
        Walk now = walk;
        if (now == null || reach.filling() != status.filling() || isDue()) {
            begin(reach);
            return true;
        }
        if (counted.plus(BETWEEN_COUNTS).isBefore(clock.instant())) {
            counted = clock.instant();
            if (now.count()) {
                record();
            }
            return true;
        }
        // Before what came since: new entries may never end.
        if (!whole && now.position() >= goal) {
            if (now.conclude()) {
                end(now);
            }
            return true;
        }
        if (now.position() < reach.position()) {
            now.step(reach.position());
            tell(now, status.whole());
            return true;
        }
        return false;
    }

    private boolean isDue() {
        Instant last = status.whole();
        return whole
                && (demand.isForAnother()
                        || last != null && last.plus(BETWEEN_WALKS).isBefore(clock.instant()));
    }

    private void begin(Projection.Reach reach) {
        boolean anew = reach.filling() != status.filling();
        if (anew) {
            record(); // A walk that the rebuilding interrupted has not told what it found.
            disagreements.forget();
        }
        disagreements.begin();
        Walk next =
                new Walk(
                        ledger,
                        store,
                        looks,
                        disagreements,
                        endings,
                        () -> projection.reach().filling() == reach.filling());
        walk = next;
        whole = false;
        goal = ledger.size();
        demand.begin();
        status = new Status(reach.filling(), 0, anew ? null : status.whole(), 0);
    }

    private void end(Walk ended) {
        if (projection.reach().filling() != status.filling()) {
            return;
        }
        disagreements.end();
        whole = true;
        record();
        tell(ended, clock.instant());
        demand.end();
    }

    private void tell(Walk now, @Nullable Instant last) {
        status = new Status(status.filling(), now.position(), last, now.unreadable());
    }

    /// What was found stays in the ledger, also when the tables are rebuilt.
    private void record() {
        Map<Disagreements.Kind, Integer> counts = disagreements.counts();
        if (counts.equals(recorded)) {
            return;
        }
        try {
            if (!counts.isEmpty()) {
                journal.record(Actor.SYSTEM, "search.differs", "activity", details(counts));
            }
            recorded = counts;
        } catch (NotRecordedException e) {
            LOG.warn("The ledger does not take the record that rows differ from it");
        }
    }
}
