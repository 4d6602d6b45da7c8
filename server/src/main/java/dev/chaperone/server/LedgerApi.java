// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.ledger.Ledger;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.activity.Reads;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/// Entries of the ledger, one by one.
@RestController
class LedgerApi {
    private final Ledger ledger;
    private final Reads reads;

    LedgerApi(Workspace workspace) {
        this.ledger = workspace.ledger();
        this.reads = workspace.reads();
    }

    /// An entry.
    ///
    /// @param leaf what it says
    /// @param hash SHA-256 of its exact bytes
    record EntryJson(long index, JsonNode leaf, String hash) {}

    @Needs(Permission.READ_LEDGER)
    @GetMapping("/api/v1/ledger/entries/{index}")
    EntryJson show(@PathVariable long index, SignedIn caller) {
        LeafView leaf = leaf(ledger, index);
        reads.ledger(caller.actor(), index, 1);
        return new EntryJson(index, leaf.leaf(), "sha256:" + leaf.hash());
    }

    /// Reads one entry from the disk.
    static LeafView leaf(Ledger ledger, long index) {
        try {
            List<byte[]> found =
                    index < 0 || index >= ledger.size() ? List.of() : ledger.read(index, 1);
            if (found.isEmpty()) {
                throw RejectedException.unknown("entry");
            }
            return LeafView.of(index, found.getFirst());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
