// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.activity;

import dev.chaperone.ledger.Ledger;
import dev.chaperone.ledger.LedgerDamagedException;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.activity.ProjectionStore.Mark;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Makes the ledger's requests searchable: a thread that follows the ledger and keeps the tables of
/// the activity up to date. They hold nothing of their own and can be rebuilt at any time.
///
/// A batch of entries and the mark behind it are stored together, so that a crash neither loses an
/// entry nor takes it twice.
public final class Projection implements AutoCloseable {
    /// Grows when the same entries make other rows; the tables are then rebuilt.
    private static final int VERSION = 6;

    /// A batch costs far more than an entry; people wait up to two seconds.
    private static final Duration POLL = Duration.ofMillis(400);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    private static final Duration PATIENCE_AT_CLOSING = Duration.ofSeconds(5);
    private static final int LARGEST_BATCH = 2_000;
    private static final Logger LOG = LoggerFactory.getLogger(Projection.class);

    private final Ledger ledger;
    private final ProjectionStore store;
    private final int version;

    /// Ends the rest between two batches.
    private final Semaphore wanted = new Semaphore(0);

    private final Thread thread;

    /// Held during each batch; fair, so that whoever wants to rebuild gets a turn.
    private final ReentrantLock turn = new ReentrantLock(true);

    private final Condition moved = turn.newCondition();
    private @Nullable Mark mark; // guarded by turn; null when only the database knows
    private int limit = LARGEST_BATCH; // guarded by turn
    private volatile Reach seen = new Reach(0, new Mark(0, 0, 0, 0));
    private volatile boolean stopped;
    private volatile boolean faulty;
    private volatile boolean setBack;

    /// Begins to follow a ledger, from where the tables are.
    public static Projection start(Ledger ledger, Database database) {
        return start(ledger, database, VERSION);
    }

    static Projection start(Ledger ledger, Database database, int version) {
        Projection projection = new Projection(ledger, database, version);
        projection.thread.start();
        return projection;
    }

    private Projection(Ledger ledger, Database database, int version) {
        this.ledger = ledger;
        this.store = new ProjectionStore(database);
        this.version = version;
        this.thread = Thread.ofPlatform().daemon().name("activity-projection").unstarted(this::run);
    }

    /// How the tables compare with the ledger.
    ///
    /// @param position how many entries are read
    /// @param behind how many are not yet
    /// @param unknown how many were passed over because a newer version wrote them
    /// @param unreadable how many were passed over because they are none or can not be stored
    /// @param faulty whether the last try failed; it goes on by itself when the fault is over
    public record Progress(
            long position, long behind, long unknown, long unreadable, boolean faulty) {}

    public Progress progress() {
        Mark now = seen.mark();
        return new Progress(now.position(), lag(), now.unknown(), now.unreadable(), faulty);
    }

    /// Whether the tables come from more entries than the ledger holds: it was set back. They are
    /// left as they are, as evidence, until somebody has them made anew.
    public boolean isSetBack() {
        return setBack;
    }

    /// How many entries of the ledger are read.
    public long position() {
        return seen.position();
    }

    /// How many entries of the ledger are not read yet.
    public long lag() {
        return Math.max(0, ledger.size() - seen.position());
    }

    /// Where the tables certainly are.
    ///
    /// @param filling grows when the tables are emptied
    record Reach(int filling, Mark mark) {
        long position() {
            return mark.position();
        }

        /// The tables are emptied, or about to be.
        Reach emptied() {
            return new Reach(filling + 1, new Mark(0, 0, 0, 0));
        }
    }

    /// What is read from the tables after this call was filled at least so far, unless they were
    /// emptied in between: then a second call tells another filling.
    Reach reach() {
        return seen;
    }

    /// Empties the tables and lets them fill again.
    public void rebuild() {
        turn.lock();
        try {
            empty();
            setBack = false;
        } finally {
            turn.unlock();
        }
    }

    /// Has what is new read at once and waits until this many entries are read; false when that
    /// takes too long.
    public boolean awaitPosition(long position, Duration patience) throws InterruptedException {
        long left = patience.toNanos();
        wanted.release();
        turn.lockInterruptibly();
        try {
            while (seen.position() < position) {
                if (left <= 0) {
                    return false;
                }
                left = moved.awaitNanos(left);
            }
            return true;
        } finally {
            turn.unlock();
        }
    }

