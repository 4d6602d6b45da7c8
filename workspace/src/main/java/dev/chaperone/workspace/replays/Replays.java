// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.replays;

import dev.chaperone.detection.Detector;
import dev.chaperone.detection.Scanner;
import dev.chaperone.policy.Recorded;
import dev.chaperone.policy.Replay;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.activity.Reads;
import dev.chaperone.workspace.activity.Traffic;
import dev.chaperone.workspace.exceptions.RuleExceptions;
import dev.chaperone.workspace.people.People;
import dev.chaperone.workspace.policies.Policies;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/// Tries policies on the recorded requests of everybody. Nothing is changed but the ledger, which
/// holds who did so before the first request is read.
///
/// One runs at a time, on a thread of its own: it takes a processor for as long as it lasts. What
/// has come of it is in memory for an hour, for whoever asked for it alone.
public final class Replays implements AutoCloseable {
    private static final Duration KEPT = Duration.ofHours(1);
    private static final int MOST_KEPT = 20;
    private static final Duration PATIENCE_AT_CLOSING = Duration.ofSeconds(5);
    private static final int STEP = 1_000;
    private static final Logger LOG = LoggerFactory.getLogger(Replays.class);

    private final Traffic traffic;
    private final Reads reads;
    private final People people;
    private final RuleExceptions exceptions;
    private final Policies policies;
    private final Clock clock;
    private final Map<String, Detector.Kind> kinds = new HashMap<>();
    private final List<ReplayRun> runs = new ArrayList<>(); // guarded by itself
    private volatile boolean closed;
    private volatile @Nullable Thread thread;

    public Replays(
            Traffic traffic,
            Reads reads,
            People people,
            RuleExceptions exceptions,
            Policies policies,
            Clock clock) {
        this.traffic = traffic;
        this.reads = reads;
        this.people = people;
        this.exceptions = exceptions;
        this.policies = policies;
        this.clock = clock;
        Scanner.builtIn().descriptions().forEach(each -> kinds.put(each.id(), each.kind()));
    }

    /// Begins one.
    ///
    /// @throws RejectedException when another is under way
    /// @throws dev.chaperone.workspace.activity.ReadNotRecordedException when the ledger does not
    ///   take the record
    public ReplayRun start(NewReplay wanted, Actor by) {
        ReplayRun run = new ReplayRun(wanted, by);
        synchronized (runs) {
            forget();
            if (closed || runs.stream().anyMatch(ReplayRun::isRunning)) {
                throw RejectedException.conflict(
                        "Another replay is under way, and one runs at a time. Try again when it is"
                                + " over; a million requests take less than a minute.");
            }
            runs.add(run);
        }
        boolean begun = false;
        try {
            reads.replayed(by, wanted.policy().hash(), wanted.since(), wanted.until());
            Thread work =
                    Thread.ofPlatform().daemon().name("policy-replay").unstarted(() -> run(run));
            thread = work;
            work.start();
            begun = true;
            return run;
        } finally {
            if (!begun) {
                synchronized (runs) {
                    runs.remove(run);
                }
            }
        }
    }

    /// One that somebody asked for not long ago.
    public Optional<ReplayRun> find(String id, Actor by) {
        synchronized (runs) {
            forget();
            return runs.stream().filter(run -> run.id().equals(id) && run.isOf(by)).findFirst();
        }
    }

    /// Lets go of what is old. Under the lock.
    private void forget() {
        Instant old = clock.instant().minus(KEPT);
        runs.removeIf(run -> run.endedBefore(old));
        if (runs.size() >= MOST_KEPT) {
            runs.removeFirst();
        }
    }

    private void run(ReplayRun run) {
        try {
            Replay replay =
                    new Replay(
                            run.wanted().policy(),
                            new Replay.Circumstances(
                                    policies::snapshot, exceptions.everHeld(), kinds::get));
            Reader reader = new Reader(run, replay);
            traffic.read(
                    run.wanted().since(),
                    run.wanted().until(),
                    people.members(),
                    run::counted,
                    reader::take);
            run.reached(reader.number);
            run.ends(new ReplayRun.State.Done(replay.result()), clock.instant());
        } catch (RejectedException e) {
            run.ends(new ReplayRun.State.Failed(String.valueOf(e.getMessage())), clock.instant());
        } catch (RuntimeException e) {
            LOG.error("A replay of a policy failed", e);
            run.ends(
                    new ReplayRun.State.Failed(
                            closed
                                    ? "Chaperone was stopped meanwhile."
                                    : "It failed; the server's log names the reason."),
                    clock.instant());
        }
    }

    /// Hands requests on and tells how far it is.
    private final class Reader {
        private final ReplayRun run;
        private final Replay replay;
        private long number;

        private Reader(ReplayRun run, Replay replay) {
            this.run = run;
            this.replay = replay;
        }

        private void take(Recorded request) {
            replay.take(request);
            number++;
            if (number % STEP == 0) {
                run.reached(number);
                if (closed) {
                    throw new CancellationException("Closed");
                }
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        Thread work = thread;
        if (work != null) {
            try {
                work.join(PATIENCE_AT_CLOSING);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
