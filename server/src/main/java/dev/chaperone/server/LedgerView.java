// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.ledger.TransparencyLog;
import dev.chaperone.tlog.Checkpoint;
import dev.chaperone.tlog.MalformedException;
import dev.chaperone.tlog.Note;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/// The page about the record itself: what was signed last, and how anybody checks it.
///
/// @param sealed when the newest checkpoint was signed; null while there is none
/// @param checkpoint the signed note; null while there is none
/// @param waiting entries that the next checkpoint will cover, in words
/// @param trouble what keeps the tree from growing; null when nothing does
/// @param pruned how many of the oldest entries were removed, in words; null when none were
record LedgerView(
        String origin,
        String entries,
        @Nullable Moment sealed,
        @Nullable String root,
        @Nullable String checkpoint,
        String waiting,
        @Nullable String trouble,
        @Nullable String pruned,
        List<String> keys,
        String address) {

    static LedgerView of(TransparencyLog log, long minimum, String workspace, Instant now) {
        TransparencyLog.Standing standing = log.standing();
        String note = log.checkpoint().orElse(null);
        return new LedgerView(
                log.origin(),
                Words.count(standing.size(), "entry", "entries"),
                standing.sealedAt() == null ? null : Moment.of(standing.sealedAt(), now),
                note == null ? null : root(note),
                note,
                standing.waiting() == 0
                        ? "Every entry is covered."
                        : Words.count(standing.waiting(), "entry waits", "entries wait")
                                + " for the next checkpoint.",
                standing.trouble(),
                minimum == 0 ? null : Words.count(minimum, "entry", "entries"),
                log.verifiers().stream().map(Object::toString).toList(),
                workspace + "/ledger");
    }

    private static @Nullable String root(String note) {
        try {
            return Checkpoint.parse(Note.parse(note).text()).root().base64();
        } catch (MalformedException e) {
            return null;
        }
    }
}
