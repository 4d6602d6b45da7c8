// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.ledger.TransparencyLog;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.activity.Interaction;
import dev.chaperone.workspace.activity.Interactions;
import dev.chaperone.workspace.activity.Reads;

import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// What somebody takes away from the page of a request to have it verified elsewhere: the receipt
/// and the exact bytes of each of its entries.
@Controller
class ReceiptController {
    private final Interactions interactions;
    private final Reads reads;
    private final TransparencyLog log;

    ReceiptController(Workspace workspace, TransparencyLog log) {
        this.interactions = workspace.interactions();
        this.reads = workspace.reads();
        this.log = log;
    }

    @Needs(Permission.READ_ACTIVITY)
    @GetMapping("/activity/{id}/receipt/{index}")
    ResponseEntity<byte[]> receipt(
            @PathVariable String id, @PathVariable long index, SignedIn caller)
            throws IOException, InterruptedException {
        open(id, index, caller);
        String receipt = LedgerApi.receipt(log, index).format();
        return file(
                "entry-" + index + ".tlog-proof",
                MediaType.TEXT_PLAIN,
                receipt.getBytes(StandardCharsets.UTF_8));
    }

    @Needs(Permission.READ_ACTIVITY)
    @GetMapping("/activity/{id}/entry/{index}")
    ResponseEntity<byte[]> entry(
            @PathVariable String id, @PathVariable long index, SignedIn caller) {
        open(id, index, caller);
        return file(
                "entry-" + index + ".json",
                MediaType.APPLICATION_JSON,
                LedgerApi.entry(log.ledger(), index));
    }

    /// An entry is given to those only who may open its request.
    private void open(String id, long index, SignedIn caller) {
        Interaction found =
                interactions
                        .find(caller.scope(), id)
                        .orElseThrow(() -> RejectedException.unknown("request"));
        Interaction.Outcome outcome = found.outcome();
        if (index != found.intent() && (outcome == null || index != outcome.index())) {
            throw RejectedException.unknown("entry of this request");
        }
        reads.opened(caller.actor(), found);
    }

    private static ResponseEntity<byte[]> file(String name, MediaType type, byte[] content) {
        return ResponseEntity.ok()
                .contentType(type)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment().filename(name).build().toString())
                .body(content);
    }
}
