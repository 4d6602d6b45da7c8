// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.catalog.Catalog;
import dev.chaperone.catalog.Tool;
import dev.chaperone.ledger.Event;
import dev.chaperone.vocabulary.ToolId;
import dev.chaperone.workspace.activity.Interaction;
import dev.chaperone.workspace.activity.Standing;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/// Requests as the lines of a table.
final class Rows {
    private final Directory directory;
    private final Catalog catalog = Catalog.builtIn();

    Rows(Directory directory) {
        this.directory = directory;
    }

    List<ActivityRow> of(List<Interaction> interactions, Instant now) {
        Directory.Names names = directory.names(interactions);
        return interactions.stream().map(it -> row(it, names, now)).toList();
    }

    private ActivityRow row(Interaction it, Directory.Names names, Instant now) {
        Event.Use use = it.use();
        Event.Verdict verdict = it.verdict();
        boolean blocked = verdict.effect() == Event.Effect.BLOCKED;
        boolean hook = it.source() == Event.Source.HOOK;
        boolean told = it.source() == Event.Source.TELEMETRY;
        return new ActivityRow(
                it.id(),
                Moment.of(it.at(), now),
                Mark.of(verdict.effect()),
                person(it.caller(), names),
                tool(use),
                use.plan() == null ? "" : use.plan().value(),
                Words.orUnknown(use.model()),
                use.repository() == null ? "" : use.repository(),
                verdict.rule() == null ? "" : verdict.rule(),
                findings(verdict),
                (hook || told) && !blocked && it.outcome() == null
                        ? ""
                        : tokens(it.outcome(), blocked),
                end(it, blocked),
                !blocked && !hook && !told && it.outcome() == null,
                standing(it.standing()));
    }

    private static String end(Interaction it, boolean blocked) {
        if (blocked) {
            return answer(it.outcome(), true);
        }
        return switch (it.source()) {
            case HOOK -> HookWords.of(it.use().operation());
            case TELEMETRY -> TelemetryWords.of(it.use().operation());
            case GATEWAY, PROXY, CONNECTOR, MANUAL -> answer(it.outcome(), false);
        };
    }

    /// What a reader must know of the row behind a request; empty when there is nothing.
    static String standing(Standing standing) {
        return switch (standing) {
            case Standing.Confirmed() -> "";
            case Standing.Altered(var columns) ->
                    "This row had been changed in the database ("
                            + String.join(", ", columns)
                            + "); shown is what the ledger says.";
            case Standing.Unchecked() ->
                    "The ledger's entry can not be read: this is the database's word alone.";
        };
    }

    private static String person(Event.@Nullable Caller caller, Directory.Names names) {
        if (caller == null) {
            return "nobody identified";
        }
        return names.shown(caller.person());
    }

    private String tool(Event.Use use) {
        String name = toolName(use.tool());
        if (name == null) {
            return "not told";
        }
        return use.toolVersion() == null ? name : name + " " + use.toolVersion();
    }

    /// The tool's name as its vendor spells it.
    @Nullable String toolName(@Nullable ToolId tool) {
        return tool == null ? null : catalog.tool(tool).map(Tool::name).orElse(tool.value());
    }

    /// All findings in one line.
    static String findings(Event.Verdict verdict) {
        return verdict.findings().stream()
                .map(found ->
                        found.count()
                                + " × "
                                + found.detector()
                                + (found.name() == null ? "" : " '" + found.name() + "'"))
                .collect(Collectors.joining(", "));
    }

    private static String tokens(Interaction.@Nullable Outcome outcome, boolean blocked) {
        if (outcome == null) {
            return blocked ? "none" : "not yet";
        }
        Event.Tokens tokens = outcome.tokens();
        if (tokens.input() == null && tokens.output() == null) {
            return Words.UNKNOWN;
        }
        return Words.number(tokens.input()) + " / " + Words.number(tokens.output());
    }

    private static String answer(Interaction.@Nullable Outcome outcome, boolean blocked) {
        if (outcome == null) {
            return blocked ? "not sent" : "on its way";
        }
        String status = outcome.status() == null ? "" : outcome.status() + " ";
        return switch (outcome.result()) {
            case ANSWERED -> status.strip();
            case REFUSED -> status + "from the vendor";
            case CUT_SHORT -> status + "cut short";
            case STOPPED -> status + "stopped";
            case CLIENT_GONE -> status + "tool hung up";
            case FAILED -> "none came";
        };
    }
}
