// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.checklists;

import dev.chaperone.policy.Checklist;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Locale;

/// How an item of somebody's checklist stands at a moment.
///
/// @param since when it was done, or last was; null when it never was
/// @param until when it lapses or did; null when it does not
/// @param attestation what it was done by; null when nothing is kept of it
public record ItemState(
        Checklist.Entry entry,
        State state,
        @Nullable Instant since,
        @Nullable Instant until,
        @Nullable Attestation attestation) {
    /// Whether it is done.
    public enum State {
        /// Verified by the product.
        VERIFIED,
        /// Attested by the person.
        ATTESTED,
        /// Not done yet.
        OPEN,
        /// It was done, and what is asked has changed since.
        CHANGED,
        /// It was done, and has to be done again.
        LAPSED,
        /// The table says that it was done, and the ledger does not say the same.
        UNCONFIRMED,
        /// Not told to whoever asks: it comes from what the person sent.
        NOT_TOLD;

        /// The spelling in the API.
        public String written() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        public boolean isDone() {
            return this == VERIFIED || this == ATTESTED;
        }
    }
}
