// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.witness;

import dev.chaperone.tlog.Note;

import java.util.List;

/// What a witness says to a submission.
sealed interface Answer {
    /// It holds this checkpoint now, and says so with its signatures.
    record Cosigned(List<Note.Signature> signatures) implements Answer {
        public Cosigned {
            signatures = List.copyOf(signatures);
        }
    }

    /// It holds a tree of another size than the proof starts from.
    record Conflict(long size) implements Answer {}

    /// It can not agree.
    record Refused(Why why, String reason) implements Answer {
        static Refused because(Why why, Exception e) {
            return new Refused(why, String.valueOf(e.getMessage()));
        }
    }

    /// Why it can not agree, with the status that the protocol has for it.
    enum Why {
        MALFORMED(400),
        NOT_SIGNED(403),
        UNKNOWN_LOG(404),
        INCONSISTENT(422);

        private final int status;

        Why(int status) {
            this.status = status;
        }

        int status() {
            return status;
        }
    }
}
