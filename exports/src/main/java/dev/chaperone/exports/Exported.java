// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.exports;

import dev.chaperone.ledger.Event;
import dev.chaperone.vocabulary.Digest;

import org.jspecify.annotations.Nullable;

import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;

/// An entry of the ledger on its way out: becomes exactly one event in another system's format.
///
/// @param origin name of the ledger
/// @param leaf the exact bytes of the entry
/// @param event what the bytes say; null when a newer version wrote them or they are no entry
/// @param request what an [Event.Outcome] is the outcome of; null for other entries and when it is
///   not to be had
@SuppressWarnings("ArrayRecordComponent") // Never compared; a copy of each entry would cost.
public record Exported(
        String origin,
        long index,
        byte[] leaf,
        @Nullable Event event,
        Event.@Nullable Intent request) {
    private static final byte LEAF = 0;

    /// The id that stays the same however often the entry is sent.
    public String uid() {
        return origin + "#" + index;
    }

    /// When it happened, as the entry says; null when it does not.
    public @Nullable Instant at() {
        return event == null ? EntryTime.of(leaf) : event.at();
    }

    /// The entry's hash in the ledger's Merkle tree (RFC 6962, section 2.1), in hexadecimal.
    public String leafHash() {
        MessageDigest sha256 = Digest.sha256();
        sha256.update(LEAF);
        return HexFormat.of().formatHex(sha256.digest(leaf));
    }
}
