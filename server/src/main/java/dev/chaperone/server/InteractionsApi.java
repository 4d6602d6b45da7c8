// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.ledger.TransparencyLog;
import dev.chaperone.tlog.Receipt;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.activity.Filter;
import dev.chaperone.workspace.activity.Interaction;
import dev.chaperone.workspace.activity.Interactions;
import dev.chaperone.workspace.activity.Listing;
import dev.chaperone.workspace.activity.Reads;
import dev.chaperone.workspace.openings.Openings;

import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import java.io.IOException;
import java.util.List;

/// The usage log: who used what, when, and what was decided.
@RestController
class InteractionsApi {
    private final Interactions interactions;
    private final Reads reads;
    private final Openings openings;
    private final Directory directory;
    private final TransparencyLog log;

    InteractionsApi(Workspace workspace, Directory directory, TransparencyLog log) {
        this.interactions = workspace.interactions();
        this.reads = workspace.reads();
        this.openings = workspace.content().openings();
        this.directory = directory;
        this.log = log;
    }

    /// A piece of the list.
    ///
    /// @param unbacked how many rows of the database were left out because no entry of the ledger
    ///   backs them
    record InteractionsJson(List<InteractionJson> items, @Nullable String next, int unbacked) {}

    @Needs(Permission.READ_ACTIVITY)
    @GetMapping("/api/v1/interactions")
    InteractionsJson list(@ParameterObject Asked asked, SignedIn caller) {
        Filter filter = asked.filter(directory);
        Listing found = interactions.list(caller.scope(), filter, asked.cursor(), asked.rows());
        reads.searched(caller.actor(), caller.scope(), filter, asked.cursor(), found);
        Directory.Names names = directory.names(found.items());
        return new InteractionsJson(
                found.items().stream().map(each -> InteractionJson.of(each, names)).toList(),
                found.next(),
                found.unbacked());
    }

    @Needs(Permission.READ_ACTIVITY)
    @GetMapping("/api/v1/interactions/{id}")
    InteractionWithReceipts show(@PathVariable String id, SignedIn caller) throws IOException {
        Interaction found =
                interactions
                        .find(caller.scope(), id)
                        .orElseThrow(() -> RejectedException.unknown("interaction"));
        reads.opened(caller.actor(), found);
        Interaction.Outcome outcome = found.outcome();
        return new InteractionWithReceipts(
                InteractionJson.of(found, directory.names(List.of(found))),
                captured(found),
                new InteractionWithReceipts.Receipts(
                        receipt(found.intent()),
                        outcome == null ? null : receipt(outcome.index())));
    }

    private @Nullable List<CaptureJson.Kept> captured(Interaction found) {
        try {
            return openings.captured(found).stream().map(CaptureJson.Kept::of).toList();
        } catch (RejectedException e) {
            return null;
        }
    }

    private @Nullable String receipt(long index) throws IOException {
        return log.receipt(index).map(Receipt::format).orElse(null);
    }
}
