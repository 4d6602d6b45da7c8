// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.witness;

import dev.chaperone.tlog.Note;

import java.util.List;
import java.util.Optional;

/// What came of asking one witness to cosign a checkpoint.
public sealed interface Outcome {
    /// It vouches for the checkpoint; the signatures are verified.
    record Cosigned(List<Note.Signature> cosignatures) implements Outcome {
        public Cosigned {
            cosignatures = List.copyOf(cosignatures);
        }
    }

    /// It can not be reached, or what it says makes no sense. Says nothing about the log.
    record Unavailable(String reason) implements Outcome {}

    /// It holds a larger tree of this log: the log was set back to an older state.
    ///
    /// @param size that it holds; unsigned
    /// @param proof that larger checkpoint, if the witness shows it with a signature of the log.
    ///   Without it the witness may be the one that is wrong
    record Ahead(long size, Optional<Note> proof) implements Outcome {}

    /// It holds a checkpoint that this one did not grow out of, or does not know the key that
    /// signed it: the log forked, was changed, or has new keys.
    ///
    /// @param held the checkpoint that it holds, if it shows it with a signature of the log
    record Refused(int status, String reason, Optional<Note> held) implements Outcome {}
}
