// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

import org.jspecify.annotations.Nullable;

/// One request as the API shows it, with the proof that its entries are in the log.
///
/// @param receipt to be verified without us
record InteractionWithReceipts(@JsonUnwrapped InteractionJson interaction, Receipts receipt) {

    /// Proofs (C2SP tlog-proof), each null while no checkpoint covers the entry, which takes about
    /// a second.
    ///
    /// @param outcome null also when there is none
    record Receipts(@Nullable String intent, @Nullable String outcome) {}
}
