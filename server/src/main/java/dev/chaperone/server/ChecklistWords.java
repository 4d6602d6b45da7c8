// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.catalog.Catalog;
import dev.chaperone.catalog.Tool;
import dev.chaperone.policy.ChecklistItem;
import dev.chaperone.policy.Gate;
import dev.chaperone.vocabulary.ToolId;
import dev.chaperone.workspace.checklists.ChecklistState;
import dev.chaperone.workspace.checklists.ItemState;

import java.time.Instant;

/// Checklists in the words of their page.
record ChecklistWords(Catalog catalog, Instant now) {
    String name(ToolId tool) {
        return catalog.tool(tool).map(Tool::name).orElse(tool.value());
    }

    static String gate(Gate.Strictness gate) {
        return switch (gate) {
            case OFF ->
                    "The policy asks for them and stops nobody: prompts pass whatever stands here.";
            case WARN -> "Prompts pass without them, and their records say that one was missing.";
            case BLOCK ->
                    "Prompts do not leave while something is missing for the tool and the plan.";
        };
    }

    static Mark mark(ChecklistState state) {
        int done = state.verified() + state.attested();
        if (state.isReady()) {
            return done == state.items().size()
                    ? new Mark("allowed", "check", "Complete")
                    : new Mark("allowed", "check", "Ready for the first prompt");
        }
        return new Mark("warned", "wait", "To do");
    }

    static Mark mark(ItemState state) {
        return switch (state.state()) {
            case VERIFIED -> new Mark("allowed", "check", "Verified");
            case ATTESTED -> new Mark("allowed", "check", "Attested");
            case OPEN ->
                    state.entry().item().isByMachine()
                            ? new Mark("", "question", "Not seen yet")
                            : new Mark("warned", "wait", "To do");
            case CHANGED -> new Mark("warned", "warn", "Has changed");
            case LAPSED -> new Mark("warned", "warn", "To be done again");
            case UNCONFIRMED -> new Mark("blocked", "warn", "Not confirmed");
            case NOT_TOLD -> new Mark("", "question", "Not told");
        };
    }

    static String counts(ChecklistState state) {
        return "%d of %d: %d verified by Chaperone, %d attested by you"
                .formatted(
                        state.verified() + state.attested(),
                        state.items().size(),
                        state.verified(),
                        state.attested());
    }

    static String by(ChecklistItem item) {
        return switch (item.by()) {
            case PERSON -> item.evidence() ? "you, with evidence" : "you";
            case CONNECTED -> "Chaperone, by what comes from it";
            case MANAGED_SETTINGS -> "Chaperone, by what it tells of its settings";
        };
    }

    /// What the dates say.
    static String when(ItemState state) {
        Instant since = state.since();
        if (since == null) {
            return switch (state.entry().item().by()) {
                case PERSON -> "";
                case CONNECTED ->
                        "Your first prompt shows it, and does not wait for it. A refused one shows"
                                + " it too.";
                case MANAGED_SETTINGS ->
                        "It shows when Claude Code is signed in to the gateway and has fetched its"
                                + " settings.";
            };
        }
        String day = TrainingView.day(since);
        Instant until = state.until();
        return switch (state.state()) {
            case CHANGED -> "You attested another text on " + day + ".";
            case LAPSED -> "Last done on " + day + ".";
            case UNCONFIRMED -> "The ledger does not say so. Tell your administrator.";
            case VERIFIED, ATTESTED, OPEN, NOT_TOLD ->
                    until == null
                            ? "On " + day + "."
                            : "On " + day + ", until " + TrainingView.day(until) + ".";
        };
    }
}
