// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.tlog;

import java.util.List;
import java.util.OptionalLong;

/// A note that at least one known key signed, and none wrongly.
public record OpenedNote(Note note, List<Verified> verified) {
    public OpenedNote {
        verified = List.copyOf(verified);
    }

    /// A signature that is valid.
    ///
    /// @param seconds the time that a cosignature states, in seconds since 1970
    public record Verified(VerifierKey key, Note.Signature signature, OptionalLong seconds) {}

    public boolean signedBy(VerifierKey key) {
        return verified.stream().anyMatch(signature -> signature.key().equals(key));
    }

    /// The checkpoint that the note holds.
    public Checkpoint checkpoint() throws MalformedException {
        Checkpoint checkpoint = Checkpoint.parse(note.text());
        if (!checkpoint.plausible()) {
            throw new MalformedException("The root of a checkpoint is not that of the empty tree");
        }
        return checkpoint;
    }
}
