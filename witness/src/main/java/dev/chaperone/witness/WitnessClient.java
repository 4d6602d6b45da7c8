// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.witness;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.chaperone.tlog.Checkpoint;
import dev.chaperone.tlog.Hash;
import dev.chaperone.tlog.MalformedException;
import dev.chaperone.tlog.Note;
import dev.chaperone.tlog.OpenedNote;
import dev.chaperone.tlog.UntrustedNoteException;
import dev.chaperone.tlog.VerifierKey;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/// What a log knows of one witness, and how it asks it.
public final class WitnessClient {
    private static final String SUBMIT = "/add-checkpoint";

    private final WitnessAddress address;
    private final String origin;
    private final List<VerifierKey> logKeys;
    private final Wire wire;

    // What the witness held when it was last heard of: a guess that saves a question.
    private final AtomicLong held = new AtomicLong();

    /// A client for one log.
    ///
    /// @param origin of the log
    /// @param logKeys what verifies the log's own signatures
    public WitnessClient(
            WitnessAddress address, String origin, List<VerifierKey> logKeys, Wire wire) {
        this.address = address;
        this.origin = origin;
        this.logKeys = List.copyOf(logKeys);
        this.wire = wire;
    }

    /// Asks the witness to cosign.
    ///
    /// @param checkpoint signed by the log
    /// @throws IllegalArgumentException when the note is no checkpoint
    public Outcome submit(Note checkpoint, ConsistencySource proofs) {
        long size = parse(checkpoint).size();
        try {
            long old = unsignedMin(held.get(), size);
            Wire.Reply reply = post(checkpoint, size, old, proofs);
            if (reply.status() == 409 && isBetween(old, sizeIn(reply), size)) {
                old = sizeIn(reply);
                reply = post(checkpoint, size, old, proofs);
            }
            return outcome(reply, checkpoint, size, old);
        } catch (IOException e) {
            return new Outcome.Unavailable(String.valueOf(e.getMessage()));
        } catch (MalformedException e) {
            return new Outcome.Unavailable("Not what a witness answers: " + e.getMessage());
        }
    }

    static Checkpoint parse(Note checkpoint) {
        try {
            return Checkpoint.parse(checkpoint.text());
        } catch (MalformedException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private Wire.Reply post(Note checkpoint, long size, long old, ConsistencySource proofs)
            throws IOException {
        List<Hash> path = old == 0 || old == size ? List.of() : proofs.between(old, size).path();
        byte[] body = new Submission(old, path, checkpoint).format().getBytes(UTF_8);
        return wire.send(
                HttpRequest.newBuilder(address.resolve(SUBMIT))
                        .header("Content-Type", "text/plain; charset=utf-8")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    private Outcome outcome(Wire.Reply reply, Note checkpoint, long size, long old)
            throws MalformedException {
        return switch (reply.status()) {
            case 200 -> cosigned(reply, checkpoint, size);
            case 409 -> conflict(sizeIn(reply), size, old);
            case 403, 422 -> new Outcome.Refused(reply.status(), reply.shown(), shown());
            default ->
                    new Outcome.Unavailable(
                            "It answered %d: %s".formatted(reply.status(), reply.shown()));
        };
    }

    /// The witness holds another size than it was asked with, and asking again did not help.
    private Outcome conflict(long answered, long size, long old) {
        if (Long.compareUnsigned(answered, size) > 0) {
            return new Outcome.Ahead(
                    answered,
                    shown().filter(note -> Long.compareUnsigned(parse(note).size(), size) > 0));
        }
        if (answered == old && old == size) {
            // Before version 1 of the protocol this was the answer to another root of the same
            // size.
            return new Outcome.Refused(409, "It holds another root of the same size", shown());
        }
        if (Long.compareUnsigned(answered, old) < 0) {
            return new Outcome.Unavailable(
                    "It held size %s before and says %s now: it was set back"
                            .formatted(
                                    Long.toUnsignedString(old), Long.toUnsignedString(answered)));
        }
        return new Outcome.Unavailable("Its size changes while it is asked");
    }

    private Outcome cosigned(Wire.Reply reply, Note checkpoint, long size)
            throws MalformedException {
        Note answered = new Note(checkpoint.text(), Note.signatureLines(reply.text()));
        try {
            OpenedNote opened = answered.open(address.keys());
            held.accumulateAndGet(size, WitnessClient::unsignedMax);
            return new Outcome.Cosigned(
                    opened.verified().stream().map(OpenedNote.Verified::signature).toList());
        } catch (UntrustedNoteException e) {
            return new Outcome.Unavailable(
                    "Its cosignature can not be believed: " + e.getMessage());
        }
    }

    private static long sizeIn(Wire.Reply reply) throws MalformedException {
        String text = reply.text();
        if (!text.endsWith("\n")) {
            throw new MalformedException("A size without the end of its line");
        }
        return Checkpoint.parseSize(text.substring(0, text.length() - 1));
    }

    /// The newest checkpoint of the log that the witness cosigned, as it shows to everybody.
    public Latest latest() {
        try {
            String path = "/" + Witness.hash(origin) + "/checkpoint";
            Wire.Reply reply = wire.send(HttpRequest.newBuilder(address.resolve(path)).GET());
            return switch (reply.status()) {
                case 200 -> opened(Note.parse(reply.body()));
                case 404 -> new Latest.Nothing();
                default ->
                        new Latest.Unknown(
                                "It answered %d: %s".formatted(reply.status(), reply.shown()));
            };
        } catch (IOException e) {
            return new Latest.Unknown(String.valueOf(e.getMessage()));
        } catch (MalformedException | UntrustedNoteException e) {
            return new Latest.Unknown("What it shows can not be believed: " + e.getMessage());
        }
    }

    private Latest opened(Note note) throws MalformedException, UntrustedNoteException {
        List<VerifierKey> known = Stream.concat(address.keys().stream(), logKeys.stream()).toList();
        OpenedNote opened = note.open(known);
        Checkpoint checkpoint = opened.checkpoint();
        boolean both =
                address.keys().stream().anyMatch(opened::signedBy)
                        && logKeys.stream().anyMatch(opened::signedBy);
        return both && checkpoint.origin().equals(origin)
                ? new Latest.Holds(checkpoint, note)
                : new Latest.Unknown("What it shows is not signed by the log and by the witness");
    }

    private Optional<Note> shown() {
        return latest() instanceof Latest.Holds(_, Note note)
                ? Optional.of(note)
                : Optional.empty();
    }

    /// Whether a size is greater than the first one and not greater than the second.
    private static boolean isBetween(long above, long size, long upTo) {
        return Long.compareUnsigned(above, size) < 0 && Long.compareUnsigned(size, upTo) <= 0;
    }

    private static long unsignedMin(long a, long b) {
        return Long.compareUnsigned(a, b) < 0 ? a : b;
    }

    private static long unsignedMax(long a, long b) {
        return Long.compareUnsigned(a, b) < 0 ? b : a;
    }
}
