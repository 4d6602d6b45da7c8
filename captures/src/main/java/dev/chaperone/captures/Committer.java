// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.captures;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/// The thread that writes: takes what waits, writes it, syncs each file that was touched, keeps the
/// promises. What arrives meanwhile is the next batch.
///
/// A platform thread that nobody interrupts: an interrupt during file I/O would close the file.
final class Committer implements Runnable {
    private final Intake intake;
    private final OpenDrawers drawers;
    private final Eraser eraser;
    private final Syncs syncs;
    private final Health health;
    private final CaptureLimits limits;
    private final Clock clock;
    private final Cutter cutter = new Cutter();
    private final FrameEncoder encoder = new FrameEncoder();
    private final AtomicLong bodies = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong stored = new AtomicLong();

    // The watch reads busySince first and writes none of these.
    private volatile List<Job> inFlight = List.of();
    private volatile long busySince;
    private volatile @Nullable IOException closingFailure;

    Committer(
            Intake intake,
            OpenDrawers drawers,
            Eraser eraser,
            Syncs syncs,
            Health health,
            CaptureLimits limits,
            Clock clock) {
        this.intake = intake;
        this.drawers = drawers;
        this.eraser = eraser;
        this.syncs = syncs;
        this.health = health;
        this.limits = limits;
        this.clock = clock;
        encoder.warmUp();
    }

    /// A body that was written and not yet synced.
    private record Written(Job.Keeping job, int bytes) {}

    @Override
    public void run() {
        try (encoder) {
            List<Job> batch = intake.await(limits.batch());
            while (!batch.isEmpty()) {
                inFlight = batch;
                commit(batch);
                busySince = 0;
                inFlight = List.of();
                intake.done(batch);
                batch = intake.await(limits.batch());
            }
            finish();
        }
    }

    private void commit(List<Job> batch) {
        Map<DrawerWriter, List<Written>> touched = new LinkedHashMap<>();
        for (Job job : batch) {
            busySince = now();
            switch (job) {
                case Job.Keeping keeping -> keep(keeping, touched);
                case Job.Destroying(Drawer drawer, var promise) -> {
                    settle(touched);
                    touched.clear();
                    try {
                        drawers.drop(drawer);
                        promise.complete(eraser.destroy(drawer));
                    } catch (IOException e) {
                        promise.completeExceptionally(e);
                    }
                }
            }
        }
        settle(touched);
        try {
            drawers.trim();
        } catch (IOException e) {
            poison(e);
        }
    }

    private void keep(Job.Keeping job, Map<DrawerWriter, List<Written>> touched) {
        if (health.isPoisoned()) {
            job.refuse(health.refusal());
            return;
        }
        try {
            DrawerWriter writer = drawers.get(job.capture().drawer());
            int length = writer.append(job.capture(), clock.millis(), cutter, encoder);
            touched.computeIfAbsent(writer, _ -> new ArrayList<>()).add(new Written(job, length));
        } catch (IllegalArgumentException e) {
            job.refuse(e);
        } catch (IOException e) {
            failed(e);
            job.refuse(Health.refusal(String.valueOf(e.getMessage())));
        }
    }

    /// A call that names its file fails before anything was written; a write or a sync does not
    /// name it, and nobody knows what it left.
    private void failed(IOException e) {
        if (e instanceof NoRoomException || NoRoomException.isMeantBy(e)) {
            health.raise(Health.Trouble.NO_ROOM, String.valueOf(e.getMessage()));
        } else if (!(e instanceof FileSystemException) && !(e instanceof DamagedException)) {
            poison(e);
        }
    }

    private void settle(Map<DrawerWriter, List<Written>> touched) {
        if (touched.isEmpty()) {
            return;
        }
        busySince = now();
        try {
            syncs.force(touched.keySet());
        } catch (IOException e) {
            poison(e);
            touched.values().forEach(all -> all.forEach(one -> one.job().refuse(health.refusal())));
            return;
        }
        health.clear(Health.Trouble.NO_ROOM);
        touched.values().forEach(all -> all.forEach(this::promise));
    }

    private void promise(Written written) {
        bodies.incrementAndGet();
        bytes.addAndGet(written.job().bytes());
        stored.addAndGet(written.bytes());
        written.job().promise().complete(null);
    }

    private void finish() {
        busySince = now();
        try {
            drawers.closeAll(!health.isPoisoned());
        } catch (IOException e) {
            closingFailure = e;
        }
        busySince = 0;
    }

    private void poison(IOException e) {
        health.raise(
                Health.Trouble.POISONED,
                "a write to the disk failed, only a restart can tell what is on it: " + e);
    }

    /// This thread is dying of a bug or of lack of memory.
    void died(Throwable cause) {
        health.raise(Health.Trouble.POISONED, "the writer failed: " + cause.getClass().getName());
        intake.close();
        refuse(inFlight);
        refuse(intake.drain());
        busySince = 0;
    }

    private void refuse(List<Job> jobs) {
        jobs.forEach(job -> job.refuse(health.refusal()));
    }

    /// Called by the watch, on another thread: refuses whoever waits when the disk hangs.
    void look() {
        long since = busySince;
        if (since != 0 && now() - since > limits.stall().toNanos()) {
            health.raise(
                    Health.Trouble.STALLED,
                    "the disk has not finished a write for " + limits.stall().toMillis() + " ms");
            refuse(inFlight);
            refuse(intake.drain());
        } else {
            health.clear(Health.Trouble.STALLED);
        }
    }

    Captures.Totals totals() {
        return new Captures.Totals(bodies.get(), bytes.get(), stored.get());
    }

    @Nullable IOException closingFailure() {
        return closingFailure;
    }

    private static long now() {
        // 0 stands for idle
        return System.nanoTime() | 1;
    }
}
