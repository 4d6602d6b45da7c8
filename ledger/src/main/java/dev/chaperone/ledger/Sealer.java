// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.ledger;

import dev.chaperone.tlog.Checkpoint;
import dev.chaperone.tlog.Hash;
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
/// signs the tree's head. Read [#turn()].
final class Sealer {
    /// A checkpoint is signed at most this often.
    static final Duration PERIOD = Duration.ofSeconds(1);

    /// How often an idle journal is looked at.
    private static final Duration LOOK = Duration.ofMillis(50);

    /// How old what the keys' directory remembers may become.
    private static final Duration REMEMBERED = Duration.ofSeconds(10);

    private static final Duration LONGEST_TURN = Duration.ofMillis(50);
    private static final Duration LONGEST_END = Duration.ofSeconds(10);
    private static final Duration PATIENCE_AT_CLOSING = Duration.ofSeconds(30);
    private static final int BATCH = 4_096;
    private static final Logger LOG = LoggerFactory.getLogger(Sealer.class);

    private final Journal journal;
    private final HandOver handOver;
    private final TreeRecovery recovery;
    private final TileFiles files;
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
    private Bundles bundles;
    private boolean behind = true;
    private long rememberedAt = System.nanoTime() - REMEMBERED.toNanos();
    private long due = System.nanoTime();
    private Instant lastTime = Instant.EPOCH;

    Sealer(
            Journal journal,
            TreeRecovery recovery,
            TreeEdge edge,
            TileFiles files,
            TilesOnDisk onDisk,
            LogKeys keys,
            CheckpointFiles checkpoints,
            Clock clock,
            Duration period)
            throws IOException {
        this.journal = journal;
        this.handOver = journal.handOver();
        this.recovery = recovery;
        this.edge = edge;
        this.files = files;
        this.onDisk = onDisk;
        this.bundles = new Bundles(journal, files, onDisk);
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
        while (stop.getCount() > 0) {
            try {
                turn();
                recovered();
            } catch (IOException | RuntimeException e) {
                failed(e);
                pause();
            } catch (InterruptedException e) {
                // Nobody but us knows this thread; an interrupt would close files under it.
                LOG.warn("The sealer was interrupted; it goes on");
            }
        }
        try {
            finish();
        } catch (IOException | RuntimeException e) {
            failed(e);
        }
    }

    private void pause() {
        try {
            var _ = stop.await(period.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            LOG.warn("The sealer was interrupted; it goes on");
        }
    }

    private void turn() throws IOException, InterruptedException {
        TreeEdge tree = tree();
        boolean grew = grow(tree);
        if (System.nanoTime() - due >= 0 && isNew(tree)) {
            due = System.nanoTime() + period.toNanos();
            bundles.write(tree.size(), LONGEST_TURN);
            seal(tree);
            onDisk.sync();
        } else if (!grew) {
            bundles.write(newestSize(), LONGEST_TURN);
            onDisk.sync();
        }
        edge = tree;
    }

    /// A tree that was left in the middle is made anew.
    private TreeEdge tree() throws IOException {
        TreeEdge tree = edge;
        edge = null;
        if (tree == null) {
            tree = recovery.edge(newestSize());
            bundles = new Bundles(journal, files, onDisk);
        }
        return tree;
    }

    private boolean isNew(TreeEdge tree) {
        return sealedAt == null || tree.size() > newestSize();
    }

    /// Waits for entries and brings some into the tree.
    private boolean grow(TreeEdge tree) throws IOException, InterruptedException {
        long before = tree.size();
        long look = Math.min(LOOK.toNanos(), period.toNanos());
        long wait = behind ? 0 : Math.max(due - System.nanoTime(), look);
        List<HandOver.Batch> batches = handOver.take(wait);
        for (HandOver.Batch batch : batches) {
            scan(tree, batch.first());
            take(tree, batch);
        }
        if (batches.isEmpty()) {
            // What was there at the start, or was let go, is in the journal only.
            scan(tree, Math.min(tree.size() + BATCH, journal.size()));
            behind = tree.size() < journal.size();
        }
        return tree.size() > before;
    }

    private static void take(TreeEdge tree, HandOver.Batch batch) throws IOException {
        for (long index = tree.size(); index < batch.end(); index++) {
            tree.appendHash(batch.hashes(), (int) (index - batch.first()) * Hash.BYTES);
        }
    }

    private void scan(TreeEdge tree, long size) throws IOException {
        while (tree.size() < size) {
            int limit = (int) Math.min(BATCH, size - tree.size());
            journal.scan(tree.size(), limit, tree::append);
        }
    }

    private void seal(TreeEdge tree) throws IOException {
        tree.writePartials();
        CheckpointFiles.Signed signed = sign(tree);
        publish(signed);
        tree.tidy();
        if (System.nanoTime() - rememberedAt >= REMEMBERED.toNanos()) {
            checkpoints.remember(signed);
            rememberedAt = System.nanoTime();
        }
    }

    /// The journal takes no more entries: seals what is left.
    private void finish() throws IOException {
        TreeEdge tree = tree();
        scan(tree, journal.size());
        bundles.write(tree.size(), LONGEST_END);
        if (isNew(tree)) {
            seal(tree);
        }
        CheckpointFiles.Signed last = newest;
        if (last != null) {
            checkpoints.remember(last);
        }
        onDisk.syncAll();
    }

    private long newestSize() {
        CheckpointFiles.Signed now = newest;
        return now == null ? 0 : now.head().size();
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
        handOver.close();
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
