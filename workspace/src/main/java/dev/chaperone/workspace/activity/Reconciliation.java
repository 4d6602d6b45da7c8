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
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/// Watches that the tables of the activity say what the ledger says: a thread that walks through
/// both again and again, in small steps with long rests, and follows new entries between.
///
/// What it knows is in memory alone, where nobody who can write into the database changes it: after
/// a start nothing is known until a walk is whole.
public final class Reconciliation implements AutoCloseable {
    private static final Duration BETWEEN_WALKS = Duration.ofHours(6);
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
    private final Disagreements disagreements = new Disagreements();
    private final Endings endings;
    private final Thread thread;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean closed; // guarded by lock
    private long asked; // guarded by lock; how many walks were asked for
    private long begun; // guarded by lock; how many of them the walk under way answers
    private long done; // guarded by lock; how many of them are answered
    private volatile Status status = new Status(-1, 0, null, 0); // written under the lock
    private volatile boolean faulty;

    // Of the thread alone.
    private @Nullable Walk walk;
    private long goal;
    private boolean whole;
    private long heard;
    private Map<Disagreements.Kind, Integer> recorded = Map.of();

    /// What is told of the walk.
    private record Status(int filling, long position, @Nullable Instant whole, long unreadable) {}

    Reconciliation(
            Ledger ledger,
            Database database,
            Projection projection,
            Journal journal,
            Clock clock) {
        this.ledger = ledger;
        this.projection = projection;
        this.journal = journal;
        this.clock = clock;
        this.store = new ReconciliationStore(database);
        this.endings = new Endings(ledger);
        this.thread =
                Thread.ofPlatform()
                        .daemon()
                        .name("activity-reconciliation")
                        .unstarted(this::run);
    }

    /// Begins to walk.
    public static Reconciliation start(
            Ledger ledger,
            Database database,
            Projection projection,
            Journal journal,
            Clock clock) {
        Reconciliation reconciliation =
                new Reconciliation(ledger, database, projection, journal, clock);
        reconciliation.thread.start();
        return reconciliation;
    }

    /// For those who read rows: what they find out is known here too.
    Comparison comparison() {
        return new Comparison(ledger, endings, disagreements);
    }

    /// What is known now.
    public Agreement agreement() {
        Projection.Reach reach = projection.reach();
        Map<Disagreements.Kind, Integer> counts = disagreements.counts();
        lock.lock();
        try {
            Status now =
                    status.filling() == reach.filling()
                            ? status
                            : new Status(reach.filling(), 0, null, 0);
            return new Agreement(
                    now.position(),
                    ledger.size(),
                    now.whole(),
                    counts.getOrDefault(Disagreements.Kind.MISSING, 0),
                    counts.getOrDefault(Disagreements.Kind.FOREIGN, 0),
                    counts.getOrDefault(Disagreements.Kind.ALTERED, 0),
                    counts.getOrDefault(Disagreements.Kind.CHOICE, 0),
                    counts.getOrDefault(Disagreements.Kind.HOUR, 0),
                    disagreements.more(),
                    disagreements.examples(),
                    now.unreadable(),
                    faulty);
        } finally {
            lock.unlock();
        }
    }

    /// Asks for a whole walk from now on, without rests.
    public void check() {
        lock.lock();
        try {
            asked++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Lets the walk under way go on without rests, or begins one, unless that is so already.
    public void hasten() {
        if (!isHurried()) {
            check();
        }
    }

    /// As [#check()], and waits for its end; false when that takes too long.
    public boolean check(Duration patience) throws InterruptedException {
        long left = patience.toNanos();
        lock.lockInterruptibly();
        try {
            asked++;
            long mine = asked;
            changed.signalAll();
            while (done < mine) {
                if (left <= 0) {
                    return false;
                }
                left = changed.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
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
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
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
            while (rest(rest)) {
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

    /// Rests, unless somebody asks for more meanwhile; false when it is over.
    private boolean rest(Duration rest) throws InterruptedException {
        long left = rest.toNanos();
        lock.lockInterruptibly();
        try {
            while (!closed && left > 0 && heard == asked) {
                left = changed.awaitNanos(left);
            }
            heard = asked;
            return !closed;
        } finally {
            lock.unlock();
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
            if (isHurried()) {
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

    private boolean isHurried() {
        lock.lock();
        try {
            return done < asked;
        } finally {
            lock.unlock();
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
        if (now.position() < reach.position()) {
            now.step(reach.position());
            tell(now, status.whole());
            return true;
        }
        if (!whole && now.position() >= goal) {
            if (now.conclude()) {
                end(now);
            }
            return true;
        }
        return false;
    }

    private boolean isDue() {
        Instant last = status.whole();
        lock.lock();
        try {
            return whole
                    && (begun < asked
                            || last != null
                                    && last.plus(BETWEEN_WALKS).isBefore(clock.instant()));
        } finally {
            lock.unlock();
        }
    }

    private void begin(Projection.Reach reach) {
        boolean anew = reach.filling() != status.filling();
        if (anew) {
            disagreements.forget();
        }
        disagreements.begin();
        Walk next =
                new Walk(
                        ledger,
                        store,
                        disagreements,
                        endings,
                        () -> projection.reach().filling() == reach.filling());
        walk = next;
        whole = false;
        goal = ledger.size();
        lock.lock();
        try {
            begun = asked;
            Instant last = anew ? null : status.whole();
            status = new Status(reach.filling(), 0, last, 0);
        } finally {
            lock.unlock();
        }
    }

    private void end(Walk ended) {
        if (projection.reach().filling() != status.filling()) {
            return;
        }
        disagreements.end();
        whole = true;
        record();
        tell(ended, clock.instant());
        lock.lock();
        try {
            done = begun;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void tell(Walk now, @Nullable Instant last) {
        lock.lock();
        try {
            status = new Status(status.filling(), now.position(), last, now.unreadable());
        } finally {
            lock.unlock();
        }
    }

    /// What a walk found stays in the ledger, also when the tables are rebuilt.
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