    @Override
    public void close() {
        stopped = true;
        wanted.release();
        try {
            if (!thread.join(PATIENCE_AT_CLOSING)) {
                LOG.warn("The database has not finished the last batch of the search");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        Duration pause = Duration.ZERO;
        try {
            while (!stopped) {
                pause = readAndRest(pause);
                if (wanted.tryAcquire(pause.toNanos(), TimeUnit.NANOSECONDS)) {
                    var _ = wanted.drainPermits();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Error e) {
            // Not to be repaired from here, but nobody may take the search for complete.
            faulty = true;
            LOG.error("The search of requests has ended; only a restart brings it back", e);
            throw e;
        }
    }

    /// Reads a batch and tells how long to rest before the next.
    private Duration readAndRest(Duration before) {
        try {
            boolean more = read();
            if (faulty) {
                faulty = false;
                LOG.info("The search of requests is brought up to date again");
            }
            return more ? Duration.ZERO : POLL;
        } catch (IOException | RuntimeException e) {
            if (!faulty) {
                faulty = true;
                LOG.warn(
                        "The search of requests can not be brought up to date ({}); trying again until it can",
                        name(e));
            }
            Duration longer = before.multipliedBy(2);
            return longer.compareTo(LONGEST_PAUSE) > 0
                    ? LONGEST_PAUSE
                    : longer.compareTo(POLL) < 0 ? POLL : longer;
        }
    }

    private boolean read() throws IOException {
        turn.lock();
        try {
            if (setBack) {
                return false;
            }
            Mark from = mark == null ? begin() : mark;
            if (setBack || from.position() >= ledger.size()) {
                return false;
            }
            mark = null;
            moveTo(readFrom(from));
            return true;
        } finally {
            turn.unlock();
        }
    }

    /// Where the tables are; emptied first when they are not of this code.
    private Mark begin() {
        Mark stored = store.mark().orElse(null);
        if (stored != null && stored.position() > ledger.size()) {
            setBack = true;
            LOG.error(
                    "The search was made from {} entries, but the ledger holds {}: it was set back."
                            + " Nothing was changed. Restore the newest backup of the ledger's"
                            + " directory; only if this ledger was begun anew on purpose, have the"
                            + " search made anew (POST /api/v1/projection/rebuild)",
                    stored.position(),
                    ledger.size());
            return stored;
        }
        if (stored == null || stored.version() != version) {
            return empty();
        }
        moveTo(stored);
        return stored;
    }

    private Mark empty() {
        // First, so that nobody takes emptied tables for filled ones.
        seen = seen.emptied();
        Mark begin = store.reset(version);
        moveTo(begin);
        return begin;
    }

    /// Stores the next entries. When something in them can not be read or stored, ever fewer are
    /// tried, until the one that can not is alone and is passed over.
    private Mark readFrom(Mark from) throws IOException {
        try {
            long start = Math.max(from.position(), ledger.first());
            List<byte[]> entries = ledger.read(start, limit);
            Mark next = store.write(from, new Batch(start, entries));
            limit = Math.min(LARGEST_BATCH, 2 * limit);
            return next;
        } catch (LedgerDamagedException e) {
            return narrow(from);
        } catch (DataAccessException e) {
            if (isAboutTheData(e)) {
                return narrow(from);
            }
            throw e;
        }
    }

    private Mark narrow(Mark from) {
        if (limit > 1) {
            limit /= 2;
            return from;
        }
        LOG.warn("Entry {} of the ledger can not be searched; it is passed over", from.position());
        return store.skip(from);
    }

    private void moveTo(Mark next) {
        mark = next;
        seen = new Reach(seen.filling(), next);
        moved.signalAll();
    }

    /// SQLSTATE classes: data exception, integrity violated, limit of the program exceeded.
    private static boolean isAboutTheData(DataAccessException e) {
        String state = state(e);
        return state != null
                && (state.startsWith("22") || state.startsWith("23") || state.startsWith("54"));
    }

    /// What is wrong, without the message: it may quote data.
    private static String name(Exception e) {
        String state = state(e);
        String type = e.getClass().getSimpleName();
        return state == null ? type : type + ", SQLSTATE " + state;
    }

    private static @Nullable String state(Exception e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return sql.getSQLState();
            }
        }
        return null;
    }
}
