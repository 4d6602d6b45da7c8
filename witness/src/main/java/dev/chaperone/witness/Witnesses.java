// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.witness;

import dev.chaperone.tlog.MalformedException;
import dev.chaperone.tlog.Note;
import dev.chaperone.tlog.UntrustedNoteException;
import dev.chaperone.tlog.VerifierKey;
import dev.chaperone.tlog.WitnessPolicy;
import dev.chaperone.tlog.WitnessPolicy.Party;
import dev.chaperone.tlog.WitnessPolicy.Quorum;

import java.io.Closeable;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/// The witnesses of one log: asks them all at once and knows how each stands.
public final class Witnesses implements Closeable {
    private final Map<String, WitnessClient> clients = new LinkedHashMap<>();
    private final Map<String, Standing> standings = new ConcurrentHashMap<>();
    private final WitnessPolicy policy;
    private final Wire wire;
    private final Clock clock;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /// Asks nobody yet.
    ///
    /// @param origin of the log
    /// @param logKeys what verifies the log's own signatures; their name is the origin
    /// @param quorum how many of the witnesses must cosign; 0 for none
    /// @param timeout for one question to one witness
    public Witnesses(
            String origin,
            List<VerifierKey> logKeys,
            List<WitnessAddress> addresses,
            int quorum,
            Duration timeout,
            Clock clock) {
        this.policy = policy(logKeys, addresses, quorum);
        this.wire = new Wire(timeout);
        this.clock = clock;
        for (WitnessAddress address : addresses) {
            clients.put(address.name(), new WitnessClient(address, origin, logKeys, wire));
            standings.put(address.name(), Standing.unasked(address.name()));
        }
    }

    /// What makes a checkpoint of this log valid.
    public static WitnessPolicy policy(
            List<VerifierKey> logKeys, List<WitnessAddress> addresses, int quorum) {
        if (quorum < 0 || quorum > addresses.size()) {
            throw new IllegalArgumentException(
                    "A quorum of %d of %d witnesses".formatted(quorum, addresses.size()));
        }
        Map<String, Party> witnesses = new HashMap<>();
        Map<String, Quorum> members = new HashMap<>();
        for (WitnessAddress address : addresses) {
            if (members.put(address.name(), anyKeyOf(address, witnesses)) != null) {
                throw new IllegalArgumentException("Two witnesses named " + address.name());
            }
        }
        List<Party> logs = logKeys.stream().map(key -> new Party(key, null)).toList();
        return new WitnessPolicy(
                logs,
                witnesses,
                quorum == 0
                        ? new Quorum.None()
                        : new Quorum.Group(quorum, List.copyOf(members.values())));
    }

    private static Quorum anyKeyOf(WitnessAddress address, Map<String, Party> witnesses) {
        List<Quorum> keys = new ArrayList<>();
        for (VerifierKey key : address.keys()) {
            if (witnesses.values().stream().anyMatch(other -> other.key().sameKey(key))) {
                throw new IllegalArgumentException(
                        "A key of the witness %s is given twice".formatted(address.name()));
            }
            String name = address.name() + "/" + (keys.size() + 1);
            witnesses.put(name, new Party(key, address.url().toString()));
            keys.add(new Quorum.One(name));
        }
        return new Quorum.Group(1, keys);
    }

    public WitnessPolicy policy() {
        return policy;
    }

    /// Asks all witnesses for their cosignatures and waits for what comes of it.
    ///
    /// @param checkpoint signed by the log
    /// @throws InterruptedException when the thread is interrupted; the witnesses may have cosigned
    public Round submit(Note checkpoint, ConsistencySource proofs) throws InterruptedException {
        long size = WitnessClient.parse(checkpoint).size();
        Map<String, Outcome> outcomes = askAll(client -> client.submit(checkpoint, proofs));
        outcomes.forEach((name, outcome) ->
                standings.computeIfPresent(
                        name, (_, standing) -> standing.after(outcome, size, clock.instant())));
        Note cosigned = checkpoint.with(Round.cosignatures(outcomes));
        return new Round(cosigned, outcomes, meetsQuorum(cosigned));
    }

    private boolean meetsQuorum(Note cosigned) {
        try {
            return !policy.open(cosigned).verified().isEmpty();
        } catch (MalformedException | UntrustedNoteException e) {
            return false;
        }
    }

    /// What every witness shows as the newest checkpoint of the log. A log that is smaller than one
    /// of them was set back.
    public Map<String, Latest> latest() throws InterruptedException {
        return askAll(WitnessClient::latest);
    }

    private <T> Map<String, T> askAll(Function<WitnessClient, T> question)
            throws InterruptedException {
        Map<String, T> answers = new ConcurrentHashMap<>();
        List<Callable<Boolean>> questions = new ArrayList<>();
        clients.forEach((name, client) ->
                questions.add(() -> answers.put(name, question.apply(client)) == null));
        for (Future<Boolean> asked : threads.invokeAll(questions)) {
            if (asked.state() == Future.State.FAILED) {
                throw new IllegalStateException("Asking a witness failed", asked.exceptionNow());
            }
        }
        return answers;
    }

    /// How each witness stands, in the order of the configuration.
    public List<Standing> standings() {
        List<Standing> all = new ArrayList<>();
        for (String name : clients.keySet()) {
            all.add(standings.getOrDefault(name, Standing.unasked(name)));
        }
        return all;
    }

    @Override
    public void close() {
        wire.close();
        threads.close();
    }
}
