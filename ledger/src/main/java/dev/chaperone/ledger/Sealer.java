// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.ledger;

import dev.chaperone.tlog.Checkpoint;
import dev.chaperone.tlog.Note;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The thread that follows the journal: brings its entries into the tree, and about once a second
/// signs the tree's head. Read [#seal()].
final class Sealer {
    /// A checkpoint is signed at most this often.
    static final Duration PERIOD = Duration.ofSeconds(1);

    /// How often an idle journal is looked at.
    private static final Duration LOOK = Duration.ofMillis(50);

    /// A journal that grows faster than the tree gets a checkpoint in between.
    private static final Duration LONGEST_RUN = Duration.ofMillis(400);

    private static final Duration PATIENCE_AT_CLOSING = Duration.ofSeconds(30);
    private static final int BATCH = 4_096;
    private static final Logger LOG = LoggerFactory.getLogger(Sealer.class);

    private final Journal journal;
    private final TreeRecovery recovery;
    private final TilesOnDisk onDisk;
    private final LogKeys keys;
    private final CheckpointFiles checkpoints;
    private final Clock clock;
    private final Duration period;
    private final Thread thread;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition sealed = lock.newCondition();

    // Written under the lock.
    private volatile CheckpointFiles.@Nullable Signed newest;
    private volatile CheckpointFiles.@Nullable Signed witnessed;
    private volatile @Nullable Instant sealedAt;
    private volatile @Nullable String trouble;

    // Of the thread alone.
    private @Nullable TreeEdge edge;
    private Instant lastTime = Instant.EPOCH;

    Sealer(
            Journal journal,
            TreeRecovery recovery,
            TreeEdge edge,
            TilesOnDisk onDisk,
            LogKeys keys,
            CheckpointFiles checkpoints,
            Clock clock,
            Duration period)
            throws IOException {
        this.journal = journal;
        this.recovery = recovery;
        this.edge = edge;
        this.onDisk = onDisk;
        this.keys = keys;
        this.checkpoints = checkpoints;
        this.clock = clock;
        this.period = period;
        this.newest = checkpoints.newest().orElse(null);
        this.witnessed = checkpoints.witnessed().orElse(null);
        this.thread = Thread.ofPlatform().daemon().name("ledger-sealer").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        boolean last = false;
        while (!last) {
            last = stop.getCount() == 0;
            long began = System.nanoTime();
            boolean worked = tryToSeal();
            if (last) {
                // Not against a disk that fails: the next start goes on.
                while (worked && behind() && trouble == null) {
                    worked = tryToSeal();
                }
                syncAll();
            } else {
                long wait = worked ? period.toNanos() - (System.nanoTime() - began) : 0;
                pause(Math.max(Math.min(LOOK.toNanos(), period.toNanos()), wait));
            }
        }
    }

    private void syncAll() {
        try {
            onDisk.sync(true);
        } catch (IOException e) {
            LOG.warn("The ledger's tiles are made again at the next start: {}", e.getMessage());
        }
    }

    private void pause(long nanos) {
        try {
            var _ = stop.await(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            // Nobody but us knows this thread; an interrupt would close files under the writer.
            LOG.warn("The sealer was interrupted; it goes on");
        }
    }

    /// Whether there was something to do, or something went wrong.
    private boolean tryToSeal() {
        try {
            boolean worked = sealedAt == null || behind();
            if (worked) {
                seal();
            }
            onDisk.sync(false);
            recovered();
            return worked;
        } catch (IOException | RuntimeException e) {
            failed(e);
            return true;
        }
    }

    private boolean behind() {
        CheckpointFiles.Signed now = newest;
        return now == null || now.head().size() < journal.size();
    }

    private void seal() throws IOException {
        TreeEdge tree = edge == null ? recovery.edge(newestSize()) : edge;
        edge = null; // A tree that was left in the middle is made anew.
        integrate(tree);
        tree.writePartials();
        publish(sign(tree));
        tree.tidy();
        edge = tree;
    }

    private long newestSize() {
        CheckpointFiles.Signed now = newest;
        return now == null ? 0 : now.head().size();
    }

    private void integrate(TreeEdge tree) throws IOException {
        long until = System.nanoTime() + LONGEST_RUN.toNanos();
        while (tree.size() < journal.size() && System.nanoTime() < until) {
            journal.scan(tree.size(), BATCH, tree::append);
        }
    }

    private CheckpointFiles.Signed sign(TreeEdge tree) throws IOException {
        Checkpoint head = new Checkpoint(keys.origin(), tree.size(), tree.root(), List.of());
        // Never back, whatever the machine's clock does.
        Instant now = clock.instant();
        lastTime = now.isAfter(lastTime) ? now : lastTime;
        String body = head.body();
        Note note =
                new Note(
                        body,
                        List.of(
                                keys.ed25519().sign(body, lastTime),
                                keys.mlDsa().sign(body, lastTime)));
        return new CheckpointFiles.Signed(head, note.format());
    }

    /// On disk before anybody sees it.
    private void publish(CheckpointFiles.Signed signed) throws IOException {
        lock.lock();
        try {
            checkpoints.writeNewest(signed);
            newest = signed;
            sealedAt = clock.instant();
            sealed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Takes a checkpoint back from the witnesses.
    void cosigned(CheckpointFiles.Signed signed) throws IOException {
        lock.lock();
        try {
            CheckpointFiles.Signed before = witnessed;
            if (before != null && signed.head().size() < before.head().size()) {
                return;
            }
            checkpoints.writeWitnessed(signed);
            witnessed = signed;
            CheckpointFiles.Signed now = newest;
            if (now != null && now.head().equals(signed.head())) {
                checkpoints.writeNewest(signed);
                newest = signed;
            }
        } finally {
            lock.unlock();
        }
    }

    private void failed(Exception e) {
        String reason = String.valueOf(e.getMessage());
        if (!reason.equals(trouble)) {
            LOG.error("The ledger's tree does not grow: {}", reason);
        }
        trouble = reason;
    }

    private void recovered() {
        if (trouble != null) {
            trouble = null;
            LOG.info("The ledger's tree grows again");
        }
    }

    CheckpointFiles.@Nullable Signed newest() {
        return newest;
    }

    CheckpointFiles.@Nullable Signed witnessed() {
        return witnessed;
    }

    /// Null when the patience ends first.
    CheckpointFiles.@Nullable Signed await(long moreThan, Duration patience)
            throws InterruptedException {
        long left = patience.toNanos();
        lock.lockInterruptibly();
        try {
            while (newest == null || newestSize() <= moreThan) {
                if (left <= 0) {
                    return null;
                }
                left = sealed.awaitNanos(left);
            }
            return newest;
        } finally {
            lock.unlock();
        }
    }

    TransparencyLog.Standing standing(long entries) {
        CheckpointFiles.Signed cosigned = witnessed;
        long size = newestSize();
        return new TransparencyLog.Standing(
                size,
                sealedAt,
                Math.max(0, entries - size),
                cosigned == null ? 0 : cosigned.head().size(),
                onDisk.size(),
                trouble);
    }

    /// Seals what is left and ends.
    void close() throws IOException {
        stop.countDown();
        try {
            if (!thread.join(PATIENCE_AT_CLOSING)) {
                throw new IOException(
                        "The ledger's tree has not caught up; the next start goes on");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
