// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.witness;

import dev.chaperone.tlog.Checkpoint;
import dev.chaperone.tlog.Note;

/// What a witness shows as the newest checkpoint of a log.
public sealed interface Latest {
    /// A checkpoint that the log signed and the witness cosigned; both are verified.
    record Holds(Checkpoint checkpoint, Note note) implements Latest {}

    /// It says that it never cosigned one.
    record Nothing() implements Latest {}

    /// It can not be reached, or what it shows can not be believed.
    record Unknown(String reason) implements Latest {}
}
