// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.ledger;

import dev.chaperone.tlog.Checkpoint;
import dev.chaperone.tlog.MalformedException;
import dev.chaperone.tlog.Note;
import dev.chaperone.tlog.UntrustedNoteException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/// The newest signed tree heads: `checkpoint` by the log alone or with witnesses, `witnessed` the
/// newest that witnesses have cosigned. Each is on disk before anybody sees it, so that the log can
/// never sign two histories. The directory of the keys remembers one of the last seconds.
final class CheckpointFiles {
    static final String NEWEST = "checkpoint";
    static final String WITNESSED = "witnessed";
    private static final String VKEY = "vkey";

    private final Path ledger;
    private final LogKeys keys;

    CheckpointFiles(Path ledger, LogKeys keys) {
        this.ledger = ledger;
        this.keys = keys;
    }

    /// A tree head and the whole note it stands in.
    record Signed(Checkpoint head, String note) {}

    Optional<Signed> newest() throws IOException {
        return read(ledger.resolve(NEWEST));
    }

    Optional<Signed> witnessed() throws IOException {
        return read(ledger.resolve(WITNESSED));
    }

    void writeNewest(Signed signed) throws IOException {
        DurableFile.replace(ledger.resolve(NEWEST), signed.note());
    }

    void writeWitnessed(Signed signed) throws IOException {
        DurableFile.replace(ledger.resolve(WITNESSED), signed.note());
    }

    /// What was signed, as the keys' directory remembers it.
    Optional<Signed> remembered() throws IOException {
        return read(keys.signed());
    }

    /// The file that [#remembered] reads.
    Path memory() {
        return keys.signed();
    }

    void remember(Signed signed) throws IOException {
        DurableFile.replace(keys.signed(), signed.note());
    }

    /// Lays the public keys beside the log, for whoever gets a copy of it.
    void writeKeys() throws IOException {
        Path file = ledger.resolve(VKEY);
        if (!Files.exists(file)) {
            DurableFile.replace(file, keys.vkeys());
        } else if (!Files.readString(file).equals(keys.vkeys())) {
            throw new IOException(
                    file
                            + " names other keys than the ones this ledger signs with. Restore the"
                            + " ledger's keys from the backup that belongs to it");
        }
    }

    private Optional<Signed> read(Path file) throws IOException {
        try {
            return Optional.of(open(Files.readString(file)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (MalformedException
                | UntrustedNoteException
                | java.nio.charset.MalformedInputException e) {
            throw new LedgerDamagedException(
                    file, 0, "this is no checkpoint that the ledger's keys have signed");
        }
    }

    /// Reads a note and makes sure that this log has signed it.
    Signed open(String note) throws MalformedException, UntrustedNoteException {
        Checkpoint head = Note.parse(note).open(keys.verifiers()).checkpoint();
        if (!head.origin().equals(keys.origin())) {
            throw new MalformedException("A checkpoint of another log: " + head.origin());
        }
        return new Signed(head, note);
    }
}
