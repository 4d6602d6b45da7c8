// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// One request as the API shows it, with the proof that its entries are in the log.
///
/// @param captured what was kept of prompt and answer, and whether it is there; null when the
///   ledger's entries can not be read now
/// @param receipt to be verified without us
record InteractionWithReceipts(
        @JsonUnwrapped InteractionJson interaction,
        @Nullable List<CaptureJson.Kept> captured,
        Receipts receipt) {

    /// Proofs (C2SP tlog-proof), each null while no checkpoint covers the entry, which takes about
    /// a second.
    ///
    /// @param outcome null also when there is none
    record Receipts(@Nullable String intent, @Nullable String outcome) {}
}
