// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.verifier;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;

/// A checkpoint with its signatures.
record SignedCheckpoint(Note note, Checkpoint checkpoint) {
    static SignedCheckpoint parse(byte[] bytes) throws MalformedException {
        Note note = Note.parse(bytes);
        return new SignedCheckpoint(note, Checkpoint.parse(note.text()));
    }

    /// Checks that each of the log's keys signed, and that it is the log that is meant.
    ///
    /// @param origin null when it must be the name of the keys
    List<KeyRing.Signer> signedBy(List<VerifierKey> keys, @Nullable String origin)
            throws NotProvenException, UsageException {
        List<KeyRing.Signer> signers = new KeyRing(keys).open(note);
        for (VerifierKey key : keys) {
            if (signers.stream().noneMatch(signer -> signer.key() == key)) {
                throw new NotProvenException("there is no signature by " + key.title());
            }
            String expected = origin == null ? key.name() : origin;
            if (!checkpoint.origin().equals(expected)) {
                throw new NotProvenException(
                        "it is a checkpoint of %s, not of %s%s"
                                .formatted(
                                        checkpoint.origin(),
                                        expected,
                                        origin == null
                                                ? " whose key was given (--origin names the log"
                                                        + " when its key has another name)"
                                                : ""));
            }
        }
        return signers;
    }

    /// What it says, in short.
    String title() {
        return String.format(
                Locale.ROOT,
                "%s of %s",
                Decimal.count(checkpoint.size(), "entry", "entries"),
                checkpoint.origin());
    }
}
