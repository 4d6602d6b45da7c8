// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.ledger.TransparencyLog;
import dev.chaperone.tlog.Checkpoint;
import dev.chaperone.tlog.MalformedException;
import dev.chaperone.tlog.Note;
import dev.chaperone.tlog.UntrustedNoteException;
import dev.chaperone.tlog.VerifierKey;
import dev.chaperone.witness.Latest;
import dev.chaperone.witness.Outcome;
import dev.chaperone.witness.Round;
import dev.chaperone.witness.Standing;
import dev.chaperone.witness.Witnesses;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Has each new checkpoint cosigned by the configured witnesses, on a thread of its own: promises
/// and checkpoints never wait for them.
final class Witnessing implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration TRY_AGAIN = Duration.ofSeconds(5);
    private static final Duration PATIENCE_AT_CLOSING = Duration.ofSeconds(5);
    private static final Logger LOG = LoggerFactory.getLogger(Witnessing.class);

    private final Witnesses witnesses;
    private final Thread thread;
    private final CountDownLatch stop = new CountDownLatch(1);

    private Witnessing(TransparencyLog log, Witnesses witnesses) {
        this.witnesses = witnesses;
        this.thread =
                Thread.ofPlatform().daemon().name("ledger-witnesses").unstarted(() -> run(log));
    }

    /// The witnesses of a log, as they are configured.
    static Witnesses of(
            LedgerSettings settings, String origin, List<VerifierKey> keys, Clock clock) {
        return new Witnesses(origin, keys, settings.witnesses(), settings.quorum(), TIMEOUT, clock);
    }

    /// The checkpoints of this log that its witnesses hold. One that can not be asked is named in
    /// the log and does not keep anybody from working.
    static List<Checkpoint> known(Witnesses witnesses) throws InterruptedException {
        List<Checkpoint> known = new ArrayList<>();
        for (Map.Entry<String, Latest> each : witnesses.latest().entrySet()) {
            switch (each.getValue()) {
                case Latest.Holds(Checkpoint checkpoint, _) -> known.add(checkpoint);
                case Latest.Nothing() ->
                        LOG.info("The witness {} knows no checkpoint", each.getKey());
                case Latest.Unknown(String reason) ->
                        LOG.warn(
                                "The witness {} can not say whether the ledger is complete: {}",
                                each.getKey(),
                                reason);
            }
        }
        return known;
    }

    static Witnessing start(TransparencyLog log, Witnesses witnesses) {
        Witnessing witnessing = new Witnessing(log, witnesses);
        witnessing.thread.start();
        return witnessing;
    }

    private void run(TransparencyLog log) {
        long asked = -1;
        try {
            while (stop.getCount() > 0) {
                Optional<String> newest = log.awaitCheckpoint(asked, LOOK);
                if (newest.isPresent()) {
                    asked = ask(log, newest.get());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// @return the size that was asked about
    private long ask(TransparencyLog log, String newest) throws InterruptedException {
        try {
            Note note = Note.parse(newest);
            Round round = witnesses.submit(note, log::consistency);
            round.outcomes().forEach(Witnessing::tell);
            if (round.quorum()) {
                log.cosigned(round.checkpoint().format());
            } else {
                pause();
            }
            return round.quorum() ? Checkpoint.parse(note.text()).size() : -1;
        } catch (IOException | MalformedException | UntrustedNoteException e) {
            LOG.error("A cosigned checkpoint could not be kept: {}", e.getMessage());
            pause();
            return -1;
        }
    }

    private void pause() throws InterruptedException {
        var _ = stop.await(TRY_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void tell(String witness, Outcome outcome) {
        switch (outcome) {
            case Outcome.Cosigned _ -> LOG.debug("{} cosigned", witness);
            case Outcome.Unavailable(String reason) ->
                    LOG.warn("The witness {} did not cosign: {}", witness, reason);
            case Outcome.Ahead(long size, _) ->
                    LOG.error(
                            "The witness {} holds {} entries of this ledger, more than there are:"
                                    + " the ledger was set back, or another process signs with its keys",
                            witness,
                            size);
            case Outcome.Refused(int status, String reason, _) ->
                    LOG.error(
                            "The witness {} refuses this ledger as not the one it knows ({} {})",
                            witness,
                            status,
                            reason);
        }
    }

    /// How each witness stands.
    List<Standing> standings() {
        return witnesses.standings();
    }

    @Override
    public void close() {
        stop.countDown();
        try {
            if (!thread.join(PATIENCE_AT_CLOSING)) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        witnesses.close();
    }
}
