// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.activity;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// A piece of the list of requests, newest first, each compared with the ledger.
///
/// @param next where the following piece begins, opaque; null at the end
/// @param unbacked how many rows of the database were left out because no entry of the ledger backs
///   them, or because the entry is about somebody whom the reader may not see
public record Listing(List<Interaction> items, @Nullable String next, int unbacked) {
    public Listing {
        items = List.copyOf(items);
    }
}
