// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.ledger;

import dev.chaperone.tlog.Hash;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/// The thread that writes: takes all that waits, writes it with one sync, keeps the promises. What
/// arrives meanwhile is the next batch.
///
/// A platform thread that nobody interrupts: an interrupt during file I/O would close the file.
final class Committer implements Runnable {
    private final Intake intake;
    private final SegmentWriter writer;
    private final Segments segments;
    private final HandOver handOver;
    private final Health health;
    private final JournalLimits limits;

    // The watch reads busySince first and writes none of these.
    private volatile Waiting[] inFlight = Intake.NOTHING;
    private volatile long busySince;
    private volatile @Nullable IOException closingFailure;

    Committer(
            Intake intake,
            SegmentWriter writer,
            Segments segments,
            HandOver handOver,
            Health health,
            JournalLimits limits) {
        this.intake = intake;
        this.writer = writer;
        this.segments = segments;
        this.handOver = handOver;
        this.health = health;
        this.limits = limits;
    }

    @Override
    public void run() {
        while (!intake.isClosing()) {
            boolean full = health.has(Health.Trouble.NO_ROOM);
            Waiting[] batch = intake.await(full ? limits.lookAgain().toNanos() : 0);
            if (full) {
                lookAgain();
            }
            if (batch.length > 0) {
                commit(batch);
            }
        }
        finish();
    }

    private void commit(Waiting[] batch) {
        inFlight = batch;
        int done = 0;
        try {
            while (done < batch.length && !broken()) {
                busySince = now();
                long first = segments.size();
                int end = writer.write(batch, done);
                handOver.put(first, hashes(batch, done, end));
                for (long index = first; done < end; done++) {
                    batch[done].written(index++);
                }
            }
        } catch (NoRoomException e) {
            health.raise(Health.Trouble.NO_ROOM, reason(e));
        } catch (IOException e) {
            poison(e);
        }
        refuse(batch, done);
        busySince = 0;
        inFlight = Intake.NOTHING;
    }

    private static byte[] hashes(Waiting[] batch, int from, int to) {
        byte[] hashes = new byte[(to - from) * Hash.BYTES];
        for (int i = from; i < to; i++) {
            batch[i].hash().copyTo(hashes, (i - from) * Hash.BYTES);
        }
        return hashes;
    }

    private void lookAgain() {
        busySince = now();
        try {
            if (!health.has(Health.Trouble.POISONED)) {
                writer.makeRoom();
                health.clear(Health.Trouble.NO_ROOM);
            }
        } catch (NoRoomException e) {
            health.raise(Health.Trouble.NO_ROOM, reason(e));
        } catch (IOException e) {
            poison(e);
        }
        busySince = 0;
    }

    private void finish() {
        commit(intake.shut());
        busySince = now();
        try (writer) {
            if (!broken()) {
                writer.seal();
            }
        } catch (IOException e) {
            closingFailure = e;
        }
        busySince = 0;
    }

    private boolean broken() {
        return health.has(Health.Trouble.POISONED) || health.has(Health.Trouble.NO_ROOM);
    }

    private void poison(IOException e) {
        health.raise(
                Health.Trouble.POISONED,
                "a write to the disk failed, only a restart can tell what is on it: " + e);
    }

    /// This thread is dying of a bug or of lack of memory.
    void died(Throwable cause) {
        health.raise(Health.Trouble.POISONED, "the writer failed: " + cause.getClass().getName());
        refuse(inFlight, 0);
        refuse(intake.shut(), 0);
        busySince = 0;
    }

    private void refuse(Waiting[] entries, int from) {
        if (from < entries.length) {
            LedgerUnavailableException refusal = health.refusal();
            for (int i = from; i < entries.length; i++) {
                entries[i].completeExceptionally(refusal);
            }
        }
    }

    /// Called by the watch, on another thread: refuses whoever waits when the disk hangs.
    void look() {
        long since = busySince;
        if (since != 0 && now() - since > limits.stall().toNanos()) {
            health.raise(
                    Health.Trouble.STALLED,
                    "the disk has not finished a write for " + limits.stall().toMillis() + " ms");
            refuse(inFlight, 0);
            refuse(intake.take(), 0);
        } else {
            health.clear(Health.Trouble.STALLED);
        }
    }

    @Nullable IOException closingFailure() {
        return closingFailure;
    }

    private static String reason(NoRoomException e) {
        return String.valueOf(e.getMessage());
    }

    private static long now() {
        // 0 stands for idle
        return System.nanoTime() | 1;
    }
}
