// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.ledger.Event;
import dev.chaperone.ledger.Ledger;
import dev.chaperone.policy.PolicySnapshot;
import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.activity.Filter;
import dev.chaperone.workspace.activity.Interaction;
import dev.chaperone.workspace.activity.Interactions;
import dev.chaperone.workspace.activity.Listing;
import dev.chaperone.workspace.activity.Projection;
import dev.chaperone.workspace.activity.Reads;
import dev.chaperone.workspace.policies.Policies;
import dev.chaperone.workspace.tokens.Token;
import dev.chaperone.workspace.tokens.Tokens;

import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The pages about requests: the list, what changes of it for the live refresh, and one request.
@Controller
class ActivityController {
    private static final int ROWS = 50;

    private final Interactions interactions;
    private final Projection projection;
    private final Reads reads;
    private final Ledger ledger;
    private final Policies policies;
    private final Tokens tokens;
    private final Directory directory;
    private final Rows rows;
    private final CapturedSection captured;
    private final Clock clock;

    ActivityController(Workspace workspace, Directory directory, Rows rows) {
        this.interactions = workspace.interactions();
        this.projection = workspace.projection();
        this.reads = workspace.reads();
        this.ledger = workspace.ledger();
        this.policies = workspace.policies();
        this.tokens = workspace.tokens();
        this.directory = directory;
        this.rows = rows;
        this.captured = new CapturedSection(workspace);
        this.clock = workspace.clock();
    }

    @Needs(Permission.READ_ACTIVITY)
    @GetMapping("/activity")
    String list(
            @RequestParam Map<String, String> asked,
            SignedIn caller,
            Model model,
            HttpServletResponse response) {
        ActivityView view = view(new ActivityQuery(asked), caller);
        if (view.problem() != null) {
            response.setStatus(HttpStatus.BAD_REQUEST.value());
        }
        model.addAttribute("activity", view);
        return "activity";
    }

    /// The rows and the way to older ones; nothing when the reader has seen all there is.
    @Needs(Permission.READ_ACTIVITY)
    @GetMapping("/activity/rows")
    @Nullable String rows(
            @RequestParam Map<String, String> asked,
            @RequestParam(defaultValue = "-1") long seen,
            SignedIn caller,
            Model model,
            HttpServletResponse response) {
        if (seen == projection.position()) {
            response.setStatus(HttpStatus.NO_CONTENT.value());
            return null;
        }
        ActivityView view = view(new ActivityQuery(asked), caller);
        if (view.problem() != null) {
            throw RejectedException.invalid(view.problem());
        }
        model.addAttribute("activity", view);
        return "activity-rows :: refreshed";
    }

    @Needs(Permission.READ_ACTIVITY)
    @GetMapping("/activity/{id}")
    String show(@PathVariable String id, SignedIn caller, Model model) {
        Interaction found =
                interactions
                        .find(caller.scope(), id)
                        .orElseThrow(() -> RejectedException.unknown("request"));
        reads.opened(caller.actor(), found);
        Interaction.Outcome outcome = found.outcome();
        model.addAttribute(
                "it",
                new InteractionView(
                        LedgerApi.leaf(ledger, found.intent()),
                        outcome == null ? null : LedgerApi.leaf(ledger, outcome.index()),
                        names(found),
                        clock.instant()));
        model.addAttribute("captured", captured.of(found, caller));
        model.addAttribute("standing", Rows.standing(found.standing()));
        model.addAttribute("problem", model.getAttribute("problem"));
        return "interaction";
    }

    private ActivityView view(ActivityQuery query, SignedIn caller) {
        long seen = projection.position();
        ActivityView.Form form = query.form(interactions, directory, rows, caller.scope());
        try {
            Filter filter = query.filter(directory);
            Listing found = interactions.list(caller.scope(), filter, query.cursor(), ROWS);
            reads.searched(caller.actor(), caller.scope(), filter, query.cursor(), found);
            return new ActivityView(
                    form,
                    query.cursor() == null,
                    rows.of(found.items(), clock.instant()),
                    seen,
                    null,
                    found.unbacked(),
                    query.links(found.next()));
        } catch (RejectedException rejected) {
            return new ActivityView(
                    form, false, List.of(), seen, rejected.getMessage(), 0, query.links(null));
        }
    }

    private InteractionView.Names names(Interaction it) {
        Event.Caller caller = it.caller();
        Digest decidedBy = it.verdict().policy();
        boolean blocked = it.verdict().effect() == Event.Effect.BLOCKED;
        return new InteractionView.Names(
                caller == null ? null : name(caller.person()),
                caller == null ? null : tokens.find(caller.token()).map(Token::name).orElse(null),
                rows.toolName(it.use().tool()),
                policies.current().hash().equals(decidedBy),
                blocked
                        ? Refused.explain(
                                it.verdict().rule(), Rows.findings(it.verdict()), policy(decidedBy))
                        : null);
    }

    private String name(PersonId person) {
        return directory.names(Set.of(person)).shown(person);
    }

    private @Nullable PolicySnapshot policy(Digest hash) {
        return policies.snapshot(hash).orElse(null);
    }
}
