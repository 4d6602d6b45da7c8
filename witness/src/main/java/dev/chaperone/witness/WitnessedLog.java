// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.witness;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.chaperone.tlog.Checkpoint;
import dev.chaperone.tlog.ConsistencyProof;
import dev.chaperone.tlog.Hash;
import dev.chaperone.tlog.InvalidProofException;
import dev.chaperone.tlog.MalformedException;
import dev.chaperone.tlog.Merkle;
import dev.chaperone.tlog.Note;
import dev.chaperone.tlog.OpenedNote;
import dev.chaperone.tlog.UntrustedNoteException;
import dev.chaperone.tlog.VerifierKey;
import dev.chaperone.witness.Answer.Why;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// One log that a witness holds to account, and the newest checkpoint that the witness cosigned.
final class WitnessedLog {
    private final String origin;
    private final List<VerifierKey> logKeys;
    private final WitnessKeys keys;
    private final Path file;
    private final DurableFiles files;
    private final Clock clock;

    // Held from the check to the answer, so that two submissions can not roll each other back.
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable Note latest;
    private long size;
    private Hash root = Merkle.EMPTY;

    WitnessedLog(
            String origin,
            List<VerifierKey> logKeys,
            WitnessKeys keys,
            Path file,
            DurableFiles files,
            Clock clock) {
        this.origin = origin;
        this.logKeys = List.copyOf(logKeys);
        this.keys = keys;
        this.file = file;
        this.files = files;
        this.clock = clock;
    }

    /// Reads what was cosigned before the last stop.
    void load() throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        try {
            Note note = Note.parse(Files.readAllBytes(file));
            Checkpoint checkpoint = note.open(keys.verifiers()).checkpoint();
            if (!checkpoint.origin().equals(origin)) {
                throw new DamagedStateException(
                        file, "holds a checkpoint of " + checkpoint.origin());
            }
            hold(note, checkpoint);
        } catch (MalformedException | UntrustedNoteException e) {
            throw new DamagedStateException(
                    file,
                    "not a checkpoint that this witness cosigned (%s). Bring it back from a backup that"
                                    .formatted(e.getMessage())
                            + " is not older than its last answer");
        }
    }

    private void hold(Note note, Checkpoint checkpoint) {
        size = checkpoint.size();
        root = checkpoint.root();
        latest = note;
    }

    String origin() {
        return origin;
    }

    /// The newest checkpoint that was cosigned, if there was one.
    Optional<Note> latest() {
        return Optional.ofNullable(latest);
    }

    /// @throws IOException when the checkpoint could not be kept; it is not cosigned then
    Answer add(Submission submission) throws IOException {
        OpenedNote opened;
        Checkpoint checkpoint;
        try {
            opened = submission.note().open(logKeys);
            checkpoint = Checkpoint.parse(submission.note().text());
        } catch (UntrustedNoteException e) {
            return Answer.Refused.because(Why.NOT_SIGNED, e);
        } catch (MalformedException e) {
            return Answer.Refused.because(Why.MALFORMED, e);
        }
        if (Long.compareUnsigned(submission.old(), checkpoint.size()) > 0) {
            return new Answer.Refused(
                    Why.MALFORMED, "The old size is greater than the checkpoint's");
        }
        lock.lock();
        try {
            return judge(submission, opened, checkpoint);
        } finally {
            lock.unlock();
        }
    }

    private Answer judge(Submission submission, OpenedNote opened, Checkpoint checkpoint)
            throws IOException {
        if (submission.old() != size) {
            return new Answer.Conflict(size);
        }
        try {
            requireGrowth(submission, checkpoint);
        } catch (InvalidProofException e) {
            keepFork(opened.note(), checkpoint);
            return new Answer.Refused(
                    Why.INCONSISTENT,
                    "%s from size %s to %s: %s"
                            .formatted(
                                    origin,
                                    Long.toUnsignedString(size),
                                    Long.toUnsignedString(checkpoint.size()),
                                    e.getMessage()));
        }
        return cosign(opened, checkpoint);
    }

    private void requireGrowth(Submission submission, Checkpoint checkpoint)
            throws InvalidProofException {
        if (!checkpoint.plausible()) {
            throw new InvalidProofException("The root is not that of the empty tree");
        }
        if (size != 0) {
            new ConsistencyProof(size, checkpoint.size(), submission.path())
                    .verify(root, checkpoint.root());
        } else if (!submission.path().isEmpty()) {
            throw new InvalidProofException("From the empty tree no proof is needed");
        }
    }

    /// Two signed checkpoints of one size with different roots prove that the log lies, to
    /// everybody and for ever, so the first such other one is kept.
    private void keepFork(Note note, Checkpoint checkpoint) throws IOException {
        Path fork = file.resolveSibling(file.getFileName() + ".fork");
        boolean proof = checkpoint.size() == size && !checkpoint.root().equals(root);
        if (proof && !Files.exists(fork)) {
            files.replace(fork, note.format().getBytes(UTF_8));
        }
    }

    private Answer cosign(OpenedNote opened, Checkpoint checkpoint) throws IOException {
        List<Note.Signature> cosignatures = keys.cosign(opened.note().text(), clock.instant());
        List<Note.Signature> all = new ArrayList<>(cosignatures);
        opened.verified().forEach(verified -> all.addFirst(verified.signature()));
        Note note = new Note(opened.note().text(), all);
        files.replace(file, note.format().getBytes(UTF_8));
        hold(note, checkpoint);
        return new Answer.Cosigned(cosignatures);
    }
}
