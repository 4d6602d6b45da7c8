// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.ledger.Ledger;
import dev.chaperone.ledger.PrunedException;
import dev.chaperone.ledger.TransparencyLog;
import dev.chaperone.tlog.Receipt;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.activity.Looks;
import dev.chaperone.workspace.activity.Reads;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/// Entries of the ledger, one by one.
@RestController
class LedgerApi {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Ledger ledger;
    private final TransparencyLog log;
    private final Reads reads;
    private final Looks looks;

    LedgerApi(Workspace workspace, TransparencyLog log) {
        this.ledger = workspace.ledger();
        this.log = log;
        this.reads = workspace.reads();
        this.looks = workspace.looks();
    }

    /// An entry.
    ///
    /// @param leaf what it says
    /// @param hash of the leaf in the ledger's tree, in hexadecimal: the one that tiles, proofs and
    ///   exports go by
    /// @param contentDigest SHA-256 of its exact bytes
    record EntryJson(long index, JsonNode leaf, String hash, String contentDigest) {}

    @Needs(Permission.READ_LEDGER)
    @GetMapping("/api/v1/ledger/entries/{index}")
    EntryJson show(@PathVariable long index, SignedIn caller) {
        LeafView leaf = leaf(ledger, index);
        reads.ledger(caller.actor(), index, 1, looks.concerned(index, 1));
        return new EntryJson(index, leaf.leaf(), leaf.hash(), leaf.contentDigest().toString());
    }

    /// The entry's exact bytes, which its hash and its receipt are about.
    @Needs(Permission.READ_LEDGER)
    @GetMapping(value = "/api/v1/ledger/entries/{index}/leaf", produces = "application/json")
    ResponseEntity<byte[]> bytes(@PathVariable long index, SignedIn caller) {
        byte[] entry = entry(ledger, index);
        reads.ledger(caller.actor(), index, 1, looks.concerned(index, 1));
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(entry);
    }

    /// Proof that the entry is in the log, to be verified without us (C2SP tlog-proof).
    @Needs(Permission.READ_LEDGER)
    @GetMapping(value = "/api/v1/ledger/entries/{index}/proof", produces = "text/plain")
    ResponseEntity<String> proof(@PathVariable long index)
            throws IOException, InterruptedException {
        entry(ledger, index);
        return ResponseEntity.ok()
                .contentType(new MediaType("text", "plain", StandardCharsets.UTF_8))
                .header(
                        "Content-Disposition",
                        "inline; filename=\"entry-" + index + ".tlog-proof\"")
                .body(receipt(log, index).format());
    }

    /// The receipt of an entry that exists; waits for the checkpoint that covers it.
    static Receipt receipt(TransparencyLog log, long index)
            throws IOException, InterruptedException {
        var _ = log.awaitCheckpoint(index, PATIENCE);
        return log.receipt(index)
                .orElseThrow(() ->
                        RejectedException.conflict(
                                "No checkpoint covers this entry yet. Try again in a second; the page"
                                        + " Ledger says what keeps it."));
    }

    /// Reads one entry from the disk.
    static LeafView leaf(Ledger ledger, long index) {
        return LeafView.of(index, entry(ledger, index));
    }

    static byte[] entry(Ledger ledger, long index) {
        try {
            List<byte[]> found =
                    index < 0 || index >= ledger.size() ? List.of() : ledger.read(index, 1);
            if (found.isEmpty()) {
                throw RejectedException.unknown("entry");
            }
            return found.getFirst();
        } catch (PrunedException e) {
            throw RejectedException.unknown("entry any more: " + e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
